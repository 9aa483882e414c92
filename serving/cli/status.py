"""`encours status`: what the ledger holds, up to when, and what waits for a person."""

import typer

from kernel.language import Language, day_text, number_text
from ledger.reports import usecases
from ledger.reports.status import Status, Waiting
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, AsOf
from serving.cli.output import print_json, print_table, say
from serving.cli.report_words import waiting_text, word
from serving.cli.reporting import AsRecorded, cents_text
from serving.settings import settings

app = typer.Typer(add_completion=False)


@app.command()
def status(as_of: AsOf = None, as_recorded: AsRecorded = None, as_json: AsJson = False) -> None:
    """Say what the ledger holds, up to when, and what waits for a person."""
    where = settings()
    with opened(where) as database, database.read() as session:
        day = day_for(session, as_of)
        found = usecases.status(session, as_of=day, as_recorded=as_recorded)
    if as_json:
        print_json(found.as_json())
    elif found.holdings:
        _tell(found, where.language)
    else:
        say(word("empty", where.language))


def _tell(found: Status, language: Language) -> None:
    counts = {name: number_text(count, language) for name, count in found.counts.items()}
    acts = number_text(found.acts, language)
    say(word("holds", language).format(day=day_text(found.as_of, language), acts=acts, **counts))
    rows = [
        (
            one.content,
            one.source,
            number_text(one.imports, language),
            day_text(one.last_on, language),
            one.last_file,
            day_text(one.horizon, language) if one.horizon else "–",
        )
        for one in found.holdings
    ]
    headings = ("content", "source", "imports", "last_on", "last_file", "horizon")
    print_table([word(name, language) for name in headings], rows, right=(2,))
    if not found.waiting:
        say(word("nothing_waits", language))
        return
    lines = [
        (number_text(one.count, language), waiting_text(one.what, language), _amounts(one, language))
        for one in found.waiting
    ]
    print_table(("", word("waiting", language), ""), lines, right=(0, 2))


def _amounts(one: Waiting, language: Language) -> str:
    """Amounts by currency, and of how many customers, where that is known."""
    written = cents_text(language)
    cents = ", ".join(f"{written(cents)} {currency}" for currency, cents in one.cents.items() if cents)
    if one.customers is None or one.count == one.customers:
        return cents
    customers = word("of_customers", language).format(count=number_text(one.customers, language))
    return f"{cents} {customers}".strip()
