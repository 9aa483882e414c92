"""What earlier letters claimed of an invoice, and the sentences by which the next one tells it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from dunning.law.claimed import standing
from dunning.letters.typography import money_text
from dunning.receivable.receivable import Kept, paid_interest, receivables, waived_until
from dunning.receivable.told import in_order
from kernel.language import Language, day_text


@dataclass(frozen=True, slots=True)
class Before:
    """`letter` of `letter_on` told interest of days that are told again, of which `paid_cents` came in;
    `flat_cents` of an indemnity told before are still open. Days up to `waived_until` are given up.
    """

    letter: str = ""
    letter_on: date | None = None
    order: tuple[int, int] = (0, 0)
    paid_cents: int = 0
    flat_cents: int = 0
    flat_told: bool = False
    waived_until: date | None = None


NONE_BEFORE = Before()


def before_of(kept: Kept, item: str) -> Before:
    told = [one for one in kept.told if one.claim.item == item]
    acts = [one for one in kept.acts if one.item == item]
    if not told and not acts:
        return NONE_BEFORE
    waived = waived_until(acts, item=item)
    counted = standing((one.claim for one in told), item=item)
    again = [one.order for one in counted if waived is None or one.last > waived]
    letter = max((one for one in told if one.claim.order in again), key=in_order, default=None)
    return Before(
        letter="" if letter is None else letter.letter,
        order=(0, 0) if letter is None else letter.claim.order,
        letter_on=None if letter is None else letter.on,
        paid_cents=paid_interest(acts, item=item),
        flat_cents=sum(one.open_indemnity_cents for one in receivables(told, acts)),
        flat_told=waived is not None or any(one.claim.indemnity_cents for one in told),
        waived_until=waived,
    )


def before_texts(told: Iterable[tuple[str, Before]], *, interest: bool, language: Language) -> Iterator[str]:
    """By currency and invoice: which letter is replaced, what came in, which indemnity stands already.

    Nothing is said of what replaces no letter, so that a first notice says nothing of others.
    """
    kept, french = list(told), language is Language.FRENCH
    last = max((one for _, one in kept if one.letter_on), key=lambda one: one.order, default=None)
    if interest and last is not None and last.letter_on is not None:
        letter, day = last.letter, day_text(last.letter_on, language)
        yield (
            f"Elles remplacent celles de notre lettre {letter} du {day} et ne s’y ajoutent pas."
            if french
            else f"It replaces the interest of our letter {letter} of {day} and is not added to it."
        )
    paid = _sums(kept, [one.paid_cents for _, one in kept], language)
    if interest and paid:
        yield f"Pénalités déjà reçues et déduites : {paid}." if french else f"Received and deducted: {paid}."
    flat = _sums(kept, [one.flat_cents for _, one in kept], language)
    if flat:
        yield (
            f"Indemnités forfaitaires déjà réclamées, dues et non comptées de nouveau : {flat}."
            if french
            else f"Fixed indemnities claimed before, still due and not counted again: {flat}."
        )


def _sums(kept: Sequence[tuple[str, Before]], cents: Sequence[int], language: Language) -> str:
    totals: dict[str, int] = {}
    for (currency, _), one in zip(kept, cents, strict=True):
        totals[currency] = totals.get(currency, 0) + one
    return ", ".join(money_text(one, currency, language) for currency, one in sorted(totals.items()) if one)
