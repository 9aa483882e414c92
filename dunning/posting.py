"""The message that carries a step out of the house."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dunning.actions import key_of
from dunning.claims import Debtor
from dunning.composing import NO_CHARGES, Charges
from dunning.deciding import Decision
from dunning.enclosed import NOTHING, Enclosed, as_details
from dunning.errors import ActionRefused
from dunning.press import Press
from dunning.scenario import Way
from dunning.telling import event_data
from messaging.message import Channel, Message, mailbox

_CHANNELS = {
    Way.EMAIL: Channel.EMAIL,
    Way.LETTER: Channel.LETTER,
    Way.REGISTERED: Channel.LETTER,
    Way.WEBHOOK: Channel.WEBHOOK,
    Way.SMS: Channel.WEBHOOK,
}


@dataclass(frozen=True, slots=True)
class Posted:
    """A message, and what the event that queues it remembers of its files."""

    message: Message
    details: Mapping[str, Any]


def posted(
    number: int,
    debtor: Debtor,
    decision: Decision,
    press: Press,
    *,
    endpoint: str,
    charges: Charges = NO_CHARGES,
    enclosed: Enclosed = NOTHING,
) -> Posted:
    """`endpoint` is where its way goes, if by webhook. Raises ActionRefused where it has no way out."""
    step, key = decision.step, key_of(number)
    if step is None:
        raise ValueError("A decision that acts has a step.")
    channel = _CHANNELS[step.way]
    if channel is Channel.EMAIL and not press.sender:
        raise ActionRefused("E-mails need a sender: set ENCOURS_MAIL_FROM. Nothing was written down.")
    if channel is Channel.WEBHOOK and not endpoint:
        raise ActionRefused(
            "A step leaves by webhook, and none is set: ENCOURS_WEBHOOK_URL. Nothing was written."
        )
    reference = f"R{number}"
    told = press.pressed(decision, debtor, reference=reference, charges=charges, enclosed=enclosed)
    message = Message(
        key=key,
        channel=channel,
        purpose=step.form.value if channel is Channel.EMAIL else step.way.value,
        recipients=_recipients(channel, decision, debtor, endpoint),
        sender=(told.sender or press.sender) if channel is Channel.EMAIL else "",
        reply_to=told.reply_to if channel is Channel.EMAIL else "",
        subject=told.subject,
        text=told.text,
        html=told.html,
        attachments=told.attachments,
        payload=event_data(decision, debtor, told, reference) if channel is Channel.WEBHOOK else None,
        customer_id=debtor.customer_id,
    )
    return Posted(message, as_details(told.attachments, told.enclosed))


def _recipients(channel: Channel, decision: Decision, debtor: Debtor, endpoint: str) -> tuple[str, ...]:
    """A letter goes to whoever has a name, with a mail address or without."""
    to = decision.to
    if channel is Channel.WEBHOOK:
        return (endpoint,)
    if channel is Channel.LETTER:
        return ((to.name if to else "") or debtor.name,)
    everybody = (*filter(None, (to,)), *decision.also)
    return tuple(mailbox(one.name, one.email) for one in everybody)
