"""`encours provisions`: what is expected to be lost of what is open."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from credit.provisions import usecases
from credit.provisions.expected import Line
from credit.provisions.matrix import Source
from credit.provisions.policy import ProvisionPolicy
from credit.provisions.usecases import Provisions
from kernel.language import Language, day_text, number_text
from scoring.gateway import Registry
from scoring.wording.phrases import chance
from serving.api.schemas.provisions import ProvisionsAnswer
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, AsOf
from serving.cli.output import print_json, print_table, remark, say
from serving.policies import policy_in_force
from serving.settings import settings

app = typer.Typer(add_completion=False)

Csv = Annotated[
    Path | None,
    typer.Option("--csv", metavar="FILE", help="Write every line into this file, amounts in cents."),
]
_CENTS = 100
_COLUMNS = (
    *("as_of", "policy", "currency", "segment", "bucket", "items", "open_cents", "rate", "rate_source"),
    *("matrix_cents", "probability_cents", "security_cents", "model_cents"),
)


@app.command()
def provisions(as_of: AsOf = None, csv_file: Csv = None, as_json: AsJson = False) -> None:
    """Tell expected credit losses by matrix and by model, and what lies between the two (IFRS 9, 5.5.15)."""
    if csv_file is not None and not csv_file.parent.is_dir():
        raise typer.BadParameter(f"The folder {csv_file.parent} does not exist. Create it first.")
    where = settings()
    policy = policy_in_force(where, "provisions", ProvisionPolicy)
    with opened(where) as database, database.read() as session:
        day = day_for(session, as_of)
        told = usecases.provisions(session, Registry(where.home), as_of=day, policy=policy)
    if csv_file is not None:
        _write(told, csv_file)
    if as_json:
        print_json(ProvisionsAnswer.of(told).model_dump(mode="json"))
    else:
        tell(told, language=where.language)
        if csv_file is not None:
            say(_words(where.language)["written"].format(csv_file))


def _write(told: Provisions, path: Path) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, _COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows_of(told))
    except OSError as error:
        raise typer.BadParameter(f"{path} cannot be written: {error.strerror}. Name another file.") from error


def rows_of(told: Provisions) -> list[dict[str, Any]]:
    """Every line and specific provision, as a row of the exported table; its columns add up to the totals."""
    asked = {"as_of": told.as_of.isoformat(), "policy": told.policy}
    answer = ProvisionsAnswer.of(told)
    rows = [asked | line.model_dump(exclude={"rate_invoices"}) for line in answer.lines]
    for one in answer.specific:
        row = one.model_dump(exclude={"kind", "cents"})
        both = {"matrix_cents": one.cents, "probability_cents": 0, "security_cents": 0}
        rows.append(
            asked | row | both | {"bucket": one.kind, "rate_source": "policy", "model_cents": one.cents}
        )
    return rows


def tell(told: Provisions, *, language: Language) -> None:
    """The table, what stands apart, the totals, and what the year before teaches."""
    words = _words(language)
    say(words["title"].format(day_text(told.as_of, language), told.policy, f"{told.factor:.2f}"))
    rows = [_cells(line, words, language) for line in told.provided.lines]
    rows += [
        [
            *(one.currency, "", words[one.kind], number_text(one.items, language)),
            _units(one.open_cents, language),
            *(chance(one.rate, language), words["policy"], _units(one.cents, language), "", ""),
            _units(one.cents, language),
        ]
        for one in told.provided.specific
    ]
    rows += [
        [
            *(total.currency, "", words["total"], "", _units(total.open_cents, language), "", ""),
            *(_units(total.matrix_cents, language), "", "", _units(total.model_cents, language)),
        ]
        for total in told.provided.totals
    ]
    print_table(words["columns"].split("|"), rows, right=(3, 4, 5, 7, 8, 9, 10))
    for back in told.looked_back:
        amounts = (back.open_cents, back.provided_cents, back.lost_cents, back.still_open_cents)
        cells = [f"{_units(cents, language)} {back.currency}" for cents in amounts]
        say(words["back"].format(day_text(back.provided_on, language), *cells))
    for note in _notes(told, words):
        remark(note)


def _notes(told: Provisions, words: Mapping[str, str]) -> list[str]:
    floor = any(line.rate.source is Source.FLOOR for line in told.provided.lines)
    named = {
        "floor_note": floor,
        "no_model": not told.model,
        "hindsight": told.hindsight,
        "no_back": not told.looked_back,
    }
    return [words[name] for name, so in named.items() if so]


def _cells(line: Line, words: Mapping[str, str], language: Language) -> list[str]:
    return [
        *(line.currency, line.segment, words[line.bucket], number_text(line.items, language)),
        _units(line.open_cents, language),
        *(chance(line.rate.rate, language), words[line.rate.source]),
        _units(line.matrix_cents, language),
        _units(line.probability_cents, language),
        _units(line.security_cents, language),
        _units(line.model_cents, language),
    ]


def _units(cents: int | None, language: Language) -> str:
    return "–" if cents is None else number_text(round(cents / _CENTS), language)


def _words(language: Language) -> Mapping[str, str]:
    return _FRENCH if language is Language.FRENCH else _ENGLISH


_ENGLISH = {
    "title": "Expected credit losses as of {0}, policy {1}, forward-looking factor {2}:",
    "columns": "currency|segment|due since|items|open|rate|from|matrix|probability|security|model",
    "not_due": "not due",
    "days_1_30": "1–30 days",
    "days_31_60": "31–60 days",
    "days_61_90": "61–90 days",
    "days_over_90": "over 90 days",
    "insolvent": "insolvent",
    "disputed": "disputed",
    "segment": "segment",
    "currency": "currency",
    "floor": "floor",
    "policy": "policy",
    "total": "total",
    "back": "A year ago, on {0}: {2} would have been provided of {1} open; since then {3} of it were "
    "written off and {4} are still open.",
    "floor_note": "Rates marked “floor” are those of policy/provisions.toml: too little history of our own.",
    "no_model": "No lateness model is trained, so there is no provision by model: encours train lateness.",
    "hindsight": "The lateness model learnt from facts known later than this evening.",
    "no_back": "Nothing was open a year ago, or the ledger ended since: no looking back.",
    "written": "Written into {0}.",
}
_FRENCH = {
    "title": "Pertes de crédit attendues au {0}, règles {1}, facteur prospectif {2} :",
    "columns": "devise|segment|échu depuis|pièces|ouvert|taux|selon|matrice|probabilité|sûretés|modèle",
    "not_due": "non échu",
    "days_1_30": "1–30 jours",
    "days_31_60": "31–60 jours",
    "days_61_90": "61–90 jours",
    "days_over_90": "plus de 90 jours",
    "insolvent": "procédure collective",
    "disputed": "en litige",
    "segment": "segment",
    "currency": "devise",
    "floor": "plancher",
    "policy": "règles",
    "total": "total",
    "back": "Il y a un an, le {0} : {2} auraient été provisionnés sur {1} ouverts ; depuis, {3} sont passés "
    "en perte et {4} restent ouverts.",
    "floor_note": "Les taux « plancher » viennent de policy/provisions.toml : l'historique est trop court.",
    "no_model": "Aucun modèle de retard n'est entraîné, donc pas de provision par modèle : "
    "encours train lateness.",
    "hindsight": "Le modèle de retard a appris de faits connus après ce soir-là.",
    "no_back": "Rien n'était ouvert il y a un an, ou le grand livre s'arrête avant : pas de recul.",
    "written": "Écrit dans {0}.",
}
