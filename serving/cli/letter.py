"""`encours letter`: a step as it would be worded or printed for a customer today, sent to nobody."""

from datetime import UTC, date, datetime, time
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any

import typer

from dunning.press import Pressed
from kernel.language import Language
from messaging.mail import mail_of
from messaging.message import Channel, Message
from serving.cli.acting import Customer
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, On
from serving.cli.output import print_json, say, write_out
from serving.dunning import dunning_rules
from serving.settings import settings
from serving.specimen import Wanted, pressed_as_if, step_of

app = typer.Typer(add_completion=False)

_DRAFT = "preview"
_NOBODY = "preview@encours.invalid"


@app.command()
def letter(
    customer: Customer,
    level: Annotated[int, typer.Option(min=0, help="Of the scenario; 0 is the word before the due date.")],
    scenario: Annotated[
        str, typer.Option(metavar="CODE", help="As `encours scenario list` gives it.")
    ] = "standard",
    language: Annotated[Language | None, typer.Option(help="The customer's own when left out.")] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where to write it: .pdf a letter; .html, .eml or .txt an e-mail."),
    ] = None,
    on: On = None,
    as_json: AsJson = False,
) -> None:
    """Show a step as it would be worded or printed for a customer today. Sends and writes down nothing."""
    where = settings()
    found, step = step_of(dunning_rules(where).scenarios, scenario, level)
    with opened(where) as database, database.read() as session:
        asked = Wanted(customer, found, step, language, day_for(session, on))
        pressed = pressed_as_if(session, where, asked)
    told_of: dict[str, Any] = {"customer": customer}
    if out is not None or not pressed.text:
        path = out or Path(f"{customer}-{found.code}-{level}.pdf")
        content = _as_file(pressed, path, asked.on)
        write_out(path, content)
        told_of |= {"file": str(path), "sha256": sha256(content).hexdigest()}
    if pressed.text:
        told_of |= {"subject": pressed.subject, "text": pressed.text}
    told_of["attachments"] = [{"name": one.name, "sha256": one.sha256} for one in pressed.attachments]
    if as_json:
        print_json(told_of)
    else:
        say(told_of.get("file") or "\n\n".join(filter(None, (pressed.subject, pressed.text))))


def _as_file(pressed: Pressed, path: Path, on: date) -> bytes:
    """What a file of that name holds. Refuses a name that fits nothing there is."""
    suffix = path.suffix.lower()
    if not pressed.text and suffix == ".pdf":
        return pressed.attachments[0].content
    if pressed.text and suffix == ".txt":
        return pressed.text.encode()
    if pressed.html and suffix == ".html":
        return pressed.html.encode()
    if pressed.html and suffix == ".eml":
        return _mail(pressed, on)
    known = ".pdf" if not pressed.text else ".html, .eml or .txt" if pressed.html else ".txt"
    raise typer.BadParameter(f"{path.name}: this step makes a file that ends in {known}.")


def _mail(pressed: Pressed, on: date) -> bytes:
    """As the mail server would be handed it in the morning of that day, to nobody in particular."""
    message = Message(
        key=_DRAFT,
        channel=Channel.EMAIL,
        purpose=_DRAFT,
        recipients=(_NOBODY,),
        sender=pressed.sender or _NOBODY,
        reply_to=pressed.reply_to,
        subject=pressed.subject,
        text=pressed.text,
        html=pressed.html,
        attachments=pressed.attachments,
    )
    return mail_of(message, at=datetime.combine(on, time(8), UTC)).as_bytes()
