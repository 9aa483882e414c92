"""Interest and indemnity of a customer's late invoices on a day: a pure reckoning from their history."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction

from dunning.charges.before import NONE_BEFORE, Before, before_texts
from dunning.charges.policy import PenaltyPolicy
from dunning.claims import Kind
from dunning.composing import Charges
from dunning.law.claimed import Claimed
from dunning.law.indemnity import indemnity_cents
from dunning.law.interest import Piece, Step, interest, pieces, rounded
from dunning.law.rates import first_known, last_known, penalty_rate
from dunning.receivable.told import Told
from kernel.language import Language, day_text


@dataclass(frozen=True, slots=True)
class LateInvoice:
    """An invoice with what was open of it from each day on, and what was claimed before.

    `paid_on` is the day it was settled in full, None while it is open; `claimed_until` the last day whose
    interest was claimed; `born_on` the day it was issued, None where nobody knows it.
    """

    item: str
    number: str
    currency: str
    due_on: date
    steps: tuple[Step, ...]
    paid_on: date | None = None
    claimed_until: date | None = None
    indemnity_claimed: bool = False
    born_on: date | None = None
    before: Before = NONE_BEFORE


@dataclass(frozen=True, slots=True)
class Charged:
    """What an invoice costs by a day, interest in pieces of one rate each."""

    invoice: LateInvoice
    pieces: tuple[Piece, ...]
    interest_cents: int
    indemnity_cents: int


def charged(
    one: LateInvoice,
    policy: PenaltyPolicy,
    *,
    debtor: Kind,
    opened_on: date | None,
    on: date,
    until: date | None = None,
) -> Charged:
    """Interest up to `until`, that day included, else up to `on`, and the indemnity. A consumer owes neither.

    Interest of what was born before the opening of a proceeding stops there (L622-28 C. com., as secondary
    sources quote it). Raises NotInForce beyond the rates known.
    """
    if debtor is Kind.PERSON:
        return Charged(one, (), 0, 0)
    first = one.due_on if one.claimed_until is None else one.claimed_until + timedelta(days=1)
    if policy.contractual is None:
        first = max(first, first_known())
    after = (until or on) + timedelta(days=1)
    if opened_on is not None and (one.born_on is None or one.born_on < opened_on):
        after = min(after, opened_on)

    def rate(day: date) -> Fraction:
        return penalty_rate(day, contractual=policy.contractual, public_body=debtor is Kind.PUBLIC)

    told = (
        pieces(one.steps, rate, due_on=one.due_on, first=first, after=after, base=policy.day_base)
        if policy.interest
        else []
    )
    cents = rounded(interest(told))
    late = one.paid_on is None or one.paid_on > one.due_on
    flat = indemnity_cents(
        due_on=one.due_on,
        late=late,
        debtor=debtor,
        currency=one.currency,
        claimed_before=one.indemnity_claimed or not policy.indemnity,
        proceeding_opened_on=opened_on,
        on=on,
    )
    return Charged(one, tuple(told), cents if cents >= policy.least_interest_cents else 0, flat)


def running_rate(
    one: LateInvoice, policy: PenaltyPolicy, *, debtor: Kind, opened_on: date | None, on: date
) -> Fraction:
    """The yearly rate at which its interest still grows on a day, or on the last of which rates are known;
    0 where none does: it is paid, or a proceeding stopped it.
    """
    still = [step.open_cents for step in one.steps if step.since <= on][-1:]
    stopped = opened_on is not None and opened_on <= on and (one.born_on is None or one.born_on < opened_on)
    if debtor is Kind.PERSON or not policy.interest or stopped or not still or still[0] <= 0:
        return Fraction(0)
    day = reckoned_until(on, policy)
    return penalty_rate(day, contractual=policy.contractual, public_body=debtor is Kind.PUBLIC)


def still_owed(one: Charged) -> Charged:
    """Less what came in for its interest, and with what is open of an indemnity told before."""
    before = one.invoice.before
    interest_left = max(one.interest_cents - before.paid_cents, 0)
    flat = before.flat_cents if before.flat_told else one.indemnity_cents
    late = replace(one.invoice, before=NONE_BEFORE)
    return replace(one, invoice=late, interest_cents=interest_left, indemnity_cents=flat)


def reckoned_until(on: date, policy: PenaltyPolicy) -> date:
    """The day a notice of `on` tells interest to: that day, or the last of which the rate is known.

    A notice must leave, and may claim less than is owed, never more.
    """
    return on if policy.contractual is not None else min(on, last_known())


def charges_of(
    found: Sequence[Charged], policy: PenaltyPolicy, *, debtor: Kind, language: Language, on: date
) -> Charges:
    """As a notice prints them, with the sentence on rates; `on` is the last day of interest."""
    owed = {one.invoice.item: one.interest_cents - one.invoice.before.paid_cents for one in found}
    interest_by = {item: cents for item, cents in owed.items() if cents > 0}
    flat = {one.invoice.item: one.indemnity_cents for one in found if one.indemnity_cents}
    rates = _rates(found, policy, debtor, language, on) if interest_by else ""
    before = [] if debtor is Kind.PERSON else [(one.invoice.currency, one.invoice.before) for one in found]
    said = (rates, *before_texts(before, interest=bool(interest_by), language=language))
    told = tuple(_told(one, on) for one in found if one.interest_cents or one.indemnity_cents)
    return Charges(interest_by, flat, " ".join(text for text in said if text), told)


def _told(one: Charged, on: date) -> Told:
    """Interest whole, as it was reckoned: what came in for it is kept apart. Its action numbers it."""
    late = one.invoice
    first = max(late.due_on, late.claimed_until or late.due_on) + timedelta(days=1)
    claim = Claimed(0, late.item, late.currency, first, on, one.interest_cents, one.indemnity_cents)
    return Told(claim, late.number, late.due_on, on)


def rate_text(rate: Fraction, language: Language) -> str:
    """“12.40%” or “12,40 %”."""
    said = f"{float(100 * rate):.2f}"
    return f"{said.replace('.', ',')}\u202f%" if language is Language.FRENCH else f"{said}%"


def _rates(
    found: Sequence[Charged], policy: PenaltyPolicy, debtor: Kind, language: Language, on: date
) -> str:
    rates = sorted({piece.rate for one in found for piece in one.pieces})
    said = ", ".join(rate_text(one, language) for one in rates)
    points = 8 if debtor is Kind.PUBLIC else 10
    agreed = policy.contractual is not None
    day = day_text(on, language)
    if language is Language.FRENCH:
        whence = (
            "taux convenu" if agreed else f"taux de refinancement de la BCE majoré de {points}\u00a0points"
        )
        return (
            f"Pénalités de retard au {day}, au taux annuel de {said} ({whence}, art. L441-10 II C. com.), "
            "par jour sur le montant restant dû."
        )
    whence = "as agreed" if agreed else f"ECB refinancing rate and {points} points"
    return (
        f"Late-payment interest to {day}, at a yearly rate of {said} ({whence}, "
        "art. L441-10 II of the French commercial code), by the day on what was open."
    )
