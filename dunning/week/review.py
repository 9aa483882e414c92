"""What a weekly review looks at, sorted by who looks after it: a pure table of sections."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Section(StrEnum):
    """The parts of a review, in the order in which they are gone through."""

    DUE = "due"
    PROMISED = "promised"
    STUCK = "stuck"
    CHANGED = "changed"
    ALERTED = "alerted"


class Sort(StrEnum):
    """What a line tells of."""

    DUE = "due"
    PROMISE = "promise"
    INSTALMENT = "instalment"
    PROMISE_BROKEN = "promise_broken"
    PLAN_BROKEN = "plan_broken"
    DISPUTE = "dispute"  # nobody answered it by its deadline
    BLOCK = "block"
    APPROVAL = "approval"
    GIVEN_UP = "given_up"
    UNCLEAR = "unclear"
    WORSE = "worse"
    BETTER = "better"
    ALERT = "alert"


SECTIONS: Mapping[Section, frozenset[Sort]] = {
    Section.DUE: frozenset({Sort.DUE}),
    Section.PROMISED: frozenset({Sort.PROMISE, Sort.INSTALMENT, Sort.PROMISE_BROKEN, Sort.PLAN_BROKEN}),
    Section.STUCK: frozenset({Sort.DISPUTE, Sort.BLOCK, Sort.APPROVAL, Sort.GIVEN_UP, Sort.UNCLEAR}),
    Section.CHANGED: frozenset({Sort.WORSE, Sort.BETTER}),
    Section.ALERTED: frozenset({Sort.ALERT}),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing about a customer; `cents` in `currency` where it is about an amount, `about` in few words.

    Of what changed, `cents` is by how much more is overdue than a week before.
    """

    customer_id: int
    sort: Sort
    currency: str = ""
    cents: int = 0
    on: date | None = None
    about: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a review: its gravest lines, how many there are, and what all come to by currency."""

    section: Section
    lines: tuple[Line, ...]
    count: int
    cents: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class OwnersWeek:
    """The review of one person; a blank owner is nobody's."""

    owner: str
    parts: tuple[Part, ...]


def reviews(lines: Iterable[Line], owners: Mapping[int, str], *, most: int) -> list[OwnersWeek]:
    """A review for each owner by name, nobody's last; of each section the `most` gravest lines."""
    theirs: dict[str, list[Line]] = {}
    for one in lines:
        theirs.setdefault(owners.get(one.customer_id, ""), []).append(one)
    names = sorted(theirs, key=lambda name: (name == "", name))
    return [
        OwnersWeek(name, tuple(_part(section, theirs[name], most) for section in Section)) for name in names
    ]


def _part(section: Section, lines: Sequence[Line], most: int) -> Part:
    own = [one for one in lines if one.sort in SECTIONS[section]]
    own.sort(key=lambda one: (-abs(one.cents), one.on or date.max, one.customer_id, one.sort))
    cents: Counter[str] = Counter()
    for one in own:
        if one.currency:
            cents[one.currency] += one.cents
    return Part(section, tuple(own[:most]), len(own), dict(sorted(cents.items())))
