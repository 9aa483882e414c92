"""`encours predict`: when an open invoice will probably be paid."""

from datetime import date
from typing import Annotated

import typer

from kernel.language import Language, amount_text, day_text, share_text
from kernel.money import Money
from scoring import usecases
from scoring.gateway import Registry
from scoring.score import InvoicePrediction
from serving.api.schemas.prediction import PredictionAnswer
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, AsOf
from serving.cli.output import print_json, say
from serving.settings import settings

app = typer.Typer(add_completion=False)


@app.command()
def predict(
    invoice: Annotated[str, typer.Argument(metavar="INVOICE", help="The invoice's number.")],
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Tell when an open invoice will probably be paid."""
    where = settings()
    with opened(where) as database, database.read() as session:
        day = day_for(session, as_of)
        told = usecases.predict_invoice(session, Registry(where.home), invoice, as_of=day)
    if as_json:
        print_json(PredictionAnswer.model_validate(told).model_dump(mode="json"))
    else:
        tell(told, language=where.language)


def tell(told: InvoicePrediction, *, language: Language) -> None:
    """The dates one plans by, the chances by days ahead, and what may come of it otherwise."""
    words = _FRENCH if language is Language.FRENCH else _ENGLISH

    def day(on: date | None) -> str:
        return words["beyond"] if on is None else day_text(on, language)

    def share(chance: float) -> str:
        return share_text(chance, language)

    owed = amount_text(Money(told.open_cents, told.currency), language)
    say(words["owed"].format(told.number, told.customer, owed, day(told.due_on), day(told.as_of)))
    if told.promised_on is not None and told.p_kept is not None:
        say(words["promised"].format(day(told.promised_on), share(told.p_kept)))
    say(words["dates"].format(*(day(on) for on in (told.q10_on, told.median_on, told.q80_on, told.q90_on))))
    ahead = ", ".join(words["ahead"].format(days, share(p)) for days, p in told.paid_within.items())
    say(words["within"].format(ahead))
    say(words["late"].format(*(share(p) for p in (told.p_late, told.p_late_30, told.p_never, told.p_ended))))


_ENGLISH = {
    "owed": "{0} of {1}: {2} open, due on {3}, as of {4}.",
    "promised": "Promised for {0}; kept with a chance of {1}.",
    "dates": "Paid by {0} with one chance in ten, {1} one in two, {2} eight in ten, {3} nine in ten.",
    "within": "Paid within {0}.",
    "ahead": "{0} days: {1}",
    "late": "Late: {0}; over 30 days late: {1}; unpaid a year after due: {2}; ended without cash: {3}.",
    "beyond": "more than a year after due",
}
_FRENCH = {
    "owed": "{0} de {1} : {2} à payer, échéance le {3}, au {4}.",
    "promised": "Promesse pour le {0}, tenue avec une probabilité de {1}.",
    "dates": (
        "Payée avec une chance sur dix d'ici : {0} ; une sur deux : {1} ; huit sur dix : {2} ; "
        "neuf sur dix : {3}."
    ),
    "within": "Payée sous {0}.",
    "ahead": "{0} jours : {1}",
    "late": (
        "En retard : {0} ; plus de 30 jours : {1} ; impayée un an après l'échéance : {2} ; "
        "soldée sans encaissement : {3}."
    ),
    "beyond": "plus d'un an après l'échéance",
}
