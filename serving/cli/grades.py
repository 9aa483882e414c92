"""`encours grades`: who holds which grade, what came of it, and who moved."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated

import typer

from kernel.language import Language, day_text, number_text
from scoring.gateway import Registry
from scoring.grades import GradePolicy
from scoring.grading import usecases
from scoring.grading.cohort import Cohort
from scoring.grading.migration import Migration
from scoring.grading.report import GradeReport
from scoring.kept import HINDSIGHT
from scoring.wording.phrases import chance
from serving.api.schemas.grades import GradesAnswer, MigrationAnswer
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, AsOf, parse_day
from serving.cli.output import print_json, print_table, progress, remark, say
from serving.policies import policy_in_force
from serving.settings import settings

app = typer.Typer(add_completion=False, invoke_without_command=True)

Rebuild = Annotated[
    date | None,
    typer.Option(
        "--rebuild",
        parser=parse_day,
        metavar="FROM",
        help="First score the month ends since then as they were known. Today's model answers, which learnt "
        "from later facts: such scores are marked as hindsight.",
    ),
]
From = Annotated[
    date | None,
    typer.Option("--from", parser=parse_day, metavar="DATE", help="A month before at least when left out."),
]
To = Annotated[
    date | None, typer.Option("--to", parser=parse_day, metavar="DATE", help="Today when left out.")
]
_CENTS = 100


@app.callback()
def grades(
    context: typer.Context, as_of: AsOf = None, rebuild: Rebuild = None, as_json: AsJson = False
) -> None:
    """Show each grade: customers, exposure, expected defaults, and those seen a year after."""
    if context.invoked_subcommand is not None:
        return
    where = settings()
    policy = policy_in_force(where, "grades", GradePolicy)
    with opened(where) as database:
        with database.read() as session:
            day = day_for(session, as_of)
        if rebuild is not None:
            with database.transaction() as session, progress("Scoring past months") as step:
                usecases.rebuild_scores(
                    *(session, Registry(where.home)),
                    since=rebuild,
                    as_of=day,
                    grades=policy,
                    progress=step,
                )
        with database.read() as session:
            told = usecases.grade_report(session, as_of=day, grades=policy)
    if as_json:
        print_json(GradesAnswer.of(told).model_dump(mode="json"))
    else:
        tell(told, language=where.language)


@app.command("migration")
def moved(from_on: From = None, to_on: To = None, as_json: AsJson = False) -> None:
    """Show how customers moved between grades from one stored evening to another."""
    where = settings()
    policy = policy_in_force(where, "grades", GradePolicy)
    with opened(where) as database, database.read() as session:
        day = day_for(session, to_on)
        told = usecases.grade_migration(session, from_on=from_on, to_on=day, grades=policy)
    if as_json:
        print_json(MigrationAnswer.of(told).model_dump(mode="json"))
    else:
        tell_migration(told, language=where.language)


def tell(told: GradeReport, *, language: Language) -> None:
    """The grades, what came of those given a year ago, and what to be wary of."""
    words = _FRENCH if language is Language.FRENCH else _ENGLISH
    say(words["title"].format(day_text(told.scored_on, language), told.model, told.policy))
    rows = [
        [
            str(line.grade),
            "" if line.below is None else f"< {chance(line.below, language)}",
            number_text(line.customers, language),
            number_text(line.in_default, language),
            _amounts(line.cents, language),
            "–" if line.expected is None else chance(line.expected, language),
        ]
        for line in told.lines
    ]
    print_table(words["columns"].split("|"), rows, right=(1, 2, 3, 4, 5))
    if told.cohort is None:
        if told.too_early is not None:
            say(words["early"].format(day_text(told.too_early, language)))
    else:
        _tell_cohort(told.cohort, words, language)
    for grade in told.crowded:
        say(words["crowded"].format(grade))
    if told.model.endswith(HINDSIGHT):
        remark(words["hindsight"])


def _tell_cohort(cohort: Cohort, words: Mapping[str, str], language: Language) -> None:
    say("")
    say(words["cohort"].format(*(day_text(day, language) for day in (cohort.scored_on, cohort.until_on))))
    rows = [
        [
            str(grade),
            number_text(one.customers, language),
            number_text(one.defaults, language),
            *(chance(value, language) for value in (one.expected, one.rate)),
            f"{chance(one.low, language)} – {chance(one.high, language)}",
            chance(one.p_value, language),
        ]
        for grade, one in cohort.observed.items()
    ]
    print_table(words["observed"].split("|"), rows, right=(1, 2, 3, 4, 5, 6))
    say(words["monotone"] if not cohort.inversions else "")
    for one in cohort.inversions:
        say(words["sure" if one.sure else "perhaps"].format(one.better, one.worse))
    if cohort.model.endswith(HINDSIGHT):
        say(words["hindsight"])


def tell_migration(told: Migration, *, language: Language) -> None:
    """A row a grade before, a column a grade after; then who fell far."""
    words = _FRENCH if language is Language.FRENCH else _ENGLISH
    say(words["moved"].format(*(day_text(day, language) for day in (told.from_on, told.to_on))))
    found = {(one.before, one.after): one for one in told.moves}
    after = sorted({one.after for one in told.moves}, key=lambda grade: grade or "~")
    before = sorted({one.before for one in told.moves}, key=lambda grade: grade or "~")
    rows = []
    for old in before:
        cells = [found.get((old, new)) for new in after]
        counts = [number_text(cell.customers, language) if cell else "·" for cell in cells]
        rows.append([old or words["new"], *counts])
    print_table(
        [words["from"], *(grade or words["gone"] for grade in after)],
        rows,
        right=tuple(range(1, len(after) + 1)),
    )
    for fall in told.falls:
        say(
            words["fall"].format(
                *(fall.code, fall.before, fall.after),
                *(chance(value, language) for value in (fall.pd_before, fall.pd_after)),
                _amounts(fall.cents, language) or "0",
            )
        )
    if not told.falls:
        say(words["no_fall"])


def _amounts(cents: Mapping[str, int], language: Language) -> str:
    return ", ".join(f"{number_text(round(owed / _CENTS), language)} {code}" for code, owed in cents.items())


_ENGLISH = {
    "title": "Grades stored on {0}, by {1}; bands {2}.",
    "columns": "grade|PD|customers|in default|exposure|expected",
    "early": "Too early to say what came of them: the first stored grades are judged once the ledger "
    "reaches {0}. "
    "Past months can be scored as they were known: encours grades --rebuild FROM.",
    "cohort": "Of those scored on {0}, defaults up to {1}:",
    "observed": "grade|customers|defaults|expected|observed|95% interval|expected or less",
    "monotone": "No grade defaulted more than a worse one.",
    "sure": "{0} defaulted more than {1}, beyond chance: the bands are in the wrong order there.",
    "perhaps": "{0} defaulted more than {1}, within what chance does.",
    "crowded": "Grade {0} holds too large a share of the customers to tell them apart.",
    "hindsight": "Hindsight: the model that scored that evening learnt from facts known later, so this is no "
    "proof of what it foretells.",
    "moved": "From {0} (rows) to {1} (columns), in customers:",
    "from": "from",
    "new": "new",
    "gone": "gone",
    "fall": "{0} fell from {1} to {2}: default within 12 months from {3} to {4}; owes {5}.",
    "no_fall": "Nobody fell far.",
}
_FRENCH = {
    "title": "Notes enregistrées au {0}, par {1} ; classes {2}.",
    "columns": "note|PD|clients|en défaut|encours|attendu",
    "early": "Trop tôt pour dire ce qu'elles valaient : les premières se jugent quand le grand livre "
    "atteint le {0}. "
    "Les mois passés peuvent être notés tels qu'ils étaient connus : encours grades --rebuild DATE.",
    "cohort": "Parmi les clients notés au {0}, défauts jusqu'au {1} :",
    "observed": "note|clients|défauts|attendu|observé|intervalle à 95 %|attendu ou moins",
    "monotone": "Aucune note n'a connu plus de défauts qu'une note moins bonne.",
    "sure": "{0} a connu plus de défauts que {1}, au-delà du hasard : les classes y sont dans le désordre.",
    "perhaps": "{0} a connu plus de défauts que {1}, dans les limites du hasard.",
    "crowded": "La note {0} réunit une trop grande part des clients pour les distinguer.",
    "hindsight": "Vu après coup : le modèle qui a noté ce soir-là a appris de faits connus plus tard ; "
    "ce n'est pas une preuve de ce qu'il prédit.",
    "moved": "Du {0} (lignes) au {1} (colonnes), en clients :",
    "from": "de",
    "new": "nouveau",
    "gone": "parti",
    "fall": "{0} est passé de {1} à {2} : défaut à 12 mois de {3} à {4} ; doit {5}.",
    "no_fall": "Personne n'est tombé de haut.",
}
