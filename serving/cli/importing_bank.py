"""`encours import bank`: statements of bank accounts in, each told with its balances."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from ledger import usecases
from ledger.accounts.usecases import meet_and_match
from ledger.registers.report import RegisterReport
from ledger.registers.usecases import Act
from serving import clock
from serving.cli.house import opened
from serving.cli.matching import tell_matching, tell_meeting
from serving.cli.options import AsJson, On
from serving.cli.output import print_json, print_table, progress, say
from serving.cli.refusal import refusal_as_json
from serving.settings import settings

_SHOWN = 40  # statements in a table; all are in --json
_CLEAR = 4  # characters of an account that anyone looking over a shoulder may read
_HEADERS = (
    "no.",
    "format",
    "account",
    "period",
    "opening",
    "credits",
    "debits",
    "closing",
    "new",
    "unchanged",
)

Files = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE...",
        exists=True,
        dir_okay=False,
        readable=True,
        help="Statements as the bank sends them: CAMT.053 (XML), CFONB120 or MT940.",
    ),
]
Source = Annotated[
    str | None,
    typer.Option(
        metavar="NAME", help="Where the statements come from; overlaps are found within one source."
    ),
]


def bank(files: Files, source: Source = None, on: On = None, as_json: AsJson = False) -> None:
    """Import bank statements: all files or none; what an earlier statement told already stays as it is."""
    house = settings()
    with (
        refusal_as_json(as_json),
        opened(house) as database,
        database.transaction() as session,
        progress("Bank statements") as step,
    ):
        act = Act(house.author, on or clock.today(), clock.now())
        report = usecases.import_bank(
            session,
            [(file.name, file.read_bytes()) for file in files],
            source=source,
            on=act.on,
            recorded_at=act.recorded_at,
            author=act.author,
            progress=step,
        )
        met, matched = meet_and_match(session, act)
    if as_json:
        print_json({**report.as_json(), "meeting": met.as_json(), "matching": matched.as_json()})
    else:
        _tell(report)
        tell_meeting(met, until=None)
        tell_matching(matched)


def _tell(report: RegisterReport) -> None:
    statements = report.told["statements"]
    rows = [(str(place), *_row(one)) for place, one in enumerate(statements[:_SHOWN], start=1)]
    print_table(_HEADERS, rows, right=(0, 4, 5, 6, 7, 8, 9))
    if len(statements) > _SHOWN:
        say(f"… and {len(statements) - _SHOWN} more, all of them with --json")
    corrected = f" ({report.corrected} corrections)" if report.corrected else ""
    say(
        f"{_count(report.read, 'entry', 'entries')} read on {_count(len(statements), 'statement')}: "
        f"{report.accepted} accepted{corrected}, {report.unchanged} unchanged."
    )
    _tell_returned(statements)
    _tell_left_out(statements)
    if report.warnings:
        rows = [(str(one.line), one.why) for one in report.warnings]
        print_table(("no.", "what is doubtful, though accepted"), rows, right=(0,))


def _row(one: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        one["format"],
        "…" + one["account"][-_CLEAR:],
        f"{one['opening_on']} to {one['closing_on']}",
        _money(one, "opening"),
        _written(one["credits_cents"]),
        _written(one["debits_cents"]),
        _money(one, "closing"),
        str(one["new"]),
        str(one["unchanged"]),
    )


def _tell_returned(statements: Sequence[Mapping[str, Any]]) -> None:
    returned = sum(one["returned"] for one in statements)
    if returned:
        say(f"Among them {_count(returned, 'payment')} that came back (rejected or reversed).")


def _tell_left_out(statements: Sequence[Mapping[str, Any]]) -> None:
    for place, one in enumerate(statements, start=1):
        for left in one["left_out"]:
            say(f"Statement {place}: {_count(left['entries'], 'entry', 'entries')} left out, {left['why']}.")


def _money(one: Mapping[str, Any], which: str) -> str:
    money = one.get(f"{which}_currency", one["currency"])
    return f"{_written(one[f'{which}_cents'])} {money}"


def _written(cents: int) -> str:
    whole = f"{abs(cents) // 100:,}".replace(",", " ")
    return f"{'-' if cents < 0 else ''}{whole}.{abs(cents) % 100:02d}"


def _count(count: int, one: str, several: str = "") -> str:
    return f"{count} {one if count == 1 else several or one + 's'}"
