"""`encours letter`: a step as it would be worded or printed for a customer today, sent to nobody."""

from pathlib import Path
from typing import Annotated

import typer

from kernel.language import Language
from serving.cli.acting import Customer
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, On
from serving.cli.output import print_json, say
from serving.dunning import dunning_rules
from serving.previews import Wanted, pressed_as_if, step_of
from serving.settings import settings

app = typer.Typer(add_completion=False)


@app.command()
def letter(
    customer: Customer,
    level: Annotated[int, typer.Option(min=0, help="Of the scenario; 0 is the word before the due date.")],
    scenario: Annotated[
        str, typer.Option(metavar="CODE", help="As `encours scenario list` gives it.")
    ] = "standard",
    language: Annotated[Language | None, typer.Option(help="The customer's own when left out.")] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where to write a letter's PDF.")] = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Show a step as it would be worded or printed for a customer today. Sends and writes down nothing."""
    where = settings()
    found, step = step_of(dunning_rules(where).scenarios, scenario, level)
    with opened(where) as database, database.read() as session:
        asked = Wanted(customer, found, step, language, day_for(session, on))
        pressed = pressed_as_if(session, where, asked)
    letters = [one for one in pressed.attachments if one.media_type == "application/pdf" and not pressed.text]
    if letters:
        path = out or Path(f"{customer}-{found.code}-{level}.pdf")
        path.write_bytes(letters[0].content)
        told_of = {"customer": customer, "file": str(path), "sha256": letters[0].sha256}
    else:
        told_of = {"customer": customer, "subject": pressed.subject, "text": pressed.text}
    if as_json:
        print_json(told_of)
    else:
        say(told_of.get("file") or f"{pressed.subject}\n\n{pressed.text}")
