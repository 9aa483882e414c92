"""`encours penalties`: interest and indemnity of a customer's late invoices, with their sources."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from dunning.charges.charging import Charged, rate_text
from dunning.charges.policy import PenaltyPolicy
from dunning.charges.usecases import Penalties
from dunning.charges.usecases import penalties as reckoned
from dunning.dossier.words import money_text
from dunning.law.indemnity import INDEMNITY_CENTS
from dunning.law.interest import Piece
from dunning.law.rates import REFINANCING, certainty_of, half_name
from dunning.settling.usecases import Owed, claimed
from kernel.language import Language, day_text
from serving.cli.acting import Customer
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, parse_day
from serving.cli.output import print_json, print_table, remark, say
from serving.cli.receivable import list_claimed, owed_json, pay, statement, waive
from serving.law import law_deadlines
from serving.policies import policy_in_force
from serving.settings import settings

_RECKON = "reckon"


class _ReckonByDefault(TyperGroup):
    """`encours penalties CUSTOMER` reckons; a customer coded like a command is written after `reckon`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args and args[0] not in self.commands and args[0] != "--help":
            args = [_RECKON, *args]
        return super().parse_args(ctx, args)


app = typer.Typer(cls=_ReckonByDefault, no_args_is_help=True, add_completion=False)
app.command("list")(list_claimed)
app.command("waive")(waive)
app.command("pay")(pay)
app.command("invoice")(statement)

_HEADS = {
    Language.ENGLISH: ("invoice", "due on", "half-year", "from", "to", "open", "rate", "interest"),
    Language.FRENCH: ("facture", "échue le", "semestre", "du", "au", "ouvert", "taux", "pénalités"),
}
_TOTALS = {
    Language.ENGLISH: ("invoice", "paid on", "interest", "indemnity"),
    Language.FRENCH: ("facture", "réglée le", "pénalités", "indemnité"),
}
_CLAIMED = {
    Language.ENGLISH: "Gross; letters claimed {0} of it, of which {1} came in and {2} was waived: {3} is "
    "open. encours penalties list shows the letters.",
    Language.FRENCH: "Montants bruts ; des lettres en ont réclamé {0}, dont {1} reçus et {2} abandonnés : "
    "{3} restent dus. encours penalties list montre les lettres.",
}
_ONE_DAY = timedelta(days=1)


@app.callback()
def penalties_of() -> None:
    """Reckon interest and indemnity of late invoices; list, waive and settle what letters claimed.

    encours penalties CUSTOMER
    """


@app.command(_RECKON)
def penalties(
    customer: Customer,
    until: Annotated[
        date | None,
        typer.Option(
            "--until",
            "--on",
            parser=parse_day,
            metavar="DATE",
            help="The last day of interest; today if left out.",
        ),
    ] = None,
    since: Annotated[
        date | None,
        typer.Option(parser=parse_day, metavar="DATE", help="Leave out the days before, claimed already."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Reckon interest day by day and the flat indemnity of late invoices, open or paid late, up to a day."""
    where = settings()
    policy = policy_in_force(where, "penalties", PenaltyPolicy)
    with opened(where) as database, database.read() as session:
        day = day_for(session, until)
        told = reckoned(session, customer, policy, on=day, since=since)
        claims = claimed(session, law_deadlines(where), on=day, customer=customer)
    if as_json:
        print_json({**_json(told, policy), "claimed": [owed_json(one) for one in claims]})
    else:
        _tell(told, where.language)
        _tell_claimed(claims, where.language)
        _sources(told, policy, where.language)


def _json(told: Penalties, policy: PenaltyPolicy) -> dict[str, Any]:
    return {
        "customer": told.customer,
        "debtor": told.debtor.value,
        "on": told.on.isoformat(),
        "proceeding_opened_on": None if told.opened_on is None else told.opened_on.isoformat(),
        "claimed_from": policy.claimed_from.value,
        "day_base": policy.day_base.value,
        "sources": [REFINANCING.source, INDEMNITY_CENTS.source],
        "invoices": [_invoice(one) for one in told.charged],
    }


def _invoice(one: Charged) -> dict[str, Any]:
    paid = one.invoice.paid_on
    return {
        "number": one.invoice.number,
        "currency": one.invoice.currency,
        "due_on": one.invoice.due_on.isoformat(),
        "paid_on": None if paid is None else paid.isoformat(),
        "interest_cents": one.interest_cents,
        "indemnity_cents": one.indemnity_cents,
        "pieces": [
            {
                "half_year": half_name(piece.first),
                "first_on": piece.first.isoformat(),
                "last_on": (piece.after - _ONE_DAY).isoformat(),
                "days": (piece.after - piece.first).days,
                "open_cents": piece.open_cents,
                "rate": str(float(100 * piece.rate)),
                "rate_certainty": certainty_of(piece.first).value,
                "exact_cents": str(piece.cents),
            }
            for piece in one.pieces
        ],
    }


def _tell(told: Penalties, language: Language) -> None:
    french = language is Language.FRENCH
    if not told.charged:
        say("Aucune facture en retard." if french else "No invoice is late, or was paid late.")
        return
    rows = [row for one in told.charged for row in _rows(one, language)]
    if rows:
        print_table(_HEADS[language], rows, right=(5, 6, 7))
    print_table(_TOTALS[language], list(_sums(told, language)), right=(2, 3))


def _tell_claimed(claims: Sequence[Owed], language: Language) -> None:
    """What became of the sums above, which are gross: claimed by letters, paid, waived."""
    for currency in sorted({one.receivable.currency for one in claims}):
        same = [one.receivable for one in claims if one.receivable.currency == currency]
        sums = [
            money_text(sum(cents), currency, language)
            for cents in zip(
                *((one.claimed_cents, one.paid_cents, one.waived_cents, one.open_cents) for one in same),
                strict=True,
            )
        ]
        remark(_CLAIMED[language].format(*sums))


def _rows(one: Charged, language: Language) -> Iterator[tuple[str, ...]]:
    for piece in one.pieces:
        yield (
            one.invoice.number,
            day_text(one.invoice.due_on, language),
            half_name(piece.first),
            day_text(piece.first, language),
            day_text(piece.after - _ONE_DAY, language),
            money_text(piece.open_cents, one.invoice.currency, language),
            rate_text(piece.rate, language),
            _exact(piece, language),
        )


def _exact(piece: Piece, language: Language) -> str:
    """To a hundredth of a cent: interest is rounded once, on the invoice."""
    said = f"{float(piece.cents) / 100:.4f}"
    return said.replace(".", ",") if language is Language.FRENCH else said


def _sums(told: Penalties, language: Language) -> Iterator[tuple[str, ...]]:
    for one in told.charged:
        paid = one.invoice.paid_on
        yield (
            one.invoice.number,
            "" if paid is None else day_text(paid, language),
            money_text(one.interest_cents, one.invoice.currency, language),
            money_text(one.indemnity_cents, one.invoice.currency, language),
        )
    for currency in sorted({one.invoice.currency for one in told.charged}):
        same = [one for one in told.charged if one.invoice.currency == currency]
        yield (
            "total",
            "",
            money_text(sum(one.interest_cents for one in same), currency, language),
            money_text(sum(one.indemnity_cents for one in same), currency, language),
        )


def _sources(told: Penalties, policy: PenaltyPolicy, language: Language) -> None:
    """On standard error: where the figures come from, and what stopped them."""
    french = language is Language.FRENCH
    if policy.contractual is not None and policy.agreed_on is not None:
        day = day_text(policy.agreed_on, language)
        remark(f"Taux convenu le {day}." if french else f"Rate agreed on {day}.")
    else:
        remark(REFINANCING.source)
    remark(INDEMNITY_CENTS.source)
    if told.opened_on is not None:
        day = day_text(told.opened_on, language)
        remark(
            f"Procédure collective ouverte le {day} : les intérêts s'arrêtent (L622-28 C. com.)."
            if french
            else f"A proceeding opened on {day}: interest of earlier claims stops (L622-28 C. com.)."
        )
