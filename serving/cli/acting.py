"""What all commands share by which a person tells what happened between the company and a customer."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated

import typer

from kernel.language import Language
from kernel.money import Money
from ledger.registers.usecases import Act
from ledger.relation import usecases
from ledger.relation.deciding import Named
from ledger.relation.standing import CaseOnEvening
from serving import clock
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, AsOf, parse_day
from serving.cli.output import print_json, print_table, say
from serving.cli.phrases import phrase
from serving.settings import settings
from store.session import WriteSession

# One decimal mark and no mark of thousands: what is typed by hand must not be readable in two ways.
_AMOUNT = re.compile(r"(?P<whole>\d{1,13})(?:[.,](?P<cents>\d{1,2}))?", re.ASCII)
_HEADINGS = ("", "customer", "state", "since", "amount", "invoices", "", "by")


def parse_amount(text: str) -> int:
    """Cents from an amount as typed. Raises BadParameter."""
    cents = _cents(text)
    if cents is None:
        raise typer.BadParameter(f"“{text}” is not an amount; write it as 1250.00.")
    return cents


def parse_named(text: str) -> Named:
    """An invoice as typed: its number, or its number and an amount."""
    number, mark, amount = text.rpartition("=")
    cents = _cents(amount) if mark else None
    return Named(text.strip()) if cents is None else Named(number.strip(), cents)


def parse_instant(text: str) -> datetime:
    """An instant as typed; without a time zone it is UTC. Raises BadParameter."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(f"“{text}” is not an instant; write it as 2024-05-31T18:00.") from error
    return instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant


def _cents(text: str) -> int | None:
    found = _AMOUNT.fullmatch(re.sub(r"\s", "", text))
    if found is None:
        return None
    return int(found["whole"]) * 100 + int((found["cents"] or "0").ljust(2, "0"))


Customer = Annotated[str, typer.Argument(metavar="CUSTOMER", help="The customer's code.")]
Number = Annotated[int, typer.Argument(metavar="NUMBER", help="The number that the list shows.")]
Claims = Annotated[
    list[Named],
    typer.Option(
        "--invoice",
        parser=parse_named,
        metavar="NUMBER[=AMOUNT]",
        help="An invoice by its number, with a part of it if not all is meant: F-1 or F-2=300.00. "
        "May be said again.",
    ),
]
MaybeClaims = Annotated[
    list[Named] | None,
    typer.Option(
        "--invoice",
        parser=parse_named,
        metavar="NUMBER[=AMOUNT]",
        help="An invoice by its number, with a part of it if not all is meant. May be said again.",
    ),
]
Invoices = Annotated[
    list[str] | None,
    typer.Option(
        "--invoice",
        metavar="NUMBER",
        help="An invoice by its number; may be said again. All the customer owes when left out.",
    ),
]
Note = Annotated[str, typer.Option(metavar="TEXT", help="What whoever reads it later should know.")]
Author = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Who acts. ENCOURS_AUTHOR, else the login, when left out."),
]
LearntOn = Annotated[
    date | None,
    typer.Option(
        "--on",
        parser=parse_day,
        metavar="DATE",
        help="The day we learn of it and write it down. Today when left out, or the last day of a ledger "
        "that ended long ago.",
    ),
]
Happened = Annotated[
    date | None,
    typer.Option(
        "--happened",
        parser=parse_day,
        metavar="DATE",
        help="The day it happened, when that was before.",
    ),
]
AsRecorded = Annotated[
    datetime | None,
    typer.Option(
        "--as-recorded",
        parser=parse_instant,
        metavar="INSTANT",
        help="Only what had been written down by then, such as 2024-05-31T18:00 (UTC).",
    ),
]
_ByCustomer = Annotated[str | None, typer.Option("--customer", metavar="CODE", help="Of this customer only.")]
_Standing = Annotated[bool, typer.Option("--standing", help="Leave out what is over.")]


@dataclass(frozen=True, slots=True)
class Desk:
    """The session in which a person acts, who it is, and on which day it happened."""

    session: WriteSession
    act: Act
    happened_on: date


@contextmanager
def acting(author: str | None, on: date | None, happened: date | None) -> Iterator[Desk]:
    """One transaction around one act. Raises BadParameter without an author, or for a day to come."""
    where = settings()
    name = (author or where.author).strip()
    if not name:
        raise typer.BadParameter("Who acts? Say it with --author, or set ENCOURS_AUTHOR.")
    with opened(where) as database, database.transaction() as session:
        day = day_for(session, on)
        if day > clock.today():
            raise typer.BadParameter(f"{day} is to come: nothing is known on it yet.")
        yield Desk(session, Act(name, day, clock.now()), happened or day)


def tell_case(case: CaseOnEvening, *, as_json: bool) -> None:
    """A case after an act, as JSON or in a line of a table."""
    if as_json:
        print_json(case.as_json())
    else:
        tell_cases([case], language=settings().language)


def listing(matter: str, nothing: str) -> Callable[..., None]:
    """The command that lists the cases of a matter; `nothing` is what it says when there are none."""

    def list_cases(
        customer: _ByCustomer = None,
        standing: _Standing = False,
        as_of: AsOf = None,
        as_recorded: AsRecorded = None,
        as_json: AsJson = False,
    ) -> None:
        where = settings()
        with opened(where) as database, database.read() as session:
            day = day_for(session, as_of)
            found = usecases.list_cases(
                session, matter=matter, customer=customer, as_of=day, as_recorded=as_recorded
            )
        found = [one for one in found if one.stands or not standing]
        if as_json:
            print_json([one.as_json() for one in found])
        elif found:
            tell_cases(found, language=where.language)
        else:
            say(nothing)

    return list_cases


def tell_cases(cases: Sequence[CaseOnEvening], *, language: Language, matters: bool = False) -> None:
    """One row a case, with its matter if several are told."""
    rows = [
        (
            f"{one.matter.replace('_', '-')} {one.case}" if matters else str(one.case),
            one.customer,
            one.state.replace("_", " "),
            str(one.opened_on),
            amount(one.cents, one.currency),
            ", ".join(part.invoice for part in one.invoices) or "all",
            " ".join((phrase(one, language), *one.unreadable)),
            one.author,
        )
        for one in cases
    ]
    print_table(_HEADINGS, rows, right=(4,) if matters else (0, 4))


def amount(cents: int | None, currency: str | None) -> str:
    return "" if cents is None or currency is None else str(Money(cents, currency))
