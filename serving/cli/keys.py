"""`encours keys`: which programs come in, and what they may do."""

from datetime import timedelta
from typing import Annotated, Any

import typer

from access import usecases
from access.repository import Key
from access.rights import Right, Role
from serving import clock
from serving.cli.house import opened
from serving.cli.options import AsJson
from serving.cli.output import print_json, print_table, remark, say
from serving.settings import settings

app = typer.Typer(add_completion=False, no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Which program holds the key.")]


@app.command("list")
def list_keys(as_json: AsJson = False) -> None:
    """List the keys, never what opens."""
    with opened(settings()) as database, database.read() as session:
        found = usecases.keys(session)
    if as_json:
        print_json([_told(one) for one in found])
    elif found:
        rows = [
            (one.name, one.role.value, _scopes(one), f"{one.expires_at:%Y-%m-%d}", _state(one))
            for one in found
        ]
        print_table(("name", "role", "only", "expires", ""), rows)
    else:
        say("No key is kept in the database: encours keys make.")


@app.command()
def make(
    name: Name,
    role: Annotated[Role, typer.Option(help="What it may do.")] = Role.SERVICE,
    only: Annotated[
        list[Right] | None, typer.Option("--only", help="Narrows the role; may be said again.")
    ] = None,
    owner: Annotated[str, typer.Option(metavar="NAME", help="Of sales: whose customers it sees.")] = "",
    days: Annotated[int, typer.Option(min=1, max=3650, help="After so many days it expires.")] = 365,
    as_json: AsJson = False,
) -> None:
    """Make a key, and show it this once."""
    with opened(settings()) as database, database.transaction() as session:
        key = usecases.make_key(
            session, name, role=role, at=clock.now(), scopes=only, owner=owner, lasts=timedelta(days=days)
        )
    _show(name, key, as_json=as_json)


@app.command()
def rotate(
    name: Name,
    overlap_hours: Annotated[
        int, typer.Option(min=0, max=720, help="For how long the old one still opens.")
    ] = 24,
    as_json: AsJson = False,
) -> None:
    """Make a new key of the same rights; the old one opens for a while yet."""
    with opened(settings()) as database, database.transaction() as session:
        overlap = timedelta(hours=overlap_hours)
        key = usecases.rotate_key(session, name, at=clock.now(), overlap=overlap)
    _show(name, key, as_json=as_json)


@app.command()
def revoke(name: Name) -> None:
    """Shut the door to a key; every process forgets it within seconds."""
    with opened(settings()) as database, database.transaction() as session:
        usecases.revoke_key(session, name, at=clock.now())
    say(f"The key of {name} opens no more.")


def _show(name: str, key: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"name": name, "key": key})
    else:
        say(key)
        remark("Shown this once: only its hash is kept.")


def _told(one: Key) -> dict[str, Any]:
    return {
        "name": one.name,
        "role": one.role.value,
        "only": None if one.scopes is None else sorted(one.scopes),
        "owner": one.owner,
        "created_at": one.created_at.isoformat(),
        "expires_at": one.expires_at.isoformat(),
        "state": _state(one) or "stands",
    }


def _scopes(one: Key) -> str:
    return "" if one.scopes is None else ", ".join(sorted(one.scopes))


def _state(one: Key) -> str:
    if one.revoked_at is not None:
        return "revoked"
    return "" if one.stands(clock.now()) else "expired"
