"""The message that carries a step out of the house."""

from dunning.actions import key_of
from dunning.claims import Debtor
from dunning.composing import NO_CHARGES, Charges
from dunning.deciding import Decision
from dunning.errors import ActionRefused
from dunning.press import Press
from dunning.scenario import Way
from dunning.stored import decision_as_stored
from messaging.message import Channel, Message, mailbox

_CHANNELS = {
    Way.EMAIL: Channel.EMAIL,
    Way.LETTER: Channel.LETTER,
    Way.REGISTERED: Channel.LETTER,
    Way.WEBHOOK: Channel.WEBHOOK,
}


def message_of(
    number: int,
    debtor: Debtor,
    decision: Decision,
    press: Press,
    *,
    endpoint: str,
    charges: Charges = NO_CHARGES,
) -> Message:
    """Raises ActionRefused where the step has no way out of the house."""
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
    told = press.pressed(decision, debtor, reference=f"R{number}", charges=charges)
    return Message(
        key=key,
        channel=channel,
        purpose=step.form.value if channel is Channel.EMAIL else step.way.value,
        recipients=_recipients(channel, debtor, decision, endpoint),
        sender=press.sender if channel is Channel.EMAIL else "",
        subject=told.subject,
        text=told.text,
        html=told.html,
        attachments=told.attachments,
        payload=decision_as_stored(decision) if channel is Channel.WEBHOOK else None,
        customer_id=debtor.customer_id,
    )


def _recipients(channel: Channel, debtor: Debtor, decision: Decision, endpoint: str) -> tuple[str, ...]:
    """A letter goes to whoever has a name, with a mail address or without."""
    to = decision.to
    if channel is Channel.WEBHOOK:
        return (endpoint,)
    if channel is Channel.LETTER:
        return ((to.name if to else "") or debtor.name,)
    first = mailbox(to.name, to.email) if to else ""
    return (first, *(mailbox(one.name, one.email) for one in decision.also))
