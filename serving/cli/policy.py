"""`encours policy`: what a company chooses, checked, and what a change would do."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from credit.limit import usecases
from credit.limit.policy import LimitPolicy
from kernel.language import Language, amount_text
from kernel.money import Money
from kernel.policy import marked, policy_from
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, AsOf
from serving.cli.output import print_json, print_table, say
from serving.policies import policy_file, policy_in_force, policy_text
from serving.policy_kinds import KINDS, policies_in_force
from serving.settings import settings

app = typer.Typer(no_args_is_help=True, add_completion=False)

_SHOWN = 15


@app.callback()
def policy() -> None:
    """Read, check and try policies."""


@app.command("list")
def list_policies(as_json: AsJson = False) -> None:
    """List the policies in force: the mark that decisions name, version first, and the file."""
    told = list(policies_in_force(settings()))
    if as_json:
        print_json([one._asdict() for one in told])
    else:
        print_table(("Name", "Mark", "File"), told)


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Which one, such as limit or grades.")],
) -> None:
    """Print the file of a policy in force, comments and all."""
    if name not in KINDS:
        raise typer.BadParameter(f"“{name}” is no policy. Name one of {', '.join(KINDS)}.")
    say(policy_text(policy_file(settings(), name)).rstrip())


@app.command()
def check(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Named after its policy: limit.toml.")],
    as_json: AsJson = False,
) -> None:
    """Say whether a policy file can be used, and if not where it is wrong."""
    kind = _kind_of(file)
    made = policy_from(policy_text(file), kind, name=str(file))
    if as_json:
        print_json({"usable": True, "mark": marked(made)})
    else:
        say(f"{file} can be used: version {marked(made)}.")


@app.command()
def preview(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A changed limit.toml.")],
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Say what a changed limit policy would do to today's book. Writes nothing."""
    if _kind_of(file) is not LimitPolicy:
        raise typer.BadParameter("Only limits can be previewed: name a file called limit.toml.")
    where = settings()
    now = policy_in_force(where, "limit", LimitPolicy)
    then = policy_from(policy_text(file), LimitPolicy, name=str(file))
    with opened(where) as database, database.read() as session:
        day = day_for(session, as_of)
        told = usecases.preview(session, now, then, as_of=day)
    if as_json:
        print_json(asdict(told))
    else:
        _tell(told, where.language)


def _kind_of(file: Path) -> type[Any]:
    """By the first word of the file's name: `limit.toml`, `limit-2027.toml`."""
    word = file.stem.split("-")[0].split("_")[0]
    if word not in KINDS:
        known = ", ".join(f"{name}.toml" for name in KINDS)
        raise typer.BadParameter(f"{file} does not say which policy it is. Call it one of {known}.")
    return KINDS[word]


def _tell(told: usecases.Preview, language: Language) -> None:
    french = language is Language.FRENCH
    say(
        f"{told.customers} comptes : {told.rising} limites montent, {told.falling} baissent, dont "
        f"{told.to_nothing} à zéro ; {told.above_after} encours dépasseraient la nouvelle limite."
        if french
        else f"{told.customers} accounts: {told.rising} limits rise, {told.falling} fall, of which "
        f"{told.to_nothing} to nothing; {told.above_after} exposures would be above the new limit."
    )
    for currency, before in sorted(told.before_cents.items()):
        old = amount_text(Money(before, currency), language)
        new = amount_text(Money(told.after_cents[currency], currency), language)
        say(f"  {'Somme des limites' if french else 'Sum of limits'} : {old} → {new}")
    rows = [
        (
            one.customer,
            *(
                amount_text(Money(cents, one.currency), language)
                for cents in (one.before_cents, one.after_cents, one.exposure_cents)
            ),
        )
        for one in told.changes[:_SHOWN]
    ]
    if rows:
        headers = (
            ("Client", "Avant", "Après", "Encours") if french else ("Customer", "Before", "After", "Exposure")
        )
        print_table(headers, rows, right=(1, 2, 3))
