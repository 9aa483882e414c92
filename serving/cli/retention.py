"""`encours retention`: drop what has been kept for long enough."""

from datetime import date
from typing import Annotated

import typer

from kernel.language import Language, day_text, number_text
from privacy.policy import RetentionPolicy
from privacy.retention.rules import first_kept
from privacy.retention.usecases import Dropped, overdue, purge
from serving import clock
from serving.cli.house import opened
from serving.cli.options import AsJson, parse_day
from serving.cli.output import print_json, print_table, say
from serving.letters_kept import drop_letters_before
from serving.policies import policy_in_force
from serving.settings import settings

app = typer.Typer(add_completion=False)

_E, _F = Language.ENGLISH, Language.FRENCH
_KINDS = {
    "prospects": {_E: "answers on prospects", _F: "réponses sur des prospects"},
    "decisions": {_E: "decisions on customers", _F: "décisions sur des clients"},
    "scores": {_E: "scores", _F: "notes"},
    "shadow_scores": {_E: "scores of models on trial", _F: "notes de modèles à l'essai"},
    "attachments": {_E: "files of messages", _F: "fichiers des messages"},
    "messages": {_E: "texts of messages", _F: "textes des messages"},
    "rejected_lines": {_E: "rejected lines", _F: "lignes rejetées"},
    "jobs": {_E: "steps of daily jobs", _F: "étapes des traitements du jour"},
    "sessions": {_E: "sessions", _F: "sessions"},
    "answers": {_E: "kept answers of the API", _F: "réponses conservées de l'API"},
}
_HEADINGS = {_E: ("kind", "kept from", "dropped"), _F: ("type", "conservé depuis", "supprimé")}
_NOTHING = {_E: "Nothing is kept for too long.", _F: "Rien n'est conservé trop longtemps."}


@app.command()
def retention(
    on: Annotated[
        date | None,
        typer.Option(
            "--on", parser=parse_day, metavar="DATE", help="The day that counts; today when left out."
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Tell what would be dropped, and drop nothing.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Drop what has been kept for as long as policy/retention.toml says; books and the audit trail stay."""
    where, day = settings(), on or clock.today()
    if day > clock.today():
        raise typer.BadParameter(f"{day} is to come: what is dropped would be missed until then.")
    policy = policy_in_force(where, "retention", RetentionPolicy)
    with opened(where) as database:
        if dry_run:
            with database.read() as session:
                found = overdue(session, policy, on=day)
        else:
            with database.transaction() as session:
                found = purge(session, policy, on=day)
            drop_letters_before(where, first_kept(policy.messages_months, on=day))
    _tell(found, where.language, as_json=as_json)


def _tell(found: list[Dropped], language: Language, *, as_json: bool) -> None:
    if as_json:
        print_json([{"kind": one.name, "kept_from": f"{one.first_kept}", "rows": one.rows} for one in found])
        return
    rows = [
        (_KINDS[one.name][language], day_text(one.first_kept, language), number_text(one.rows, language))
        for one in found
        if one.rows
    ]
    if rows:
        print_table(_HEADINGS[language], rows, right=(2,))
    else:
        say(_NOTHING[language])
