"""`encours penalties list, waive, pay, invoice`: what letters claimed, and paid invoices."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from dunning.charges.policy import PenaltyPolicy
from dunning.charges.usecases import PaidLate, Picked, paid_late
from dunning.dossier.words import day_or_blank, money_text
from dunning.errors import PenaltyRefused
from dunning.letters.penalty_sheet import PenaltyLine, PenaltyStatement
from dunning.notice import Party
from dunning.receivable.receivable import PenaltyAct
from dunning.settling import usecases
from dunning.settling.usecases import Owed, PayOrder
from kernel.language import Language, day_text
from serving.cli.acting import Author, Customer, Invoices, LearntOn, acting, parse_amount
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, On, parse_day
from serving.cli.output import print_json, print_table, remark, say, write_out
from serving.law import law_deadlines
from serving.policies import policy_in_force
from serving.press import penalty_letter
from serving.settings import Settings, settings

_HEADS = {
    Language.ENGLISH: (
        *("customer", "invoice", "claimed", "paid", "waived", "open", "since", "letter", "prescribed after"),
    ),
    Language.FRENCH: (
        *(
            "client",
            "facture",
            "réclamé",
            "payé",
            "abandonné",
            "ouvert",
            "depuis",
            "lettre",
            "prescrit après",
        ),
    ),
}
_NOTHING = {
    Language.ENGLISH: "No letter that left claimed interest or indemnity.",
    Language.FRENCH: "Aucune lettre partie n'a réclamé de pénalités.",
}
_APART = {
    Language.ENGLISH: "Beside the invoices: no part of their balance, and left open when they are paid.",
    Language.FRENCH: "En sus des factures : hors de leur solde, et dues encore après leur règlement.",
}
Why = Annotated[str, typer.Option(metavar="TEXT", help="The reason, for whoever reads it later.")]


def list_claimed(
    customer: Annotated[
        str | None, typer.Option("--customer", metavar="CODE", help="Of this customer only.")
    ] = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """List what letters that left claimed beside the invoices: paid, waived, and still open."""
    where = settings()
    law = law_deadlines(where)
    with opened(where) as database, database.read() as session:
        found = usecases.claimed(session, law, on=day_for(session, on), customer=customer)
    if as_json:
        print_json([owed_json(one) for one in found])
    elif found:
        rows = [_row(one, where.language) for one in found]
        print_table(_HEADS[where.language], rows, right=(2, 3, 4, 5))
        remark(_APART[where.language])
        for one in found:
            _tell_taken_back(one, where.language)
    else:
        say(_NOTHING[where.language])


def waive(
    customer: Customer,
    why: Why,
    invoice: Invoices = None,
    author: Author = None,
    on: LearntOn = None,
    as_json: AsJson = False,
) -> None:
    """Give up penalties claimed up to a day, and those of the same days that no letter claimed yet."""
    with acting(author, on, None) as desk:
        acts = usecases.waive(desk.session, desk.act, customer, invoices=invoice or (), why=why)
    _tell(acts, as_json=as_json)


def pay(
    customer: Customer,
    amount: Annotated[
        int, typer.Option(parser=parse_amount, metavar="AMOUNT", help="How much of it is for penalties.")
    ],
    payment: Annotated[int, typer.Option(metavar="NUMBER", help="The payment, by its number in the ledger.")],
    why: Why,
    invoice: Invoices = None,
    author: Author = None,
    on: LearntOn = None,
    as_json: AsJson = False,
) -> None:
    """Let money that no invoice took settle penalties: as the payer says, else in the order of the law."""
    order = PayOrder(payment, amount, invoice or (), why)
    policy = policy_in_force(settings(), "penalties", PenaltyPolicy)
    with acting(author, on, None) as desk:
        acts = usecases.pay(desk.session, desk.act, customer, order, policy)
    _tell(acts, as_json=as_json)


def statement(
    customer: Customer,
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where to write the PDF.")],
    invoice: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NUMBER",
            help="An invoice paid late, by its number; may be said again. All of them when left out.",
        ),
    ] = None,
    paid_from: Annotated[
        date | None,
        typer.Option("--from", parser=parse_day, metavar="DATE", help="Paid on that day or later."),
    ] = None,
    paid_to: Annotated[
        date | None,
        typer.Option("--to", parser=parse_day, metavar="DATE", help="Paid on that day or before."),
    ] = None,
    language: Annotated[Language | None, typer.Option(help="Ours when left out.")] = None,
    claim: Annotated[
        bool,
        typer.Option(
            "--claim", help="You send it: write down what it claims, for the list and later letters."
        ),
    ] = False,
    author: Author = None,
    on: LearntOn = None,
    as_json: AsJson = False,
) -> None:
    """Print the penalties of invoices paid late as a letter. With --claim, write down that you send it."""
    where = settings()
    policy, spoken = policy_in_force(where, "penalties", PenaltyPolicy), language or where.language
    picked = Picked(tuple(invoice or ()), paid_from or date.min, paid_to or date.max)
    if claim:
        with acting(author, on, None) as desk:
            found = usecases.claim_paid_late(
                desk.session, desk.act, customer, policy, picked, language=spoken
            )
            sha256 = _printed(where, found, spoken, out)
    else:
        with opened(where) as database, database.read() as session:
            day = day_for(session, on)
            found = paid_late(session, customer, policy, picked, language=spoken, on=day)
        if not found.charged:
            raise PenaltyRefused(
                f"No invoice of {customer} that is meant was paid late with penalties left to pay."
            )
        sha256 = _printed(where, found, spoken, out)
    told = {"customer": customer, "reference": found.reference, "file": str(out), "sha256": sha256}
    if as_json:
        print_json({**told, "claimed": claim})
    else:
        say(str(out))


def _printed(where: Settings, found: PaidLate, language: Language, out: Path) -> str:
    """Writes the letter and gives its SHA-256: what cannot be printed is not claimed either."""
    printed = penalty_letter(where, _statement(found, language))
    write_out(out, printed.pdf)
    return printed.sha256


def _statement(found: PaidLate, language: Language) -> PenaltyStatement:
    return PenaltyStatement(
        customer=found.customer,
        recipient=Party(found.name, found.address),
        language=language,
        dated_on=found.on,
        reference=found.reference,
        lines=[
            PenaltyLine(
                number=one.invoice.number,
                due_on=one.invoice.due_on,
                paid_on=one.invoice.paid_on,
                currency=one.invoice.currency,
                amount_cents=one.invoice.steps[0].open_cents,
                interest_cents=one.interest_cents,
                indemnity_cents=one.indemnity_cents,
            )
            for one in found.charged
            if one.invoice.paid_on is not None
        ],
        rates=found.rates,
        earlier=found.earlier,
    )


def _tell_taken_back(one: Owed, language: Language) -> None:
    told = one.receivable
    if not told.taken_back_cents:
        return
    cents = money_text(told.taken_back_cents, told.currency, language)
    remark(
        f"{one.customer} {told.invoice} : {cents} de règlements affectés ici ont été imputés depuis à des "
        "factures ; les pénalités en restent dues."
        if language is Language.FRENCH
        else f"{one.customer} {told.invoice}: {cents} of money pointed at it has gone to invoices since, and "
        "is open again."
    )


def owed_json(one: Owed) -> dict[str, Any]:
    told, ruled = one.receivable, one.prescribed
    return {
        "customer": one.customer,
        "name": one.name,
        "invoice": told.invoice,
        "due_on": told.due_on.isoformat(),
        "currency": told.currency,
        "claimed_interest_cents": told.interest_cents,
        "claimed_indemnity_cents": told.indemnity_cents,
        "paid_cents": told.paid_cents,
        "waived_cents": told.waived_cents,
        "open_cents": told.open_cents,
        "taken_back_cents": told.taken_back_cents,
        "since": told.since.isoformat(),
        "until": told.until.isoformat(),
        "letter": told.letter,
        "letter_on": told.letter_on.isoformat(),
        "prescribed_after": None if ruled is None or ruled.last_on is None else ruled.last_on.isoformat(),
        "article": None if ruled is None else ruled.article,
        "certainty": None if ruled is None else ruled.certainty.value,
    }


def _row(one: Owed, language: Language) -> tuple[str, ...]:
    told = one.receivable
    cents = (told.claimed_cents, told.paid_cents, told.waived_cents, told.open_cents)
    return (
        one.customer,
        told.invoice,
        *(money_text(each, told.currency, language) for each in cents),
        day_text(told.since, language),
        told.letter,
        day_or_blank(None if one.prescribed is None else one.prescribed.last_on, language),
    )


def _tell(acts: Sequence[PenaltyAct], *, as_json: bool) -> None:
    rows = [
        {
            "number": one.id,
            "what": one.what.value,
            "invoice": one.invoice,
            "currency": one.currency,
            "interest_cents": one.interest_cents,
            "indemnity_cents": one.indemnity_cents,
            "on": one.on.isoformat(),
            "why": one.why,
        }
        for one in acts
    ]
    if as_json:
        print_json(rows)
        return
    for one in acts:
        cents = one.interest_cents + one.indemnity_cents
        say(f"{one.invoice}: {money_text(cents, one.currency, settings().language)} {one.what.value}")
