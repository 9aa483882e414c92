"""Who words and prints messages to customers, by the settings."""

from dataclasses import dataclass
from functools import lru_cache

from dunning.claims import Debtor
from dunning.composing import NO_CHARGES, Charges, notice_of
from dunning.deciding import Decision
from dunning.letters.gateway import Printer, TypstPrinter, print_letter
from dunning.letters.templates import Templates
from dunning.letters.worded import worded
from dunning.press import Pressed
from dunning.scenario import Way
from dunning.sender import SenderPolicy
from messaging.message import Attachment
from serving.policies import policy_file, policy_in_force
from serving.settings import SettingRefused, Settings
from serving.templates import templates_in_force

_PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class LetterPress:
    """Words e-mails and prints letters as the company's own files say."""

    sender: str
    house: SenderPolicy
    templates: Templates
    printer: Printer

    def pressed(
        self, decision: Decision, debtor: Debtor, *, reference: str, charges: Charges = NO_CHARGES
    ) -> Pressed:
        notice = notice_of(decision, debtor, self.house, reference=reference, charges=charges)
        if decision.step is not None and decision.step.way in (Way.LETTER, Way.REGISTERED):
            printed = print_letter(self.printer, notice, self.templates)
            name = f"{reference.replace(':', '-')}.pdf"
            return Pressed(subject=reference, attachments=(Attachment(name, _PDF, printed.pdf),))
        told = worded(notice, self.templates)
        return Pressed(told.subject, told.text, told.html, told.attachments)


def press_of(where: Settings) -> LetterPress:
    """Raises PolicyRefused, and SettingRefused where mail would leave in the name of the example."""
    house = policy_in_force(where, "sender", SenderPolicy)
    if house.example and where.smtp_url:
        raise SettingRefused(
            f"{policy_file(where, 'sender')} is an example, and ENCOURS_SMTP_URL would send in its name. Copy it "
            f"to {where.home / 'policy' / 'sender.toml'}, write your company, and set example to false."
        )
    return LetterPress(where.mail_from, house, templates_in_force(where), _printer())


@lru_cache(maxsize=1)
def _printer() -> TypstPrinter:
    return TypstPrinter()
