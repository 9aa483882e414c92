"""`encours match`: which bank entry pays which invoice; a person confirms, sets aside or undoes."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

import typer

from kernel.money import Money, parse_cents
from ledger.accounts.report import MeetReport
from ledger.accounts.usecases import meet_and_match
from ledger.errors import ActRefused
from ledger.matching import usecases
from ledger.matching.explicit import Explicit
from ledger.matching.report import MatchReport, ToldProposal, WaitingEntry
from ledger.registers.usecases import Act
from serving import clock
from serving.cli.house import opened
from serving.cli.options import AsJson, AsOf, On
from serving.cli.output import print_json, print_table, say
from serving.settings import settings
from store.session import WriteSession

app = typer.Typer(no_args_is_help=True, add_completion=False)

_SHOWN = 50  # entries in a table; all are in --json
_LONGEST = 60  # letters of what a payer wrote

Entry = Annotated[int, typer.Argument(metavar="ENTRY", help="The number of the bank entry, as listed.")]
Author = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Who decides; ENCOURS_AUTHOR or the login when left out."),
]
Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="Why, for those who read the history.")]
Invoices = Annotated[
    list[str] | None,
    typer.Option(
        "--invoice",
        metavar="NUMBER[=AMOUNT]",
        help="An invoice the entry pays, and how much of it: what is left when no amount is given.",
    ),
]
Customer = Annotated[
    str | None,
    typer.Option(metavar="CODE", help="Who paid; the customer of the first invoice when left out."),
]
Proposal = Annotated[
    int, typer.Option("--proposal", min=1, metavar="N", help="Which proposal, when no invoice is named.")
]


@app.callback()
def matching() -> None:
    """Match bank entries with open invoices; what is not sure waits for a person."""


@app.command()
def run(on: On = None, author: Author = None, as_json: AsJson = False) -> None:
    """Count money once that bank and accounts told, then decide every entry that is sure enough."""
    house = settings()
    with opened(house) as database, database.transaction() as session:
        act = Act(author or house.author, on or clock.today(), clock.now())
        met, report = meet_and_match(session, act)
    if as_json:
        print_json({**report.as_json(), "meeting": met.as_json()})
    else:
        tell_meeting(met, until=None)
        tell_matching(report)


@app.command("list")
def list_waiting(as_of: AsOf = None, as_json: AsJson = False) -> None:
    """List the entries that wait, each with what it may pay and why it waits."""
    with opened(settings()) as database, database.read() as session:
        entries = usecases.waiting(session, as_of=as_of or clock.today())
    if as_json:
        print_json([one.as_json() for one in entries])
    else:
        _tell_waiting(entries)


@app.command()
def confirm(
    entry: Entry,
    invoice: Invoices = None,
    customer: Customer = None,
    proposal: Proposal = 1,
    on: On = None,
    author: Author = None,
    as_json: AsJson = False,
) -> None:
    """Apply an entry as proposed, or to the invoices you name."""
    told = Explicit(customer, tuple(_invoice(one) for one in invoice or ()))
    with _acting(author, on) as (session, act):
        chosen = (
            told if invoice or customer else usecases.proposal_of(session, entry, rank=proposal, as_of=act.on)
        )
        usecases.confirm(session, entry, what=chosen, act=act)
    _done(f"Bank entry {entry} is applied.", entry, "confirmed", as_json=as_json)


@app.command("set-aside")
def set_aside(entry: Entry, why: Why, on: On = None, author: Author = None, as_json: AsJson = False) -> None:
    """Remember that an entry is no payment of a customer."""
    with _acting(author, on) as (session, act):
        usecases.set_aside(session, entry, why=why, act=act)
    _done(f"Bank entry {entry} is set aside.", entry, "refused", as_json=as_json)


@app.command()
def undo(entry: Entry, why: Why = "", on: On = None, author: Author = None, as_json: AsJson = False) -> None:
    """Take back what was decided about an entry; its invoices are open again, and it waits."""
    with _acting(author, on) as (session, act):
        usecases.undo(session, entry, why=why, act=act)
    _done(f"Bank entry {entry} waits again.", entry, "undone", as_json=as_json)


@app.command()
def history(entry: Entry, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Tell everything that was done about an entry, by whom and when."""
    with opened(settings()) as database, database.read() as session:
        acts = usecases.history(session, entry, as_of=as_of or clock.today())
    if as_json:
        print_json([one.as_json() for one in acts])
    elif acts:
        rows = [
            (
                *(str(one.at.date()), one.act, one.author, one.customer or ""),
                ", ".join(f"{share.invoice} {_amount(share.cents)}" for share in one.shares),
                one.why or "",
            )
            for one in acts
        ]
        print_table(("on", "what", "by", "customer", "invoices", "why"), rows)
    else:
        say(f"Nothing was decided about bank entry {entry} yet.")


def tell_matching(report: MatchReport) -> None:
    """What was applied, found in the accounts, taken back, and left to a person."""
    how = ", ".join(f"{count} by {_HOW[word]}" for word, count in report.how.items())
    say(
        f"Matching: {report.applied} applied{f' ({how})' if how else ''}, "
        f"{report.booked} already in the accounts, {report.returned} taken back, {report.waiting} waiting."
    )
    if report.waiting:
        say("See them with: encours match list")


def tell_meeting(report: MeetReport, *, until: str | None) -> None:
    """What the bank and the accounts told both, and what the accounts do not tell up to their last day."""
    replaced = sum(report.replaced.values())
    if replaced:
        say(f"In the accounts now too, and counted once: {_entries(replaced)}.")
    if report.released:
        say(f"No longer borne out by the accounts, and waiting again: {_entries(len(report.released))}.")
        rows = [(str(entry), why) for entry, why in report.released.items()]
        print_table(("entry", "why it waits"), rows[:_SHOWN], right=(0,))
    missing = [one for one in report.ahead if until is not None and one.booked_on.isoformat() <= until]
    if missing:
        say(
            f"Not in the accounts, though they cover its day: {_entries(len(missing))}. Until found there, "
            "what they paid counts beside the accounts."
        )
        paid = [(str(one.entry), str(one.booked_on), str(Money(one.cents, one.currency))) for one in missing]
        print_table(("entry", "booked", "amount"), paid[:_SHOWN], right=(0, 2))


def _entries(count: int) -> str:
    return f"{count} bank {'entry' if count == 1 else 'entries'}"


_HOW = {
    "structured": "structured reference",
    "reference": "number",
    "amount": "amount",
    "several": "sum of several",
    "part": "part",
    "payer": "payer and amount",
    "told": "a person",
}


def _tell_waiting(entries: Sequence[WaitingEntry]) -> None:
    if not entries:
        say("No bank entry waits.")
        return
    rows = [
        (
            str(one.entry),
            str(one.booked_on),
            str(Money(one.amount_cents, one.currency)),
            " / ".join(filter(None, (one.payer, one.text)))[:_LONGEST],
            _proposed(one.proposal),
            f"{one.proposal.confidence} %" if one.proposal else "",
            one.why,
        )
        for one in entries[:_SHOWN]
    ]
    headers = ("entry", "booked", "amount", "payer and text", "proposed", "sure to", "why it waits")
    print_table(headers, rows, right=(0, 2, 5))
    if len(entries) > _SHOWN:
        say(f"… and {len(entries) - _SHOWN} more, all of them with --json")


def _proposed(proposal: ToldProposal | None) -> str:
    if proposal is None:
        return ""
    shares = ", ".join(f"{one.invoice} {_amount(one.cents)}" for one in proposal.shares)
    return f"{proposal.customer}: {shares}"


def _amount(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def _invoice(text: str) -> tuple[str, int | None]:
    """A number, with the amount after the last `=` if there is one."""
    number, equals, amount = text.rpartition("=")
    if not equals:
        return text.strip(), None
    try:
        return number.strip(), parse_cents(amount, decimal="," if "," in amount else ".")
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def _done(sentence: str, entry: int, what: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"entry": entry, "act": what})
    else:
        say(sentence)


@contextmanager
def _acting(author: str | None, on: On) -> Iterator[tuple[WriteSession, Act]]:
    """A transaction, and the act of whoever is named. Raises ActRefused when nobody is."""
    house = settings()
    who = author or house.author
    if not who:
        raise ActRefused("Nobody is named beside this act. Say who decides: --author NAME.")
    with opened(house) as database, database.transaction() as session:
        yield session, Act(who, on or clock.today(), clock.now())
