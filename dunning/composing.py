"""From a decision to the notice that is worded or printed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dunning.claims import Debtor, Kind, Through
from dunning.deciding import Decision
from dunning.enclosed import NOTHING, Enclosed
from dunning.listing import Line
from dunning.notice import Notice, NoticeLine, Party, PastReminder, Total
from dunning.payment_link import link_for
from dunning.receivable.told import Told
from dunning.scenario import Way
from dunning.sender import SenderPolicy
from kernel.language import Language

_INSTALMENT = "p:"


@dataclass(frozen=True, slots=True)
class Charges:
    """Interest and indemnity in cents by item, and how interest was reckoned; none where none is claimed.

    `told` is what is remembered of them once the message has left.
    """

    interest: Mapping[str, int] = field(default_factory=dict)
    indemnity: Mapping[str, int] = field(default_factory=dict)
    rates: str = ""
    told: tuple[Told, ...] = ()


NO_CHARGES = Charges()


def notice_of(
    decision: Decision,
    debtor: Debtor,
    house: SenderPolicy,
    *,
    reference: str,
    charges: Charges = NO_CHARGES,
    enclosed: Enclosed = NOTHING,
) -> Notice:
    """The notice of a step that is sent; charges stand beside the invoices, never in their balance."""
    step = decision.step
    if step is None:
        raise ValueError("A decision that is sent has a step.")
    sender = house.writing_as(step.sender)
    lines = tuple(_line(one, decision, charges) for one in decision.lines)
    totals = _totals(decision, lines)
    return Notice(
        form=step.form,
        tone=step.tone,
        language=language_of(decision, debtor),
        level=step.level,
        dated_on=decision.on,
        reference=reference,
        customer=debtor.code,
        sender=sender.party,
        recipient=_recipient(decision, debtor),
        lines=lines,
        totals=totals,
        banks=sender.banks,
        deadline_on=decision.deadline_on,
        past=_past(decision, debtor),
        rates=charges.rates,
        signed_by=sender.signed_by,
        natural_person=debtor.kind is Kind.PERSON,
        registered=step.way is Way.REGISTERED,
        payment_link=link_for(house.payment_link, reference=reference, customer=debtor.code, totals=totals),
        with_statement=enclosed.account is not None and bool(enclosed.account.items),
        enclosed=tuple(one.invoice for one in enclosed.invoices),
        left_out=enclosed.left_out,
    )


def _line(one: Line, decision: Decision, charges: Charges) -> NoticeLine:
    return NoticeLine(
        number=one.number,
        issued_on=one.issued_on,
        due_on=one.due_on,
        currency=one.currency,
        amount_cents=one.amount_cents,
        open_cents=one.open_cents,
        claimed_cents=one.claimed_cents,
        days_late=max((decision.on - one.due_on).days, 0),
        level=one.level or 0,
        disputed_cents=one.open_cents - one.claimed_cents,
        interest_cents=charges.interest.get(one.item, 0),
        indemnity_cents=charges.indemnity.get(one.item, 0),
        instalment=one.number if one.item.startswith(_INSTALMENT) else "",
    )


def _totals(decision: Decision, lines: tuple[NoticeLine, ...]) -> tuple[Total, ...]:
    return tuple(
        Total(
            one.currency,
            one.gross_cents,
            one.credits_cents,
            one.net_cents,
            sum(line.interest_cents for line in lines if line.currency == one.currency),
            sum(line.indemnity_cents for line in lines if line.currency == one.currency),
        )
        for one in decision.sums
    )


def _recipient(decision: Decision, debtor: Debtor) -> Party:
    to = decision.to
    if to is None:
        return Party(debtor.name, debtor.address)
    return Party(debtor.name, debtor.address, contact=to.name, email=to.email, phone=to.phone)


def language_of(decision: Decision, debtor: Debtor) -> Language:
    spoken = None if decision.to is None else decision.to.language
    return spoken or debtor.language


def _past(decision: Decision, debtor: Debtor) -> tuple[PastReminder, ...]:
    """What was certainly sent about the items listed, each message once."""
    items = {one.item for one in decision.lines}
    sent = {
        (passed.on, passed.way, passed.level)
        for claim in debtor.claims
        if claim.item in items
        for passed in claim.completed
        if passed.through is Through.SENT and passed.level > 0
    }
    return tuple(PastReminder(on, way, level) for on, way, level in sorted(sent))
