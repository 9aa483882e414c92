"""`encours cover`: credit insurance."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from credit.cover import usecases
from credit.cover.acts import Wanted
from credit.cover.deadlines import Deadline
from credit.cover.file import quota_bp
from credit.cover.policy import CoverPolicy
from credit.cover.telling import (
    book_as_json,
    book_rows,
    deadline_as_json,
    history_as_json,
    row_as_json,
)
from credit.cover.words import LAPSED, UNSAID, kind_text, missed_text
from kernel.money import Money
from ledger.registers.catalogue import CoverRow, InsurancePolicyRow
from serving.cli.acting import Author, Customer, Desk, LearntOn, Note, acting, parse_amount
from serving.cli.house import day_for, opened
from serving.cli.importing_registers import MappingFile, RegisterFile, SourceName, bring_register
from serving.cli.options import AsJson, AsOf, On, parse_day
from serving.cli.output import print_json, print_table, say, write_out
from serving.policies import policy_in_force
from serving.settings import settings

app = typer.Typer(no_args_is_help=True, add_completion=False)
policy_app = typer.Typer(no_args_is_help=True, add_completion=False, help="Contracts with insurers.")
app.add_typer(policy_app, name="policy")


def parse_quota(text: str) -> int:
    try:
        return quota_bp(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


Amount = Annotated[int, typer.Argument(parser=parse_amount, metavar="AMOUNT", help="Such as 50000.00.")]
PolicyNumber = Annotated[str, typer.Option("--policy", metavar="N", help="The number of the contract.")]
Kind = Annotated[str, typer.Option(metavar="KIND", help="named or temporary.")]
Quota = Annotated[
    int | None,
    typer.Option(parser=parse_quota, metavar="PERCENT", help="The insured share of a loss, such as 90."),
]
From = Annotated[
    date | None,
    typer.Option(
        "--from", parser=parse_day, metavar="DATE", help="Its first day; that of --on when left out."
    ),
]
Until = Annotated[
    date | None,
    typer.Option("--until", parser=parse_day, metavar="DATE", help="Its last day, when it has one."),
]
Days = Annotated[int | None, typer.Option(min=0, metavar="DAYS", help="As the contract says.")]


@app.callback()
def cover() -> None:
    """Keep credit insurance, its deadlines and its claims."""


@policy_app.command("add")
def add_policy(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The number of the contract.")],
    insurer: Annotated[str, typer.Option(metavar="NAME", help="With whom.")],
    quota: Annotated[
        int, typer.Option(parser=parse_quota, metavar="PERCENT", help="The insured share of a loss.")
    ],
    currency: Annotated[str, typer.Option(metavar="CODE", help="ISO 4217 code.")] = "EUR",
    unnamed: Annotated[
        int | None,
        typer.Option(parser=parse_amount, metavar="AMOUNT", help="Cover of customers nobody named."),
    ] = None,
    from_on: From = None,
    until: Until = None,
    notify_days: Days = None,
    claim_days: Days = None,
    insolvency_days: Days = None,
    cut_touches_earlier: Annotated[
        bool,
        typer.Option("--cut-touches-earlier", help="A cut cover also ends for what was delivered before."),
    ] = False,
    author: Author = None,
    on: LearntOn = None,
    as_json: AsJson = False,
) -> None:
    """Add a contract, or change one with the same number."""
    details: dict[str, Any] = {"cut_touches_earlier": cut_touches_earlier}
    if insolvency_days is not None:
        details["insolvency_days"] = insolvency_days
    with acting(author, on, None) as desk:
        row = InsurancePolicyRow(
            *(insurer, number.strip(), currency.upper(), quota, unnamed or 0, from_on or desk.act.on, until),
            *(notify_days, claim_days, details),
        )
        usecases.add_policy(desk.session, desk.act, row)
    _tell_policies([row], as_json=as_json, alone=True)


@policy_app.command("list")
def list_policies(as_of: AsOf = None, as_json: AsJson = False) -> None:
    """List contracts as known on an evening."""
    with opened(settings()) as database, database.read() as session:
        found = usecases.policies_on(session, as_of=day_for(session, as_of))
    _tell_policies(found, as_json=as_json)


@app.command("set")
def set_cover(
    customer: Customer,
    amount: Amount,
    policy: PolicyNumber,
    kind: Kind = "named",
    quota: Quota = None,
    from_on: From = None,
    until: Until = None,
    note: Note = "",
    author: Author = None,
    on: LearntOn = None,
    as_json: AsJson = False,
) -> None:
    """Write down what an insurer agreed to cover of a customer."""
    with acting(author, on, None) as desk:
        wanted = Wanted(
            *(policy, amount, from_on or desk.act.on, kind),
            quota_bp=quota,
            until_on=until,
            details={"why": note} if note else {},
        )
        row = usecases.set_cover(desk.session, desk.act, customer, wanted)
    _tell_row(customer, row, as_json=as_json)


@app.command()
def reduce(
    customer: Customer,
    amount: Amount,
    policy: PolicyNumber,
    kind: Kind = "named",
    from_on: From = None,
    note: Note = "",
    author: Author = None,
    on: LearntOn = None,
    as_json: AsJson = False,
) -> None:
    """Write down that the insurer covers less, for deliveries from a day on."""
    with acting(author, on, None) as desk:
        row = _lowered(desk, customer, amount, policy=policy, kind=kind, from_on=from_on, note=note)
    _tell_row(customer, row, as_json=as_json)


@app.command()
def cancel(
    customer: Customer,
    policy: PolicyNumber,
    kind: Kind = "named",
    from_on: From = None,
    note: Note = "",
    author: Author = None,
    on: LearntOn = None,
    as_json: AsJson = False,
) -> None:
    """Write down that the insurer covers no delivery any more, from a day on."""
    with acting(author, on, None) as desk:
        row = _lowered(desk, customer, 0, policy=policy, kind=kind, from_on=from_on, note=note)
    _tell_row(customer, row, as_json=as_json)


def _lowered(
    desk: Desk, customer: str, cents: int, *, policy: str, kind: str, from_on: date | None, note: str
) -> CoverRow:
    return usecases.lower_cover(
        *(desk.session, desk.act, customer),
        policy=policy,
        kind=kind,
        cents=cents,
        from_on=from_on or desk.act.on,
        why=note,
    )


@app.command()
def told(
    customer: Customer,
    policy: PolicyNumber,
    deadline: Annotated[str, typer.Option(metavar="KIND", help="overdue, claim or insolvency.")] = "overdue",
    invoice: Annotated[
        list[str] | None, typer.Option("--invoice", metavar="NUMBER", help="All open ones when left out.")
    ] = None,
    author: Author = None,
    on: LearntOn = None,
    as_json: AsJson = False,
) -> None:
    """Write down that the insurer was told: the calendar then leaves it out."""
    with acting(author, on, None) as desk:
        row = usecases.tell_insurer(
            desk.session, desk.act, customer, invoice or [], policy=policy, kind=deadline
        )
    _tell_row(customer, row, as_json=as_json)


@app.command("import")
def bring(
    file: RegisterFile,
    policy: Annotated[
        str | None, typer.Option("--policy", metavar="N", help="The contract of lines that name none.")
    ] = None,
    mapping: MappingFile = None,
    source: SourceName = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Import covers from a file; what it does not name stays as it is."""
    bring_register(
        usecases.import_covers,
        file,
        kind="covers",
        mapping=mapping,
        source=source,
        on=on,
        as_json=as_json,
        policy=policy,
    )


@app.command()
def show(customer: Customer, as_of: AsOf = None, as_json: AsJson = False) -> None:
    """Show what of a customer's debt is covered, and how the cover came to be."""
    where = settings()
    with opened(where) as database, database.read() as session:
        found = usecases.cover_of(session, customer, as_of=day_for(session, as_of))
    if as_json:
        print_json(history_as_json(found))
        return
    _tell_books([found.book], found.as_of)
    for one in found.history:
        _tell_row(customer, one.row, as_json=False)


@app.command("list")
def list_covers(as_of: AsOf = None, as_json: AsJson = False) -> None:
    """List covered customers, what they owe and what of it is covered."""
    with opened(settings()) as database, database.read() as session:
        day = day_for(session, as_of)
        books = usecases.covered_books(session, as_of=day)
    if as_json:
        print_json([one for book in books for one in book_as_json(book, on=day)])
    else:
        _tell_books(books, day)


@app.command("calendar")
def show_calendar(on: On = None, as_json: AsJson = False) -> None:
    """List what the insurer must be told, by which day, and what happens if it is not."""
    where = settings()
    policy = policy_in_force(where, "cover", CoverPolicy)
    with opened(where) as database, database.read() as session:
        found = usecases.calendar_on(session, on=day_for(session, on), policy=policy)
    if as_json:
        print_json([deadline_as_json(one) for one in found])
    elif found:
        print_table(
            ("last day", "what", "customer", "policy", "amount", "invoices", "if missed"),
            [_deadline_row(one) for one in found],
            right=(4,),
        )
    else:
        say("Nothing must be told to an insurer in the days ahead.")


@app.command()
def claim(
    customer: Customer,
    out: Annotated[Path, typer.Option("--out", metavar="FILE.zip", dir_okay=False, help="Where it goes.")],
    on: On = None,
) -> None:
    """Assemble the file of a claim."""
    with opened(settings()) as database, database.read() as session:
        content = usecases.claim_of(session, customer, on=day_for(session, on))
    write_out(out, content)
    say(f"{out}: {len(content):,} bytes; SHA256SUMS inside.")


def _deadline_row(one: Deadline) -> tuple[str, ...]:
    language = settings().language
    day = UNSAID[language] if one.last_on is None else str(one.last_on)
    return (
        f"{day} ({LAPSED[language]})" if one.missed else day,
        kind_text(one.kind, language),
        one.customer,
        one.policy_number,
        str(Money(one.cents, one.currency)),
        ", ".join(one.invoices),
        missed_text(one.kind, language),
    )


def _tell_books(books: list[Any], on: date) -> None:
    rows = [row for book in books for row in book_rows(book, on=on)]
    if not rows:
        say("No covered customer owes anything.")
        return
    print_table(("customer", "", "owed", "covered", "not covered", "insured loss"), rows, right=(2, 3, 4, 5))


def _tell_policies(found: list[InsurancePolicyRow], *, as_json: bool, alone: bool = False) -> None:
    if as_json:
        told = [row_as_json(one) for one in found]
        print_json(told[0] if alone else told)
        return
    if not found:
        say("There is no policy.")
        return
    rows = [
        (
            *(
                one.number,
                one.insurer,
                f"{one.quota_bp / 100:g} %",
                str(Money(one.unnamed_cents, one.currency)),
            ),
            *(str(one.from_on), str(one.until_on or ""), *_days(one.notify_days), *_days(one.claim_days)),
        )
        for one in found
    ]
    print_table(("number", "insurer", "quota", "unnamed", "from", "until", "notify", "claim"), rows)


def _days(days: int | None) -> tuple[str]:
    return ("" if days is None else f"{days} days",)


def _tell_row(customer: str, row: CoverRow, *, as_json: bool) -> None:
    if as_json:
        print_json({"customer": customer, **row_as_json(row)})
        return
    until = "" if row.until_on is None else f" until {row.until_on}"
    amount = Money(row.cents, row.currency)
    days = f"from {row.from_on}{until}"
    say(f"{customer}: {row.kind} {row.state}, {amount}, policy {row.policy_number}, {days}.")
