"""What was done about customers so far, told apart from what an evening knew of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from dunning.actions import Folded
from dunning.claims import Through
from dunning.contacts.contact import Spoken
from dunning.following import Following
from dunning.heard import Heard
from dunning.passed.usecases import TAKEN_BACK
from dunning.scenario import Way
from ledger.registers.catalogue import ReminderRow


@dataclass(frozen=True, slots=True)
class Done:
    """Levels passed by item, the day each customer was last reached, what is on its way, what was said."""

    passed: Mapping[str, Sequence[ReminderRow]]
    reached: Mapping[int, date]
    folded: Folded
    spoken: Mapping[int, Sequence[Spoken]]
    heard: Mapping[int, Heard] = field(default_factory=dict)


def passed_of(
    rows: Iterable[ReminderRow], replaced: Following
) -> tuple[Mapping[str, Sequence[ReminderRow]], Mapping[int, date]]:
    """Levels passed by the item that stands for theirs, and the day each customer was last reached."""
    passed: defaultdict[str, list[ReminderRow]] = defaultdict(list)
    reached: dict[int, date] = {}
    for row in rows:
        if row.through == TAKEN_BACK:
            continue
        passed[replaced.item(row.item)].append(row)
        if row.through != Through.SKIPPED and row.way != Way.ESCALATE:
            reached[row.customer_id] = max(row.passed_on, reached.get(row.customer_id, row.passed_on))
    return passed, reached
