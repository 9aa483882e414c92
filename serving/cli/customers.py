"""`encours customers`: who customers are, what is missing of them, and which are the same."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any

import typer

from kernel.money import Money
from ledger.errors import ActRefused
from ledger.master.links import usecases as links_of
from ledger.master.links.proposals import Proposal
from ledger.master.opening import usecases
from ledger.master.opening.checks import AccountFile, Lacking
from ledger.master.opening.shown import Change, ShownCustomer, profile_as_json
from ledger.registers.usecases import Act
from serving import clock
from serving.cli.house import opened
from serving.cli.options import AsJson, On, parse_day
from serving.cli.output import print_json, print_table, remark, say
from serving.settings import settings

app = typer.Typer(no_args_is_help=True, add_completion=False)

_SHOWN = 30  # rows of a table; all are in --json
Code = Annotated[str, typer.Argument(metavar="CODE", help="The customer's code, as the file has it.")]
MasterCode = Annotated[str, typer.Argument(metavar="MASTER", help="Its code in the customer master.")]
Author = Annotated[
    str | None,
    typer.Option(
        "--author", metavar="NAME", help="Who decides. ENCOURS_AUTHOR, or the login, when left out."
    ),
]
# Unlike figures, what is known of customers is asked of today even when the ledger ended long ago.
AsOfToday = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=parse_day,
        metavar="DATE",
        help="The evening whose knowledge is used. Today when left out.",
    ),
]


@app.callback()
def customers() -> None:
    """Tell who customers are, what is missing of them, and which are the same."""


@app.command("list")
def list_customers(as_of: AsOfToday = None, as_json: AsJson = False) -> None:
    """List customers with their identity, terms and what they owe."""
    with opened(settings()) as database, database.read() as session:
        files = usecases.account_files(session, as_of=as_of or clock.today())
    if as_json:
        print_json([_file_as_json(file) for file in files])
    elif files:
        rows = [_file_row(file) for file in files[:_SHOWN]]
        print_table(("customer", "name", "SIREN", "terms", "sales owner", "owes"), rows, right=(5,))
        _rest(len(files))
    else:
        say("No customer is known. Begin with: encours import customers FILE")


@app.command()
def show(code: Code, as_of: AsOfToday = None, as_json: AsJson = False) -> None:
    """Show one customer: profile, contacts, terms, clauses, what is missing, and every change."""
    with opened(settings()) as database, database.read() as session:
        shown = usecases.show_customer(session, code, as_of=as_of or clock.today())
    if as_json:
        print_json(shown.as_json())
    else:
        _tell(shown)


@app.command()
def missing(as_of: AsOfToday = None, as_json: AsJson = False) -> None:
    """List what account-opening files lack: where most is owed and most is blocked first."""
    with opened(settings()) as database, database.read() as session:
        found = usecases.incomplete_files(session, as_of=as_of or clock.today())
    if as_json:
        print_json([one.as_json() for one in found])
    elif found:
        print_table(
            ("customer", "name", "owes", "missing"), [_lacking(one) for one in found[:_SHOWN]], right=(2,)
        )
        _rest(len(found))
        reasons = {gap.field: gap.why for one in found for gap in one.gaps}
        for field, why in reasons.items():
            say(f"{field.replace('_', ' ')}: {why}")
    else:
        say("Nothing is missing.")


@app.command()
def links(as_of: AsOfToday = None, as_json: AsJson = False) -> None:
    """Propose which customers of the accounts are which of the master, and list what was decided."""
    evening = as_of or clock.today()
    with opened(settings()) as database, database.read() as session:
        found = links_of.proposed_links(session, as_of=evening)
        decided = links_of.links_on(session, as_of=evening)
    if as_json:
        print_json(
            {
                "proposed": [_proposal(one) for one in found.made],
                "undecided": [{"customer": one.code, "name": one.name} for one in found.undecided],
                "decided": [{**one._asdict(), "known_on": one.known_on.isoformat()} for one in decided],
            }
        )
        return
    rows = [
        (
            one.customer.code,
            one.customer.name,
            one.master.code,
            one.master.name,
            f"{one.confidence} %",
            one.why,
        )
        for one in found.made[:_SHOWN]
    ]
    if rows:
        print_table(("customer", "name", "master", "name", "sure to", "why"), rows, right=(4,))
        _rest(len(found.made))
        say("Confirm one with: encours customers confirm CUSTOMER MASTER")
    else:
        say("There is nothing to confirm.")
    if found.undecided:
        say(f"{len(found.undecided)} more customers are like several of the master, so none is proposed.")
    said = [
        (one.customer, one.master, "yes" if one.same else "no", str(one.known_on), one.author)
        for one in decided
    ]
    if said:
        print_table(("customer", "master", "the same", "said on", "by"), said)


@app.command()
def confirm(
    code: Code, master: MasterCode, author: Author = None, on: On = None, as_json: AsJson = False
) -> None:
    """Confirm that a customer of the accounts is one of the master: it takes its profile and terms."""
    _decide(links_of.confirm_link, code, master, author=author, on=on, as_json=as_json)


@app.command()
def refuse(
    code: Code, master: MasterCode, author: Author = None, on: On = None, as_json: AsJson = False
) -> None:
    """Refuse that two customers are one: never proposed again, and undone when it was confirmed."""
    _decide(links_of.refuse_link, code, master, author=author, on=on, as_json=as_json)


def _decide(
    usecase: Callable[..., links_of.LinkReport],
    code: str,
    master: str,
    *,
    author: str | None,
    on: date | None,
    as_json: bool,
) -> None:
    configured = settings()
    who = author or configured.author
    if not who:
        raise ActRefused("Nobody is named beside this act. Say who decides: --author NAME.")
    act = Act(who, on or clock.today(), clock.now())
    with opened(configured) as database, database.transaction() as session:
        report = usecase(session, act, customer=code, master=master)
    if as_json:
        print_json({**report._asdict(), "author": who, "on": act.on.isoformat()})
        return
    say(f"{code} is {master}." if report.same else f"{code} is not {master}; it will not be proposed again.")
    remark(
        f"Invoices with another due date now: {report.redated_invoices}." if report.redated_invoices else ""
    )


def _proposal(one: Proposal) -> dict[str, Any]:
    return {
        "customer": one.customer.code,
        "name": one.customer.name,
        "master": one.master.code,
        "master_name": one.master.name,
        "confidence": one.confidence,
        "why": one.why,
    }


def _file_as_json(file: AccountFile) -> dict[str, Any]:
    owed = [
        {"currency": currency, "open_cents": cents} for currency, cents in sorted(file.open_cents.items())
    ]
    profile = profile_as_json(file.profile)
    return {"customer": file.code, "name": file.name, "open": owed, "profile": profile}


def _file_row(file: AccountFile) -> tuple[str, ...]:
    profile = file.profile
    if profile is None:
        return file.code, file.name or "", "", "not in the master", "", _owes(file.open_cents.items())
    return (
        *(file.code, file.name or "", profile.siren or "", _terms(file), profile.sales_owner or ""),
        _owes(file.open_cents.items()),
    )


def _terms(file: AccountFile) -> str:
    if file.profile is None or file.profile.terms_days is None:
        return ""
    end = {"days_then_end": ", then end of month", "end_then_days": " after end of month"}
    return f"{file.profile.terms_days} days{end.get(file.profile.terms_month_end or '', '')}"


def _owes(owed: Any) -> str:
    return ", ".join(str(Money(cents, currency)) for currency, cents in sorted(owed))


def _lacking(one: Lacking) -> tuple[str, ...]:
    owes = "" if one.currency is None else str(Money(one.open_cents, one.currency))
    missing = ", ".join(gap.field.replace("_", " ") for gap in one.gaps)
    return one.file.code, one.file.name or "", owes, missing


def _tell(shown: ShownCustomer) -> None:
    file = shown.file
    profile = profile_as_json(file.profile) or {}
    rows = [(name.replace("_", " "), str(value)) for name, value in profile.items() if value is not None]
    rows += [("terms", _terms(file))] if _terms(file) else []
    rows += [("owes", _owes(file.open_cents.items()))] if file.open_cents else []
    rows += [("also under", code) for code in shown.linked]
    print_table((file.code, file.name or ""), rows)
    if file.profile is None:
        say("The customer master does not know it.")
    if file.contacts:
        people = [
            (one.role.replace("_", " "), one.name or "", one.email or "", one.phone or "")
            for one in file.contacts
        ]
        print_table(("contact", "name", "e-mail", "telephone"), people)
    _tell_gaps(shown)
    if shown.history:
        print_table(("known on", "by", "source", "what changed"), [_change(one) for one in shown.history])


def _tell_gaps(shown: ShownCustomer) -> None:
    gaps: Sequence[dict[str, str]] = shown.as_json()["missing"]
    if gaps:
        print_table(
            ("missing", "why it matters"), [(one["field"].replace("_", " "), one["why"]) for one in gaps]
        )


def _change(one: Change) -> tuple[str, str, str, str]:
    fields = ", ".join(
        f"{name.replace('_', ' ')} {now}" if was is None else f"{name.replace('_', ' ')} from {was} to {now}"
        for name, (was, now) in one.fields.items()
    )
    return str(one.known_on), one.author, one.source, f"{one.what}: {fields}"


def _rest(count: int) -> None:
    if count > _SHOWN:
        say(f"… and {count - _SHOWN} more, all of them with --json")
