"""Who words and prints messages to customers, by the settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from dunning.claims import Debtor
from dunning.composing import NO_CHARGES, Charges, language_of, notice_of
from dunning.deciding import Decision
from dunning.dossier.facts import Account
from dunning.dossier.statement import PlainStatement
from dunning.enclosed import NOTHING, Enclosed
from dunning.letters.batch import Printed
from dunning.letters.columns import charges_claimed
from dunning.letters.gateway import Printer, TypstPrinter, print_letter
from dunning.letters.penalty_sheet import PenaltyStatement, penalty_sheet
from dunning.letters.sheet import Sheet, sheet_of
from dunning.letters.sms import SmsTexts, sms_of
from dunning.letters.templates import Templates
from dunning.letters.worded import worded
from dunning.notice import Form, Notice, NoticeLine, Party, Tone, Total
from dunning.press import Means, Pressed
from dunning.scenario import Way
from dunning.sender import SenderPolicy
from kernel.language import Language
from messaging.message import Attachment, mailbox
from serving.policies import policy_file, policy_in_force
from serving.settings import SettingRefused, Settings
from serving.templates import penalty_texts_in_force, sms_texts_in_force, templates_in_force

_PDF = "application/pdf"
_STATEMENT_NAMES = {Language.FRENCH: "releve-de-compte.pdf", Language.ENGLISH: "statement-of-account.pdf"}


@dataclass(frozen=True, slots=True)
class LetterPress:
    """Words e-mails and prints letters as the company's own files say."""

    sender: str
    house: SenderPolicy
    templates: Templates
    printer: Printer
    sms: Mapping[Language, SmsTexts] = field(default_factory=dict)

    def pressed(
        self,
        decision: Decision,
        debtor: Debtor,
        *,
        reference: str,
        charges: Charges = NO_CHARGES,
        enclosed: Enclosed = NOTHING,
    ) -> Pressed:
        step = decision.step
        if step is None:
            raise ValueError("A decision that is sent has a step.")
        statement = self._statement(enclosed, language_of(decision, debtor))
        kept = enclosed.beside(sum(len(one.content) for one in statement))
        notice = notice_of(decision, debtor, self.house, reference=reference, charges=charges, enclosed=kept)
        files = (*statement, *kept.attachments)
        if step.way in (Way.LETTER, Way.REGISTERED):
            printed = print_letter(self.printer, notice, self.templates)
            letter = Attachment(f"{reference.replace(':', '-')}.pdf", _PDF, printed.pdf)
            return Pressed(subject=reference, attachments=(letter, *files), enclosed=kept)
        means = Means(notice.payment_link, notice.banks)
        if step.way is Way.SMS:
            sms = sms_of(notice, self.sms)
            return Pressed(text=sms.text, parts=sms.parts, means=means)
        told, named = worded(notice, self.templates), self.house.named(step.sender)
        return Pressed(
            told.subject,
            told.text,
            told.html,
            (*told.attachments, *files),
            sender=mailbox(named.name, named.email) if named.email else "",
            reply_to=mailbox("", named.reply_to),
            enclosed=kept,
            means=means,
        )

    def _statement(self, enclosed: Enclosed, language: Language) -> tuple[Attachment, ...]:
        """The account as a letter, if the message takes one along and anything is open on it."""
        account = enclosed.account
        if account is None or not account.items:
            return ()
        printed = self.printer.letter(_statement_sheet(account, self.house, self.templates, language))
        return (Attachment(_STATEMENT_NAMES[language], _PDF, printed.pdf),)


def press_of(where: Settings) -> LetterPress:
    """Raises PolicyRefused, and SettingRefused where mail would leave in the name of the example."""
    house = policy_in_force(where, "sender", SenderPolicy)
    if house.example and where.smtp_url:
        raise SettingRefused(
            f"{policy_file(where, 'sender')} is an example: ENCOURS_SMTP_URL would send in its name. Copy it "
            f"to {where.home / 'policy' / 'sender.toml'}, write your company, and set example to false."
        )
    texts = templates_in_force(where)
    return LetterPress(where.mail_from, house, texts, _printer(), sms_texts_in_force(where))


@lru_cache(maxsize=1)
def _printer() -> TypstPrinter:
    return TypstPrinter()


@dataclass(frozen=True, slots=True)
class LetterStatement:
    """The plain statement, and the same as a letter where anything is open."""

    house: SenderPolicy
    templates: Templates
    printer: Printer

    def statement(self, account: Account, *, language: Language) -> Mapping[str, bytes]:
        files = dict(PlainStatement().statement(account, language=language))
        if account.items:
            sheet = _statement_sheet(account, self.house, self.templates, language)
            files["statement.pdf"] = self.printer.letter(sheet).pdf
        return files


def statement_press_of(where: Settings) -> LetterStatement:
    """Raises PolicyRefused."""
    house = policy_in_force(where, "sender", SenderPolicy)
    return LetterStatement(house, templates_in_force(where), _printer())


def _statement_sheet(
    account: Account, house: SenderPolicy, templates: Templates, language: Language
) -> Sheet:
    """With what letters claimed beside the invoices, apart from the balance."""
    sheet = sheet_of(_statement(account, house, language), templates)
    return replace(sheet, charges=charges_claimed(account.penalties, language))


def _statement(account: Account, house: SenderPolicy, language: Language) -> Notice:
    lines = tuple(
        NoticeLine(
            number=one.number,
            issued_on=one.issued_on,
            due_on=one.due_on,
            currency=one.currency,
            amount_cents=one.amount_cents,
            open_cents=one.open_cents,
            claimed_cents=one.open_cents,
            days_late=max((account.on - one.due_on).days, 0),
        )
        for one in account.items
    )
    currencies = {one.currency for one in lines}
    return Notice(
        form=Form.STATEMENT,
        tone=Tone.NEUTRAL,
        language=language,
        level=0,
        dated_on=account.on,
        reference=account.code,
        customer=account.code,
        sender=house.party,
        recipient=Party(account.name),
        lines=lines,
        totals=tuple(
            Total(one.currency, one.gross_cents, one.credit_cents, one.net_cents)
            for one in account.nets
            if one.currency in currencies
        ),
        banks=house.banks,
        signed_by=house.signed_by,
    )


def penalty_letter(where: Settings, told: PenaltyStatement) -> Printed:
    """Raises PolicyRefused, LetterFailed."""
    texts = penalty_texts_in_force(where, told.language)
    return _printer().letter(penalty_sheet(told, policy_in_force(where, "sender", SenderPolicy), texts))
