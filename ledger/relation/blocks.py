"""Blocks: a customer, or some invoices, not to be reminded until a day, or until the block is lifted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ledger.errors import ActRefused
from ledger.relation.accounts import Item
from ledger.relation.cases import Case, Grammar, RelationAct, cases_of
from ledger.relation.deciding import NewAct, When, check_ending, check_when
from ledger.relation.details import Details, day_or_never_in, invoices_in, text_in

BLOCK = "block"
SET, LIFTED = "set", "lifted"


@dataclass(frozen=True, slots=True)
class Pause:
    """On no invoice in particular, it is on the customer; `until` is its last day, None if it has none."""

    invoices: tuple[int, ...]
    until: date | None
    reason: str


Block = Case[Pause, str]


def _pause(details: Details) -> Pause:
    return Pause(invoices_in(details), day_or_never_in(details, "until"), text_in(details, "reason"))


BLOCKS = Grammar(
    matter=BLOCK, opening=SET, read=_pause, ending=LIFTED, read_end=lambda details: text_in(details, "note")
)


def blocks_on(acts: Sequence[RelationAct], *, as_of: date) -> list[Block]:
    """Every block known on an evening, lifted and lapsed ones too."""
    return cases_of(BLOCKS, acts, as_of=as_of)


def holds_back(case: Block, as_of: date) -> bool:
    """A block that cannot be read has no last day."""
    if case.terms is None or case.unreadable:
        return case.stands
    return case.stands and (case.terms.until is None or as_of <= case.terms.until)


def set_block(
    items: Sequence[Item], *, customer_id: int, until: date | None, reason: str, when: When
) -> NewAct:
    check_when(when, items)
    if until is not None and until < when.on:
        raise ActRefused(f"A block until {until} would be over on {when.on}.")
    if not reason.strip():
        raise ActRefused("A block needs its reason: whoever meets it must know whether it still holds.")
    details = {
        "invoices": [one.invoice_id for one in items],
        "until": None if until is None else until.isoformat(),
        "reason": reason,
    }
    return NewAct(BLOCK, SET, None, customer_id, when.happened_on, details)


def lift_block(case: Block, *, note: str, when: When) -> NewAct:
    check_ending(case, when, ended=LIFTED)
    if case.terms is not None and not holds_back(case, when.happened_on):
        raise ActRefused(f"The block {case.id} lapsed after {case.terms.until}: there is nothing to lift.")
    return NewAct(BLOCK, LIFTED, case.id, case.customer_id, when.happened_on, {"note": note})
