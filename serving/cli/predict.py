"""`encours predict`: when open invoices will probably be paid."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from kernel.language import Language, amount_text, day_text, share_text
from kernel.money import Money
from scoring import usecases
from scoring.gateway import Registry
from scoring.score import InvoicePrediction
from scoring.sharded.usecases import predict_book, predict_export
from serving.api.schemas.prediction import PredictionAnswer
from serving.cli.engines import Asked, EngineChoice, EngineName, FactsFolder, Scheduler, exported_for
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, AsOf
from serving.cli.output import print_json, say, stages
from serving.cli.tables import Out, check_writable, write_table
from serving.settings import settings

app = typer.Typer(add_completion=False)


@app.command()
def predict(
    invoice: Annotated[
        str | None, typer.Argument(metavar="INVOICE", help="The invoice's number; all with --out.")
    ] = None,
    as_of: AsOf = None,
    out: Out = None,
    engine: EngineChoice = EngineName.LOCAL,
    scheduler: Scheduler = None,
    facts: FactsFolder = None,
    as_json: AsJson = False,
) -> None:
    """Tell when an open invoice will probably be paid, or write down all of them."""
    if (invoice is None) == (out is None):
        raise typer.BadParameter("name one invoice, or a file for all of them with --out, not both.")
    asked = Asked(engine, scheduler, facts)
    asked.check()
    if out is not None:
        write_all(out, asked, as_of=as_of, as_json=as_json)
    elif invoice is not None:
        if facts is not None or engine is EngineName.DASK:
            raise typer.BadParameter("--engine and --facts are for all invoices: name a file with --out.")
        tell_one(invoice, as_of=as_of, as_json=as_json)


def tell_one(invoice: str, *, as_of: date | None, as_json: bool) -> None:
    where = settings()
    with opened(where) as database, database.read() as session:
        day = day_for(session, as_of)
        told = usecases.predict_invoice(session, Registry(where.home), invoice, as_of=day)
    if as_json:
        print_json(PredictionAnswer.model_validate(told).model_dump(mode="json"))
    else:
        tell(told, language=where.language)


def write_all(out: Path, asked: Asked, *, as_of: date | None, as_json: bool) -> None:
    """All open invoices into a table, whole or not at all."""
    check_writable(out)
    where = settings()
    registry = Registry(where.home)
    with opened(where) as database, database.read() as session:
        day = day_for(session, as_of)
        if asked.in_parts:
            with (
                exported_for(session, asked) as export,
                asked.at_work() as engine,
                stages("Predicting") as step,
            ):
                told = predict_export(export, registry, engine, as_of=day, progress=step)
        else:
            told = predict_book(session, registry, as_of=day)
    write_table(told, out)
    if as_json:
        print_json({"file": str(out), "as_of": day.isoformat(), "invoices": len(told)})
        return
    words = _FRENCH if where.language is Language.FRENCH else _ENGLISH
    say(words["written"].format(len(told), out, day_text(day, where.language)))


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
    "written": "{0} open invoices predicted into {1}, as of {2}.",
    "owed": "{0} of {1}: {2} open, due on {3}, as of {4}.",
    "promised": "Promised for {0}; kept with a chance of {1}.",
    "dates": "Paid by {0} with one chance in ten, {1} one in two, {2} eight in ten, {3} nine in ten.",
    "within": "Paid within {0}.",
    "ahead": "{0} days: {1}",
    "late": "Late: {0}; over 30 days late: {1}; unpaid a year after due: {2}; ended without cash: {3}.",
    "beyond": "more than a year after due",
}
_FRENCH = {
    "written": "{0} factures ouvertes prédites dans {1}, au {2}.",
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
