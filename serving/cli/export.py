"""`encours export`: facts for machines that do not hold the database."""

from pathlib import Path
from typing import Annotated

import typer

from kernel.language import Language
from ledger.exported.usecases import export_facts
from serving.cli.house import opened
from serving.cli.options import AsJson
from serving.cli.output import print_json, progress, say
from serving.settings import settings
from serving.version import installed_version

app = typer.Typer(no_args_is_help=True, add_completion=False)

# Two cores have something to do at once, and a part of a million invoices still fits anywhere.
_PARTITIONS = 8


@app.callback()
def export() -> None:
    """Write facts out."""


@app.command()
def facts(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="A new folder for the files.")],
    partitions: Annotated[
        int, typer.Option("--partitions", min=1, max=10_000, help="How many parts to cut the customers into.")
    ] = _PARTITIONS,
    as_json: AsJson = False,
) -> None:
    """Write all facts as Parquet, parted by customer: `encours predict --facts DIR` reads them."""
    where = settings()
    with opened(where) as database, database.read() as session, progress("Exporting") as step:
        manifest = export_facts(
            session, out, partitions=partitions, version=installed_version(), progress=step
        )
    if as_json:
        told = manifest.as_json()
        print_json({"folder": str(out)} | {name: told[name] for name in _TOLD})
        return
    words = _FRENCH if where.language is Language.FRENCH else _ENGLISH
    counts = manifest.counts
    say(
        words.format(
            invoices=counts["invoices"],
            customers=counts["customers"],
            partitions=manifest.partitions,
            out=out,
            horizon=manifest.horizon,
        )
    )


_TOLD = ("horizon", "partitions", "counts", "fingerprint", "version", "format")
_ENGLISH = (
    "Exported {invoices} versions of invoices of {customers} customers in {partitions} parts to {out}; "
    "the facts go up to {horizon}."
)
_FRENCH = (
    "{invoices} versions de factures de {customers} clients exportées en {partitions} parts dans {out} ; "
    "les faits vont jusqu'au {horizon}."
)
