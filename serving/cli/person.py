"""`encours person`: what is held of somebody, shown to them or erased."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from kernel.language import Language, day_text, number_text
from privacy import usecases
from serving import clock
from serving.cli.acting import Author, Customer, Number, acting
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, On
from serving.cli.output import print_json, print_table, remark, say, write_out
from serving.letters_kept import drop_letters
from serving.settings import settings

app = typer.Typer(no_args_is_help=True, add_completion=False)

Out = Annotated[Path, typer.Option("--out", metavar="FILE.zip", help="Where to write it.")]
Why = Annotated[str, typer.Option(metavar="TEXT", help="Why; kept with your name.")]
_E, _F = Language.ENGLISH, Language.FRENCH
_ERASURES = {
    _E: ("customer", "day", "by", "why", "kept until"),
    _F: ("client", "jour", "par", "pourquoi", "conservé jusqu'au"),
}
_NOBODY = {_E: "Nobody was erased.", _F: "Personne n'a été effacé."}
_WORDS = {
    "goes": {_E: "goes", _F: "supprimé"},
    "stays": {_E: "stays, without who it is about ({law})", _F: "conservé, sans l'identité ({law})"},
    "blotted": {_E: "stays, without who it is about", _F: "conservé, sans l'identité"},
    "until": {
        _E: "Books are kept until {day} ({source}): amounts and days stay under the code {code}.",
        _F: "Les écritures sont conservées jusqu'au {day} ({source}) : montants et dates restent sous le "
        "code {code}.",
    },
    "papers": {
        _E: "Files attached go from here. The law wants invoices and deliveries kept ten years: see that "
        "your archive holds them.",
        _F: "Les pièces jointes disparaissent d'ici. La loi impose de garder dix ans factures et bons "
        "de livraison : vérifiez que vos archives les contiennent.",
    },
    "code": {
        _E: "The code {code} itself tells the name. The accounts keep it, and so does the audit trail.",
        _F: "Le code {code} révèle lui-même le nom. La comptabilité le conserve, la piste d'audit aussi.",
    },
    "backups": {
        _E: "Copies made before hold the person still: delete them, or erase again after restoring one.",
        _F: "Les sauvegardes antérieures contiennent encore la personne : supprimez-les, ou effacez de "
        "nouveau après une restauration.",
    },
}
_HEADINGS = {_E: ("what", "rows", ""), _F: ("contenu", "lignes", "")}


@app.callback()
def person() -> None:
    """Show a person what is held of them, or erase who they are."""


@app.command()
def export(
    customer: Customer,
    out: Out,
    on: On = None,
) -> None:
    """Write everything held of a customer into one file: JSON, CSV, papers, an index in both languages."""
    with opened(settings()) as database, database.read() as session:
        _write(out, usecases.export(session, customer, on=on or clock.today()))


@app.command("export-prospect")
def export_prospect(number: Number, out: Out, on: On = None) -> None:
    """The same of whoever asked in an application, by the number of the answer."""
    with opened(settings()) as database, database.read() as session:
        _write(out, usecases.export_prospect(session, number, on=on or clock.today()))


@app.command()
def erase(
    customer: Customer,
    why: Why = "",
    known_person: Annotated[
        bool, typer.Option("--person", help="It is a natural person, although nothing here says so.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be done, and do nothing.")
    ] = False,
    author: Author = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Take out of every table who a customer is; what the law wants kept stays under its code."""
    where = settings()
    if dry_run:
        with opened(where) as database, database.read() as session:
            day: date = day_for(session, on)
            told = usecases.plan(session, customer, on=day, known_person=known_person)
        _tell_plan(told, where.language, as_json=as_json)
        return
    with acting(author, on, None) as desk:
        done = usecases.erase(desk.session, desk.act, customer, why=why, known_person=known_person)
    drop_letters(where, done.letters)
    _tell_erased(done, where.language, as_json=as_json)


@app.command("erase-prospect")
def erase_prospect(
    number: Number, why: Why = "", author: Author = None, on: On = None, as_json: AsJson = False
) -> None:
    """Take out of every table who asked in an application, by the number of the answer."""
    language = settings().language
    with acting(author, on, None) as desk:
        done = usecases.erase_prospect(desk.session, desk.act, number, why=why)
    _tell_erased(done, language, as_json=as_json)


@app.command("list")
def list_erased(as_json: AsJson = False) -> None:
    """List the erasures so far."""
    where = settings()
    with opened(where) as database, database.read() as session:
        found = usecases.done_so_far(session)
    if as_json:
        told = [
            {**one._asdict(), "recorded_at": one.recorded_at.isoformat(), "erased_on": f"{one.erased_on}"}
            | {"kept_until": _day(one.kept_until)}
            for one in found
        ]
        print_json(told)
    elif found:
        rows = [
            (str(one.customer_id), f"{one.erased_on}", one.author, one.why, _day(one.kept_until) or "–")
            for one in found
        ]
        print_table(_ERASURES[where.language], rows)
    else:
        say(_NOBODY[where.language])


def _write(out: Path, content: bytes) -> None:
    """For its reader's eyes only, and never over another file."""
    if out.exists():
        raise typer.BadParameter(f"{out} exists already. Name another file, or move that one away.")
    write_out(out, content, only_mine=True)
    say(f"{out}: {number_text(len(content), settings().language)} bytes")


def _tell_erased(done: usecases.Erased, language: Language, *, as_json: bool) -> None:
    if as_json:
        print_json({"customer": done.customer, "rows": done.counts, "kept_until": _day(done.kept_until)})
    else:
        rows = [(name, number_text(count, language)) for name, count in done.counts.items()]
        print_table(_HEADINGS[language][:2], rows, right=(1,))
        _tell_until(done.kept_until, done.customer, language)
    remark(_WORDS["backups"][language])


def _tell_plan(told: usecases.Plan, language: Language, *, as_json: bool) -> None:
    if as_json:
        print_json(_plan_as_json(told, language))
        return
    rows = [
        (_title(one, language), number_text(one.rows, language), _fate(one, language)) for one in told.parts
    ]
    print_table(_HEADINGS[language], rows, right=(1,))
    _tell_until(told.kept_until, told.customer, language, source=told.source)
    if any(one.table == "stored_paper" for one in told.parts):
        say(_WORDS["papers"][language])
    if told.code_tells:
        say(_WORDS["code"][language].format(code=told.customer))
    for sentence in told.hindrances:
        say(sentence)


def _plan_as_json(told: usecases.Plan, language: Language) -> dict[str, Any]:
    return {
        "customer": told.customer,
        "parts": [
            {"table": one.table, "title": _title(one, language), "rows": one.rows}
            | {"goes": one.goes, "law": one.law}
            for one in told.parts
        ],
        "kept_until": _day(told.kept_until),
        "source": told.source,
        "hindrances": list(told.hindrances),
        "code_tells": told.code_tells,
    }


def _title(one: usecases.Part, language: Language) -> str:
    return one.title[language is Language.FRENCH]


def _fate(one: usecases.Part, language: Language) -> str:
    if one.goes:
        return _WORDS["goes"][language]
    return _WORDS["stays"][language].format(law=one.law) if one.law else _WORDS["blotted"][language]


def _tell_until(until: date | None, code: str, language: Language, source: str = "art. L123-22") -> None:
    if until is not None:
        day = day_text(until, language)
        say(_WORDS["until"][language].format(day=day, source=source, code=code))


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
