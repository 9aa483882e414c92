"""What became of each bank entry: the fold of the acts about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from ledger.matching.payers import Learned
from ledger.registers.catalogue import MatchActRow
from ledger.registers.register import Version

APPLIED, CONFIRMED, BOOKED, RETURNED = "applied", "confirmed", "booked", "returned"
UNDONE, REFUSED = "undone", "refused"  # refused: set aside, this money is of no customer
RELEASED = "released"  # the accounts took away what it rested on, so it waits to be decided again
WAITING = "waiting"
_PAYS = frozenset((APPLIED, CONFIRMED, RETURNED))


@dataclass(frozen=True, slots=True)
class EntryState:
    """Where an entry stands: the last act about it, and how many payments it has made so far."""

    status: str = WAITING
    last: Version[MatchActRow] | None = None
    payments: int = 0
    undone: bool = False  # a person took something back, so nothing is applied to it by itself again
    apart: frozenset[int] = frozenset()  # payments that a person said are other money

    @property
    def waits(self) -> bool:
        return self.status == WAITING


@dataclass(slots=True)
class MatchState:
    """The state of all entries, the payers learned, and payments by what entries say of them."""

    entries: dict[int, EntryState] = field(default_factory=dict)
    learned: Learned = field(default_factory=Learned)
    _replaced: dict[int, int] = field(default_factory=dict)

    def of(self, entry_id: int) -> EntryState:
        return self.entries.get(entry_id, EntryState())

    def answered(self) -> set[int]:
        """Payments that an entry made or found in the accounts."""
        return {key for row in self._standing() for key in payments_of(row)}

    def taken_back(self) -> dict[int, int]:
        """By payment, the entry that took it back; where the accounts told a payment too, by theirs."""
        return {
            self.now(row.details["returns"]): row.entry_id
            for row in self._standing()
            if row.details.get("returns")
        }

    def now(self, payment_id: int) -> int:
        """The payment that stands for another since the accounts told the same money."""
        return self._replaced.get(payment_id, payment_id)

    def note_replaced(self, row: MatchActRow) -> None:
        replaced = row.details.get("replaces")
        if replaced is not None and row.payment_id is not None:
            self._replaced[replaced] = row.payment_id

    def _standing(self) -> list[MatchActRow]:
        return [one.last.row for one in self.entries.values() if one.last is not None and not one.waits]


def fold(acts: Iterable[Version[MatchActRow]], *, as_of: date) -> MatchState:
    """The state that an evening knew; acts in the order in which they were written down."""
    state = MatchState()
    for act in sorted((one for one in acts if one.known_on <= as_of), key=lambda one: one.id):
        row = act.row
        before = state.of(row.entry_id)
        state.entries[row.entry_id] = EntryState(
            WAITING if row.act in (UNDONE, RELEASED) else row.act,
            act,
            before.payments + (row.act in _PAYS),
            before.undone or row.act == UNDONE,
            before.apart | _said_apart(before, row),
        )
        state.note_replaced(row)
        _learn(state.learned, row)
    return state


def payments_of(row: MatchActRow) -> tuple[int, ...]:
    """The payments that an act made or found."""
    alone = () if row.payment_id is None else (row.payment_id,)
    return (*alone, *row.details.get("beside", ()))


def _said_apart(before: EntryState, row: MatchActRow) -> frozenset[int]:
    if row.act != UNDONE or before.status != BOOKED or before.last is None:
        return frozenset()
    return frozenset(payments_of(before.last.row))


def _learn(learned: Learned, row: MatchActRow) -> None:
    """What is applied tells whose money it is; what is taken back or refused tells whose it is not.

    That the accounts hold the same money tells it only where more than the amount agreed.
    """
    if row.act in (UNDONE, REFUSED):
        learned.deny(row.payer, row.customer_id)
    elif row.act in (APPLIED, CONFIRMED) or (row.act == BOOKED and row.how != "amount"):
        learned.link(row.payer, row.customer_id, by_person=row.act == CONFIRMED)


def history_of(acts: Sequence[Version[MatchActRow]], entry_id: int) -> list[Version[MatchActRow]]:
    """The acts about one entry, the first first."""
    return sorted((one for one in acts if one.row.entry_id == entry_id), key=lambda one: one.id)
