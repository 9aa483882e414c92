"""What leaves of the alerts of a run: a webhook each, and one e-mail to each owner of customers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from credit.alerts.told import Fired, ToldAlert, told
from credit.alerts.words import action_text, kind_text
from kernel.language import Language, day_text
from messaging.errors import MessageRefused
from messaging.message import Channel, Message, address_of

PURPOSE = "alert"
_SUBJECTS = {
    Language.ENGLISH: "{count} credit alerts, {day}",
    Language.FRENCH: "{count} alertes crédit, {day}",
}
_ASSIGNED = {
    Language.ENGLISH: "Credit alert {number} is assigned to you: {customer}",
    Language.FRENCH: "L'alerte crédit {number} vous est confiée : {customer}",
}


@dataclass(frozen=True, slots=True)
class Post:
    """Who sends, to whom what has no owner goes, and which webhooks are told; empty for none."""

    sender: str
    fallback: str
    endpoints: tuple[str, ...]
    language: Language


def usable(address: str) -> bool:
    """Whether a mail can go there: contacts hold what people typed."""
    try:
        address_of(address)
    except MessageRefused:
        return False
    return True


def webhooks(fired: Iterable[Fired], post: Post, *, on: date) -> list[Message]:
    """One message for each alert and endpoint, in the language of the house."""
    return [
        Message(
            key=f"alert:{alert.id}:{endpoint}",
            channel=Channel.WEBHOOK,
            purpose=PURPOSE,
            recipients=(endpoint,),
            payload=told(alert, on=on).as_json(post.language),
            customer_id=alert.customer_id,
        )
        for alert in fired
        for endpoint in post.endpoints
    ]


def digests(
    fired: Sequence[Fired], owners: Mapping[int, str], post: Post, *, on: date, run: int
) -> list[Message]:
    """One e-mail for each owner, with the alerts of their customers; nothing without a sender.

    An alert whose customer has no owner with an address goes to the fallback; without one it is not mailed.
    """
    if not post.sender:
        return []
    theirs: dict[str, list[Fired]] = {}
    for alert in fired:
        address = owners.get(alert.customer_id) or post.fallback
        if address:
            theirs.setdefault(address, []).append(alert)
    return [_digest(address, alerts, post, on=on, run=run) for address, alerts in sorted(theirs.items())]


def _digest(address: str, alerts: Sequence[Fired], post: Post, *, on: date, run: int) -> Message:
    day = day_text(on, post.language)
    lines = "\n\n".join(_paragraph(alert, post.language) for alert in alerts)
    return Message(
        key=f"digest:{address}:{on}:{run}",
        channel=Channel.EMAIL,
        purpose=PURPOSE,
        recipients=(address,),
        sender=post.sender,
        subject=_SUBJECTS[post.language].format(count=len(alerts), day=day),
        text=f"{lines}\n",
    )


def assignment(alert: ToldAlert, post: Post, *, act: int) -> Message | None:
    """An e-mail to the person an alert was assigned to, where that is an address."""
    person = alert.standing.assigned_to
    if not post.sender or not usable(person):
        return None
    subject = _ASSIGNED[post.language].format(number=alert.alert.id, customer=alert.alert.customer)
    return Message(
        key=f"assigned:{alert.alert.id}:{act}",
        channel=Channel.EMAIL,
        purpose=PURPOSE,
        recipients=(person,),
        sender=post.sender,
        subject=_printable(subject),
        text=_paragraph(alert.alert, post.language) + "\n",
        customer_id=alert.alert.customer_id,
    )


def _printable(text: str) -> str:
    """A subject is a header: a code with a line break in it must not start another one."""
    return "".join(mark if mark.isprintable() else " " for mark in text)


def _paragraph(alert: Fired, language: Language) -> str:
    who = " ".join(word for word in (alert.customer, alert.name) if word)
    why = told(alert, on=alert.fired_on).why(language)
    return f"{who}: {kind_text(alert.kind, language)}\n{why}\n{action_text(alert.action, language)}"
