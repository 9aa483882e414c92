"""`encours dossier`: all about a customer at the end of the road, in one file."""

import json
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import typer

from dunning.dossier import usecases
from dunning.dossier.words import label, money_text
from dunning.policy import DunningPolicy
from kernel.language import Language
from serving.cli.acting import Customer
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, AsOf
from serving.cli.output import print_json, print_table, remark, say, write_out
from serving.policies import policy_in_force
from serving.press import statement_press_of
from serving.settings import settings

app = typer.Typer(add_completion=False)


@app.command()
def dossier(
    customer: Customer,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE.zip", dir_okay=False, help="Where the zip goes.")
    ] = None,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Put a customer's dossier together; without --out, tell what it would hold and what is missing."""
    where = settings()
    zone = ZoneInfo(policy_in_force(where, "dunning", DunningPolicy).zone)
    with opened(where) as database, database.read() as session:
        found = usecases.dossier_of(
            session,
            customer,
            as_of=day_for(session, as_of),
            zone=zone,
            press=statement_press_of(where),
            language=where.language,
        )
    content = found.content
    if out is not None:
        write_out(out, content)
    index = json.loads(found.files["index.json"])
    if as_json:
        print_json(index)
    else:
        _tell(index, where.language)
        if out is not None:
            say(f"{out}: {len(found.files)} files, {len(content):,} bytes; open index.html.")


def _tell(index: dict[str, Any], language: Language) -> None:
    say(f"{index['customer']} {index['name']}, {label('as_of', language)} {index['as_of']}")
    sums = [
        (
            one["currency"],
            *(
                money_text(one[f"{what}_cents"], one["currency"], language)
                for what in ("gross", "credit", "net")
            ),
        )
        for one in index["sums"]
    ]
    if sums:
        heads = [label(key, language) for key in ("currency", "gross", "credits", "net")]
        print_table(heads, sums, right=(1, 2, 3))
    else:
        say(label("nothing_open", language))
    rows = [(one["path"], f"{one['bytes']:,}", one["sha256"][:12]) for one in index["files"]]
    print_table([label("file", language), label("bytes", language), "sha-256"], rows, right=(1,))
    for one in index["missing"]:
        remark(one["told"])
