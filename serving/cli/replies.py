"""`encours replies`: bounces, automatic replies and answers, read and listed."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from dunning.returns.usecases import address_is_good
from kernel.language import Language, day_text
from messaging.returns.fact import Came, ReturnFact
from messaging.returns.gateway import mails_at
from messaging.returns.usecases import listed
from serving import clock
from serving.cli.acting import Author, Customer
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, On
from serving.cli.output import print_json, print_table, say
from serving.mailbox import ReadMail, read_mailbox, read_mails, reader_of
from serving.settings import settings

app = typer.Typer(no_args_is_help=True, add_completion=False)

_E, _F = Language.ENGLISH, Language.FRENCH
_CAME: Mapping[Came, Mapping[Language, str]] = {
    Came.HARD: {_E: "hard bounce", _F: "adresse refusée"},
    Came.SOFT: {_E: "soft bounce", _F: "refus ou retard"},
    Came.AUTOMATIC: {_E: "automatic reply", _F: "réponse automatique"},
    Came.REPLY: {_E: "answer", _F: "réponse"},
    Came.NOT_UNDERSTOOD: {_E: "not understood", _F: "non compris"},
    Came.GOOD: {_E: "address good", _F: "adresse confirmée"},
}
_WORDS: Mapping[Language, Mapping[str, str]] = {
    _E: {
        "headings": "day,what,message,recipient,status,then,known",
        "nothing": "No mail came back yet.",
        "read": "{mails} mails, {new} new{counts}.",
        "lost": "Messages that reached nobody: {lost}. The next run writes to whoever else can be reached.",
        "wrong": "wrong address",
        "back": "back on {day}",
        "asks": "asks to write to {address}",
        "good": "{address} is good again for {customer}.",
    },
    _F: {
        "headings": "jour,quoi,message,destinataire,statut,suite,connu le",
        "nothing": "Aucun courriel n’est encore revenu.",
        "read": "{mails} courriels, {new} nouveaux{counts}.",
        "lost": "Messages qui n’ont atteint personne : {lost}. Le prochain passage écrit à d’autres.",
        "wrong": "adresse erronée",
        "back": "retour le {day}",
        "asks": "demande d’écrire à {address}",
        "good": "{address} est de nouveau bonne pour {customer}.",
    },
}
_Path = Annotated[
    Path | None,
    typer.Argument(
        metavar="PATH",
        help="An .eml file, an mbox, a Maildir or a folder of .eml files; the mailbox of "
        "ENCOURS_IMAP_URL when left out.",
    ),
]
_Address = Annotated[str, typer.Argument(metavar="ADDRESS", help="The mail address.")]
_Reason = Annotated[str, typer.Option(metavar="TEXT", help="How you know, for those who read the case.")]
_Shown = Annotated[int, typer.Option("--limit", min=1, help="At most so many.")]


@app.callback()
def replies() -> None:
    """Read mail that came back, list it, vouch for an address."""


@app.command()
def read(path: _Path = None, on: On = None, as_json: AsJson = False) -> None:
    """Take bounces, automatic replies and answers, each mail once."""
    where = settings()
    with opened(where) as database:
        with database.read() as session:
            day = day_for(session, on)
        if path is None:
            done = read_mailbox(database, where, on=day)
        else:
            done = read_mails(database, where, mails_at(path), on=day, now=clock.now)
    if as_json:
        counts = {one.value.replace(" ", "_"): done.counts.get(one.value, 0) for one in Came}
        print_json({"mails": done.mails, "new": done.new, "lost": done.lost, "counts": counts})
    else:
        _tell(done, where.language)


@app.command("list")
def list_replies(limit: _Shown = 50, as_json: AsJson = False) -> None:
    """List what came back, the latest first."""
    where = settings()
    with opened(where) as database, database.read() as session:
        found = listed(session, limit=limit)
    if as_json:
        print_json([_as_json(one) for one in found])
    elif found:
        rows = [_row(one, where.language) for one in found]
        print_table(_WORDS[where.language]["headings"].split(","), rows)
    else:
        say(_WORDS[where.language]["nothing"])


@app.command()
def good(
    customer: Customer,
    address: _Address,
    reason: _Reason,
    on: On = None,
    author: Author = None,
    as_json: AsJson = False,
) -> None:
    """Say that an address is good again, although mail to it was given up on."""
    where = settings()
    with opened(where) as database, database.transaction() as session:
        by = reader_of(where, on=day_for(session, on), at=clock.now(), author=author or where.author)
        fact = address_is_good(session, customer, address, reader=by, why=reason)
    if as_json:
        print_json(_as_json(fact))
    else:
        say(_WORDS[where.language]["good"].format(address=fact.recipient, customer=customer))


def _tell(done: ReadMail, language: Language) -> None:
    words = _WORDS[language]
    colon = " : " if language is _F else ": "
    told = ", ".join(f"{_CAME[Came(came)][language]} {count}" for came, count in done.counts.items())
    say(words["read"].format(mails=done.mails, new=done.new, counts=colon + told if told else ""))
    if done.lost:
        say(words["lost"].format(lost=done.lost))


def _row(one: ReturnFact, language: Language) -> tuple[str, ...]:
    words = _WORDS[language]
    then = [words["wrong"]] if one.wrong else []
    if one.back_on is not None:
        then.append(words["back"].format(day=day_text(one.back_on, language)))
    if one.suggested:
        then.append(words["asks"].format(address=one.suggested))
    told = ", ".join(then) or one.why
    return (
        *(f"{one.happened_on}", _CAME[one.came][language], one.key, one.recipient, one.status),
        *(told, f"{one.known_on}"),
    )


def _as_json(one: ReturnFact) -> dict[str, Any]:
    return {
        "came": one.came.value,
        "message": one.key,
        "mark": one.mark,
        "customer_id": one.customer_id,
        "recipient": one.recipient,
        "status": one.status,
        "final": one.final,
        "wrong": one.wrong,
        "happened_on": one.happened_on.isoformat(),
        "known_on": one.known_on.isoformat(),
        "back_on": None if one.back_on is None else one.back_on.isoformat(),
        "suggested": one.suggested,
        "author": one.author,
        "why": one.why,
    }
