"""`encours ledger`: the ledger in numbers."""

import typer

from kernel.money import Money
from ledger import usecases
from ledger.summary import LedgerSummary, OpenAmount
from serving.cli.house import opened
from serving.cli.options import AsJson
from serving.cli.output import print_json, print_table, say
from serving.settings import settings

app = typer.Typer(add_completion=False)


@app.command()
def ledger(as_json: AsJson = False) -> None:
    """Tell the ledger in numbers."""
    with opened(settings()) as database, database.read() as session:
        summary = usecases.ledger_summary(session)
    if as_json:
        print_json(summary.as_json())
    elif summary.horizon is None:
        say("The ledger is empty. Begin with: encours import invoices FILE")
    else:
        tell(summary)


def tell(summary: LedgerSummary) -> None:
    rows = [
        ("customers", f"{summary.customers:,}"),
        ("invoices", f"{summary.invoices:,}"),
        ("credit notes", f"{summary.credit_notes:,}"),
        ("payments", f"{summary.payments:,}"),
        ("imports", f"{summary.imports:,}"),
        ("issued", f"{summary.first_issued_on} to {summary.last_issued_on}"),
        ("horizon", f"{summary.horizon}"),
    ]
    rows += [(f"open, {amount.items:,} items", _money(amount)) for amount in summary.open_amounts]
    print_table(("the ledger", ""), rows, right=(1,))


def _money(amount: OpenAmount) -> str:
    return str(Money(amount.cents, amount.currency))
