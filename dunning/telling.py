"""What another system is told of a step that it carries: the text, to whom, about what, and how to pay."""

from typing import Any

from dunning.claims import Debtor
from dunning.deciding import Decision
from dunning.phone import texted
from dunning.press import Pressed
from dunning.scenario import Way


def event_data(decision: Decision, debtor: Debtor, told: Pressed, reference: str) -> dict[str, Any]:
    """The `data` of the event, ready for JSON; nothing of what we think of the customer is in it."""
    step = decision.step
    if step is None:
        raise ValueError("A decision that is sent has a step.")
    deadline = decision.deadline_on
    return {
        "reference": reference,
        "on": decision.on.isoformat(),
        "form": step.form.value,
        "tone": step.tone.value,
        "level": step.level,
        "sender": step.sender,
        "deadline_on": None if deadline is None else deadline.isoformat(),
        "customer": {"code": debtor.code, "name": debtor.name},
        "to": _to(decision, debtor, step.way),
        "subject": told.subject,
        "text": told.text,
        "parts": told.parts,
        **_claimed(decision),
        "payment": {
            "reference": reference,
            "link": told.means.link,
            "banks": [{"holder": one.holder, "iban": one.iban, "bic": one.bic} for one in told.means.banks],
        },
    }


def _claimed(decision: Decision) -> dict[str, Any]:
    return {
        "invoices": [
            {
                "number": line.number,
                "issued_on": None if line.issued_on is None else line.issued_on.isoformat(),
                "due_on": line.due_on.isoformat(),
                "currency": line.currency,
                "amount_cents": line.amount_cents,
                "open_cents": line.open_cents,
                "claimed_cents": line.claimed_cents,
            }
            for line in decision.lines
        ],
        "sums": [
            {
                "currency": one.currency,
                "gross_cents": one.gross_cents,
                "credits_cents": one.credits_cents,
                "net_cents": one.net_cents,
            }
            for one in decision.sums
        ],
    }


def _to(decision: Decision, debtor: Debtor, way: Way) -> dict[str, str]:
    """A text message needs a number to dial and no address."""
    to = decision.to
    if to is None:
        return {}
    spoken = (to.language or debtor.language).value
    whom = {"role": to.role, "name": to.name, "language": spoken}
    if way is Way.SMS:
        return {**whom, "phone": texted(to.phone, country=debtor.country)}
    return {**whom, "phone": to.phone, "email": to.email}
