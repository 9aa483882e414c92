"""`encours simulate`: the files of an invented company."""

from pathlib import Path
from typing import Annotated

import typer

from kernel.language import Language, share_text
from serving.cli.options import AsJson
from serving.cli.output import print_json, progress, say
from simulation import usecases

app = typer.Typer(add_completion=False)


@app.command()
def simulate(
    out: Annotated[
        Path, typer.Option(metavar="DIR", file_okay=False, help="The folder to write to, made when missing.")
    ],
    customers: Annotated[int, typer.Option(min=1, help="How many customers.")] = 400,
    months: Annotated[int, typer.Option(min=1, help="How many months of trade.")] = 30,
    seed: Annotated[int, typer.Option(min=0, help="The same seed gives the same files.")] = 7,
    accounts: Annotated[
        bool,
        typer.Option(
            "--accounts",
            help="Also accounting files, bank statements, yearly accounts, the gazette, and the truth.",
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Write the files of an invented company, and the truth about it beside them."""
    with progress("Inventing") as step:
        made = usecases.write_company(
            out, customers=customers, months=months, seed=seed, accounts=accounts, progress=step
        )
    if as_json:
        print_json(
            {
                "out": str(out),
                "customers": made.customers,
                "invoices": made.invoices,
                "open": made.open,
                "late_share": made.late_share,
                "horizon": made.horizon.isoformat(),
            }
        )
        return
    say(
        f"{out}: {made.customers} customers and {made.invoices} invoices, {made.open} open on {made.horizon}."
    )
    say(f"{share_text(made.late_share, Language.ENGLISH)} are paid late, or never.")
    if accounts:
        say(f"Next: encours import customers {out / 'customers.csv'} --on {made.horizon}")
        say(f"      encours import fec {out / 'fec_sales'}/*.txt")
        say(f"      encours import bank {out / 'bank'}/*.xml")
        for content in ("statements", "bodacc"):
            if _has_rows(out / f"{content}.csv"):
                say(f"      encours import {content} {out / content}.csv --on {made.horizon}")
    else:
        say(f"Next: encours import invoices {out / 'invoices.csv'}")


def _has_rows(path: Path) -> bool:
    """Whether there is more than the header: in a small company nobody may have been announced."""
    with path.open(encoding="utf-8") as lines:
        return sum(1 for _ in lines) > 1
