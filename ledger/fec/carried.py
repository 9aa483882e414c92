"""Years joined: a balance brought forward is dropped where the year before is known, and checked with it."""

from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from ledger.fec.movements import Account, FecYear, Letter, Movement
from ledger.fec.roles import ADJUSTMENT, INVOICE
from ledger.master.terms import PROVIDED

_CARRY = "carry"


class CarriedDifference(NamedTuple):
    """An opening balance that is not the closing balance of the year before, by this much."""

    first_on: date
    account_class: str
    customer: str
    cents: int


@dataclass(frozen=True, slots=True)
class Joined:
    """The movements of all years, each once, what they should sum to, and how openings differed."""

    movements: Sequence[Movement]
    expected: Mapping[Account, int]
    differences: Sequence[CarriedDifference]
    dropped: int
    letters: Mapping[tuple[Account, str, int], Sequence[Letter]]  # of items carried: by piece and amount


def join_years(
    years: Sequence[FecYear], earlier: Mapping[date, Mapping[Account, int]], *, recorded: Container[str] = ()
) -> Joined:
    """Years in the order of their first day. `earlier` holds what the ledger has, by day entered; `recorded`,
    the names of these facts, which files that come again do not add to it.
    """
    running: dict[str, Movement] = {}
    differences: list[CarriedDifference] = []
    letters: dict[tuple[Account, str, int], list[Letter]] = defaultdict(list)
    expected: Counter[Account] = Counter()
    dropped = 0
    for year in years:
        fresh = [one for one in running.values() if one.source_id not in recorded]
        before = _before(year.first_on, earlier, fresh)
        kept = list(year.movements)
        if before is not None and year.has_opening:
            carried = [one for one in kept if one.carried]
            kept = [one for one in kept if not one.carried]
            dropped += len(carried)
            found, adjustments = _compared(year, before, carried)
            differences += found
            kept += adjustments
            for one in carried:
                if one.letter is not None:
                    letters[one.account, one.piece, one.cents].append(one.letter)
        running.update((one.source_id, one) for one in kept)
        expected = year.balances()
        if before is not None and not year.has_opening:
            expected.update(before)
    return Joined(list(running.values()), expected, differences, dropped, letters)


def _before(
    day: date, earlier: Mapping[date, Mapping[Account, int]], fresh: Sequence[Movement]
) -> Counter[Account] | None:
    """What the ledger held by account on the eve of a day, None when it held nothing."""
    found = [held for entered_on, held in earlier.items() if entered_on < day]
    told = [one for one in fresh if one.entered_on < day]
    if not found and not told:
        return None
    total: Counter[Account] = Counter()
    for held in found:
        total.update(held)
    for one in told:
        total[one.account] += one.cents
    return total


def _compared(
    year: FecYear, before: Counter[Account], carried: Sequence[Movement]
) -> tuple[list[CarriedDifference], list[Movement]]:
    opening: Counter[Account] = Counter()
    names: dict[Account, str | None] = {}
    for one in carried:
        opening[one.account] += one.cents
        names[one.account] = one.name
    opening.subtract(before)
    differences = [
        CarriedDifference(year.first_on, *account, cents)
        for account, cents in sorted(opening.items())
        if cents
    ]
    return differences, [_adjustment(one, names.get(one[1:3])) for one in differences]


def _adjustment(difference: CarriedDifference, name: str | None) -> Movement:
    """Kept so that the balance agrees with the later file, which the accountant closed last."""
    day, account_class, customer, cents = difference
    owed = cents > 0
    return Movement(
        source_id=f"{day} {_CARRY}|{account_class}|{customer}",
        line=0,
        item=owed,
        kind=INVOICE if owed else ADJUSTMENT,
        account_class=account_class,
        customer=customer,
        name=name,
        piece="",
        entered_on=day,
        issued_on=day,
        due_on=day,
        due_on_source=PROVIDED,
        cents=cents,
        opening=owed,
        carried=False,
        letter=None,
    )
