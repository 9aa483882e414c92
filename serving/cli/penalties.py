"""`encours penalties`: interest and indemnity of a customer's late invoices, with their sources."""

from typing import Any

import typer

from dunning.charges.charging import Charged, rate_text
from dunning.charges.policy import PenaltyPolicy
from dunning.charges.usecases import Penalties
from dunning.charges.usecases import penalties as reckoned
from dunning.law.indemnity import INDEMNITY_CENTS
from dunning.law.rates import REFINANCING
from dunning.policy import DunningPolicy
from kernel.language import Language, day_text
from serving.cli.acting import Customer
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, On
from serving.cli.output import print_json, print_table, remark, say
from serving.policies import policy_in_force
from serving.settings import settings

app = typer.Typer(add_completion=False)


@app.command()
def penalties(customer: Customer, on: On = None, as_json: AsJson = False) -> None:
    """Reckon interest day by day and the flat indemnity of a customer's late invoices, up to a day."""
    where = settings()
    rules = policy_in_force(where, "dunning", DunningPolicy)
    policy = policy_in_force(where, "penalties", PenaltyPolicy)
    with opened(where) as database, database.read() as session:
        told = reckoned(session, customer, rules, policy, on=day_for(session, on))
    if as_json:
        print_json(_json(told))
    else:
        _tell(told, where.language)


def _json(told: Penalties) -> dict[str, Any]:
    return {
        "customer": told.customer,
        "on": told.on.isoformat(),
        "sources": [REFINANCING.source, INDEMNITY_CENTS.source],
        "invoices": [
            {
                "number": one.invoice.number,
                "currency": one.invoice.currency,
                "due_on": one.invoice.due_on.isoformat(),
                "interest_cents": one.interest_cents,
                "indemnity_cents": one.indemnity_cents,
                "pieces": [
                    {"first_on": piece.first.isoformat(), "before": piece.after.isoformat(),
                     "open_cents": piece.open_cents, "rate": float(piece.rate), "cents": float(piece.cents)}
                    for piece in one.pieces
                ],
            }
            for one in told.charged
        ],
    }  # fmt: skip


def _tell(told: Penalties, language: Language) -> None:
    french = language is Language.FRENCH
    if not told.charged:
        say("Aucune facture en retard." if french else "No invoice is late.")
        return
    headings = ("facture", "échue le", "pénalités", "taux", "indemnité") if french else (
        *("invoice", "due on", "interest", "rates"), "indemnity")  # fmt: skip
    print_table(headings, [_row(one, language) for one in told.charged], right=(2, 4))
    remark(REFINANCING.source)
    remark(INDEMNITY_CENTS.source)


def _row(one: Charged, language: Language) -> tuple[str, ...]:
    def amount(cents: int) -> str:
        said = f"{cents / 100:,.2f}"
        french = said.translate(str.maketrans(",.", "\u202f,"))
        return f"{french if language is Language.FRENCH else said} {one.invoice.currency}"

    rates = ", ".join(rate_text(rate, language) for rate in dict.fromkeys(piece.rate for piece in one.pieces))
    due = day_text(one.invoice.due_on, language)
    return (one.invoice.number, due, amount(one.interest_cents), rates, amount(one.indemnity_cents))
