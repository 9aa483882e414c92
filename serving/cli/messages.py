"""`encours messages`: what leaves the house, and what a person settles about it."""

import os
import socket
from collections.abc import Callable, Mapping
from typing import Annotated, Any

import typer

from kernel.language import Language
from messaging import usecases
from messaging.delivery import Attempt, Standing, State
from messaging.message import Channel
from messaging.policy import MessagingPolicy
from serving import clock
from serving.cli.acting import Author
from serving.cli.house import opened
from serving.cli.options import AsJson
from serving.cli.output import print_json, print_table, remark, say
from serving.dunning import still_wanted
from serving.policies import policy_in_force
from serving.senders import senders
from serving.settings import Settings, settings

app = typer.Typer(no_args_is_help=True, add_completion=False)

_RESTING = (State.WAITING, State.FAILED)

Key = Annotated[str, typer.Argument(metavar="KEY", help="The key that the list shows.")]
Reason = Annotated[str, typer.Option(metavar="TEXT", help="Why, for those who read the history.")]
States = Annotated[list[State] | None, typer.Option("--state", help="Only in this state; may be said again.")]
Shown = Annotated[int, typer.Option("--limit", min=1, help="At most so many messages.")]
Arrived = Annotated[
    bool, typer.Option("--sent/--not-sent", help="Whether it arrived. If not, it is sent again.")
]

_WORDS: Mapping[Language, Mapping[str, str]] = {
    Language.ENGLISH: {
        "headings": "key,channel,about,state,tries,since,what was said",
        "history": "at,step,state,send,by,what was said",
        "nothing": "There is no such message.",
        "done": "{count} sent, {failed} to be tried again, {dead} given up, {ambiguous} unclear, "
        "{cancelled} no longer wanted.",
        "forsaken": "{count} left behind by a worker that fell silent.",
        "person": "{count} unclear or given up: see `encours messages list --state ambiguous --state dead`.",
        "closed": "{count} waiting for {channel}, which is not set up.",
        "stands": "The message {key} is {state}.",
        "to": "To", "from": "From", "subject": "Subject", "files": "Files",
    },
    Language.FRENCH: {
        "headings": "clé,canal,objet,état,essais,depuis,réponse",
        "history": "le,étape,état,envoi,par,réponse",
        "nothing": "Aucun message de ce genre.",
        "done": "{count} envoyé(s), {failed} à réessayer, {dead} abandonné(s), {ambiguous} incertain(s), "
        "{cancelled} devenu(s) sans objet.",
        "forsaken": "{count} laissé(s) en plan par un processus devenu muet.",
        "person": "{count} incertain(s) ou abandonné(s) : voir "
        "`encours messages list --state ambiguous --state dead`.",
        "closed": "{count} en attente de {channel}, qui n’est pas configuré.",
        "stands": "Le message {key} est maintenant : {state}.",
        "to": "À", "from": "De", "subject": "Objet", "files": "Pièces jointes",
    },
}  # fmt: skip
_STATES_IN_FRENCH = {
    State.WAITING: "en attente", State.RESERVED: "réservé", State.SENDING: "en cours d’envoi",
    State.SENT: "envoyé", State.FAILED: "à réessayer", State.AMBIGUOUS: "incertain",
    State.DEAD: "abandonné", State.CANCELLED: "annulé",
}  # fmt: skip


@app.callback()
def messages() -> None:
    """List what leaves the house, send it, settle what is unclear."""


@app.command("list")
def list_messages(state: States = None, limit: Shown = 50, as_json: AsJson = False) -> None:
    """List messages, the latest change first."""
    where = settings()
    with opened(where) as database, database.read() as session:
        found = usecases.listed(session, states=state or tuple(State), limit=limit)
    if as_json:
        print_json([_as_json(one) for one in found])
    elif found:
        _tell_list(found, where.language)
    else:
        say(_WORDS[where.language]["nothing"])


@app.command()
def show(key: Key, as_json: AsJson = False) -> None:
    """Show a message whole, with its history."""
    where = settings()
    with opened(where) as database, database.read() as session:
        told = usecases.story(session, key)
    if as_json:
        history = [_attempt_json(one) for one in told.history]
        print_json(_as_json(told.standing) | _content(told.standing) | {"history": history})
        return
    _tell_message(told.standing, where.language)
    rows = [
        (_instant(one), one.step, _state(one.state, where.language), str(one.attempt), one.by, one.told)
        for one in told.history
    ]
    if rows:
        print_table(_WORDS[where.language]["history"].split(","), rows, right=(3,))


@app.command()
def deliver(limit: Shown = 500, as_json: AsJson = False) -> None:
    """Send what is ready, each message once."""
    where = settings()
    policy = _policy(where)
    with opened(where) as database:
        done = usecases.deliver(
            database,
            senders(where, policy),
            policy,
            now=clock.now,
            worker=_worker(),
            limit=limit,
            still_wanted=still_wanted(where),
            rest=clock.rest,
        )
        with database.read() as session:
            left = usecases.counts(session)
    if as_json:
        states = {state.value: count for state, count in done.states.items()}
        print_json({**states, "forsaken": done.forsaken, "left": _left_json(left)})
    else:
        _tell_delivered(done, where.language)
    _remark_left(left, where, policy)


@app.command()
def resolve(key: Key, sent: Arrived, reason: Reason, author: Author = None, as_json: AsJson = False) -> None:
    """Say whether a message that may have arrived did."""

    def act(session: Any, told: Mapping[str, Any]) -> Standing:
        return usecases.resolve(session, key, sent=sent, **told)

    _by_person(act, reason, author, as_json=as_json)


@app.command()
def requeue(key: Key, reason: Reason, author: Author = None, as_json: AsJson = False) -> None:
    """Try a message again that was given up."""
    _by_person(lambda session, told: usecases.requeue(session, key, **told), reason, author, as_json=as_json)


@app.command()
def cancel(key: Key, reason: Reason, author: Author = None, as_json: AsJson = False) -> None:
    """Keep a message that has not left from ever leaving."""
    _by_person(lambda session, told: usecases.cancel(session, key, **told), reason, author, as_json=as_json)


def _by_person(
    act: Callable[[Any, Mapping[str, Any]], Standing], reason: str, author: str | None, *, as_json: bool
) -> None:
    where = settings()
    told = {"author": author or where.author, "reason": reason, "at": clock.now(), "policy": _policy(where)}
    with opened(where) as database, database.transaction() as session:
        standing = act(session, told)
    if as_json:
        print_json(_as_json(standing))
    else:
        state = _state(standing.state, where.language)
        say(_WORDS[where.language]["stands"].format(key=standing.message.key, state=state))


def _policy(where: Settings) -> MessagingPolicy:
    return policy_in_force(where, "messaging", MessagingPolicy)


def _worker() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def _tell_list(found: list[Standing], language: Language) -> None:
    rows = [
        (
            one.message.key,
            one.message.channel.value,
            one.message.purpose,
            _state(one.state, language),
            str(one.tries),
            f"{one.changed_at:%Y-%m-%d %H:%M}",
            one.told,
        )
        for one in found
    ]
    print_table(_WORDS[language]["headings"].split(","), rows, right=(4,))


def _tell_message(one: Standing, language: Language) -> None:
    words, message = _WORDS[language], one.message
    say(words["stands"].format(key=message.key, state=_state(one.state, language)))
    lines = {"from": message.sender, "to": ", ".join(message.recipients), "subject": message.subject}
    lines["files"] = ", ".join(file.name for file in message.attachments)
    for name, text in lines.items():
        if text:
            say(f"{words[name]}: {text}")
    if message.text:
        say(f"\n{message.text}")
    if message.payload is not None:
        print_json(message.payload)


def _tell_delivered(done: usecases.Delivered, language: Language) -> None:
    counted = {state.value: done.states.get(state, 0) for state in State}
    say(_WORDS[language]["done"].format(count=counted["sent"], **counted))
    if done.forsaken:
        say(_WORDS[language]["forsaken"].format(count=done.forsaken))


def _remark_left(left: Mapping[tuple[Channel, State], int], where: Settings, policy: MessagingPolicy) -> None:
    words, open_channels = _WORDS[where.language], senders(where, policy)
    for channel in Channel:
        waiting = sum(left.get((channel, state), 0) for state in _RESTING)
        if waiting and channel not in open_channels:
            remark(words["closed"].format(count=waiting, channel=channel.value))
    stuck = sum(count for (_, state), count in left.items() if state in (State.AMBIGUOUS, State.DEAD))
    if stuck:
        remark(words["person"].format(count=stuck))


def _left_json(left: Mapping[tuple[Channel, State], int]) -> list[dict[str, Any]]:
    return [
        {"channel": channel.value, "state": state.value, "count": count}
        for (channel, state), count in sorted(left.items())
    ]


def _state(state: State, language: Language) -> str:
    return state.value if language is Language.ENGLISH else _STATES_IN_FRENCH[state]


def _instant(one: Attempt) -> str:
    return f"{one.at:%Y-%m-%d %H:%M:%S}"


def _as_json(one: Standing) -> dict[str, Any]:
    return {
        "key": one.message.key,
        "channel": one.message.channel.value,
        "purpose": one.message.purpose,
        "customer_id": one.message.customer_id,
        "state": one.state.value,
        "tries": one.tries,
        "created_at": one.created_at.isoformat(),
        "changed_at": one.changed_at.isoformat(),
        "not_before": one.not_before.isoformat(),
        "told": one.told,
    }


def _content(one: Standing) -> dict[str, Any]:
    message = one.message
    files = [
        {"name": file.name, "media_type": file.media_type, "sha256": file.sha256, "bytes": len(file.content)}
        for file in message.attachments
    ]
    plain = {name: getattr(message, name) for name in ("sender", "subject", "text", "html", "payload")}
    return plain | {"recipients": list(message.recipients), "attachments": files}


def _attempt_json(one: Attempt) -> dict[str, Any]:
    return {
        "at": one.at.isoformat(),
        "step": one.step,
        "state": one.state.value,
        "send": one.attempt,
        "by": one.by,
        "told": one.told,
    }
