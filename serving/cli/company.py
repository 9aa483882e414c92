"""`encours company`: what is public about a company, and which customers of ours it is."""

from datetime import date
from typing import Annotated

import typer

from kernel.siren import siren as checked
from ledger.company import usecases
from ledger.company.company import Company
from ledger.company.identity import headcount_words
from ledger.company.proceeding import Proceeding
from ledger.registers.catalogue import CompanyIdentityRow
from ledger.registers.register import Version
from serving import clock
from serving.cli.house import opened
from serving.cli.looking_up import Fetch, fetched, tell_looked_up
from serving.cli.options import AsJson, parse_day
from serving.cli.output import print_json, print_table, say
from serving.settings import settings

app = typer.Typer(add_completion=False)

# What one looks at first: sales, operating and net result, equity, total assets. --json has every line.
_MAIN_LINES = {
    "FL": "sales",
    "GG": "operating result",
    "HN": "net result",
    "DL": "equity",
    "CO": "total assets",
}
_SHOWN = 20  # announcements; all are in --json

# Not the last day of an old ledger, as elsewhere: what is public does not end with our invoices.
AsOfToday = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=parse_day,
        metavar="DATE",
        help="The evening whose knowledge is used. Today when left out.",
    ),
]


def _siren(text: str) -> str:
    try:
        return checked(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


@app.command()
def company(
    siren: Annotated[str, typer.Argument(metavar="SIREN", parser=_siren, help="Nine digits.")],
    fetch: Fetch = False,
    as_of: AsOfToday = None,
    as_json: AsJson = False,
) -> None:
    """Tell what is public about a company: who it is, proceedings, yearly statements, announcements."""
    where = settings()
    with opened(where) as database:
        looked_up = fetched(database, where, siren) if fetch else None
        with database.read() as session:
            found = usecases.company_on(session, siren, as_of=as_of or clock.today())
    if as_json:
        print_json(found.as_json() | ({} if looked_up is None else {"lookups": looked_up.as_json()}))
        return
    if looked_up is not None:
        tell_looked_up(looked_up)
    tell(found)


def tell(company: Company) -> None:
    """The open proceeding first: it decides what may still be asked of the company."""
    say(f"{company.siren} as known on {company.as_of}.")
    _tell_identity(company.identity)
    _tell_proceeding(company.proceeding)
    names = [f"{one.code} ({one.name})" if one.name else one.code for one in company.customers]
    say(f"Our customer: {', '.join(names)}." if names else "No customer of the ledger has this SIREN.")
    _tell_statements(company)
    _tell_events(company)


def _tell_identity(known: Version[CompanyIdentityRow] | None) -> None:
    """Nothing where the company register was never asked."""
    if known is None:
        return
    one = known.row
    told = (
        one.name,
        one.legal_form and f"legal category {one.legal_form}",
        one.naf and f"NAF {one.naf}",
        one.founded_on and f"founded on {one.founded_on}",
        one.headcount_band and headcount_words(one.headcount_band, one.headcount_year),
        one.address,
        one.state and (f"{one.state} since {one.ceased_on}" if one.ceased_on else one.state),
    )
    say(f"{', '.join(str(part) for part in told if part)} (company register, known on {known.known_on}).")


def _tell_proceeding(proceeding: Proceeding | None) -> None:
    if proceeding is None:
        say("No insolvency proceeding is told by the announcements held.")
        return
    stage = proceeding.stage.replace("_", " ")
    opened_on = proceeding.opened_on or "a day not known"
    if proceeding.open:
        say(
            f"INSOLVENCY PROCEEDING OPEN since {opened_on}, now: {stage} since {proceeding.since}. "
            f"Court: {proceeding.court or 'not told'}."
        )
    else:
        how = (proceeding.closed_by or "").replace("_", " ")
        say(f"An insolvency proceeding opened on {opened_on} is closed since {proceeding.closed_on}: {how}.")
    if proceeding.claims_due_on is not None and proceeding.open:
        say(
            f"Published on {proceeding.published_on}: claims are to be declared by "
            f"{proceeding.claims_due_on}, by {proceeding.claims_due_abroad_on} from outside mainland France "
            "(C. com., art. R622-24)."
        )
    if proceeding.questioned_on is not None:
        say(f"A court of appeal ruled on {proceeding.questioned_on}; its announcement does not say how.")


def _tell_statements(company: Company) -> None:
    if not company.statements:
        say("No yearly statement is held.")
        return
    rows = [
        (
            str(one.row.closed_on),
            one.row.kind,
            str(one.row.months),
            *(_euros(one.row.lines.get(code)) for code in _MAIN_LINES),
            f"{one.row.chart}{', confidential' if one.row.confidential else ''}",
            str(one.known_on),
        )
        for one in company.statements
    ]
    say("Yearly statements, in euros:")
    headers = ("closed on", "kind", "months", *_MAIN_LINES.values(), "chart", "known on")
    print_table(headers, rows, right=(2, *range(3, 3 + len(_MAIN_LINES))))


def _tell_events(company: Company) -> None:
    if not company.events:
        say("No announcement is held.")
        return
    rows = [
        (
            str(one.row.published_on),
            str(one.row.happened_on or "–"),
            one.row.kind.replace("_", " ") + (" (cancelled)" if one.row.cancelled else ""),
            one.row.nature,
            one.row.court or "–",
        )
        for one in company.events[:_SHOWN]
    ]
    print_table(("published on", "of", "what", "as published", "court"), rows)
    if len(company.events) > _SHOWN:
        say(f"… and {len(company.events) - _SHOWN} more, all of them with --json")


def _euros(cents: int | None) -> str:
    """Whole euros, as the forms are filled in."""
    if cents is None:
        return "–"
    return f"{'-' if cents < 0 else ''}{(abs(cents) + 50) // 100:,}"
