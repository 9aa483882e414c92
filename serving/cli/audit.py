"""`encours audit`: who did what, and whether anybody touched the trail since."""

from typing import Annotated, Any

import typer

from access import usecases
from access.audit import Entry
from access.errors import AuditBroken
from serving.cli.house import opened
from serving.cli.options import AsJson
from serving.cli.output import print_json, print_table, remark, say
from serving.settings import settings

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.command()
def verify(
    expect: Annotated[
        str, typer.Option(metavar="HASH", help="A head that was noted before: it must stand in the trail.")
    ] = "",
    as_json: AsJson = False,
) -> None:
    """Follow the trail from its first entry. Note the head elsewhere: only that shows a trail cut short."""
    with opened(settings()) as database, database.read() as session:
        told = usecases.verify(session)
        known = not expect or any(one.hash == expect for one in usecases.whole_trail(session))
    if as_json:
        print_json(
            {
                "entries": told.entries,
                "head": told.head,
                "holds": not told.breaks and known,
                "breaks": [{"number": one.number, "why": one.why} for one in told.breaks],
            }
        )
    else:
        say(f"{told.entries} entries, head {told.head}")
        for one in told.breaks:
            say(f"Entry {one.number}: {one.why}")
    if told.breaks:
        raise AuditBroken(f"The audit trail breaks at entry {told.breaks[0].number}. {told.breaks[0].why}")
    if not known:
        raise AuditBroken("The head that was expected stands nowhere in the trail: it was cut or replaced.")


@app.command("list")
def list_entries(
    before: Annotated[int | None, typer.Option(help="Entries with a lower number only.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="How many at most.")] = 50,
    as_json: AsJson = False,
) -> None:
    """List the latest entries."""
    with opened(settings()) as database, database.read() as session:
        found = usecases.trail(session, before=before, limit=limit)
    if as_json:
        print_json([_told(one) for one in found])
    elif found:
        rows = [
            (
                *(str(one.number), f"{one.at:%Y-%m-%d %H:%M:%S}", one.done.actor),
                *(one.done.door, one.done.act, one.done.subject),
            )
            for one in found
        ]
        print_table(("", "at (UTC)", "who", "door", "did", "to"), rows, right=(0,))
    else:
        remark("The trail is empty: nothing was changed since it was begun.")


def _told(one: Entry) -> dict[str, Any]:
    return {
        "number": one.number,
        "at": one.at.isoformat(),
        "actor": one.done.actor,
        "door": one.done.door,
        "act": one.done.act,
        "subject": one.done.subject,
        "detail": one.done.detail,
        "hash": one.hash,
    }
