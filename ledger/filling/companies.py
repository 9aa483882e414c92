"""What the customers' companies filed and what the gazette said of them, as rows of changes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from ledger.beside import STATEMENT_ITEMS
from ledger.company.statements import statements_on
from ledger.files.statement_words import CONSOLIDATED
from ledger.files.wording import plain
from ledger.filling.items import items_of
from ledger.filling.profiles import CompanySpell, Founding
from ledger.filling.versions import changes, effective
from ledger.registers.catalogue import FinancialStatementRow, LegalEventRow
from ledger.registers.register import Version

Statements = Sequence[Version[FinancialStatementRow]]
Events = Sequence[Version[LegalEventRow]]

OF_COMPANY = "company"  # complete or simplified: the same accounts, told in more boxes or in fewer
MODIFICATION, CREATION = "modification", "creation"
DIRECTOR_CHANGE, SEAT_MOVE, BOTH = "director_change", "seat_move", "director_change_seat_move"

_NOTHING = (float("nan"),) * len(STATEMENT_ITEMS)
# Words of the description of a modification; no list of them is published, these are its usual headings.
_OF_DIRECTORS = ("administration", "gerant", "president", "dirigeant", "directeur general")
_OF_SEAT = ("siege", "transfert")


class ToldStatement(NamedTuple):
    """A statement as it was known from a day on; its items are added up by who reads them."""

    known_on: date
    kind: str
    row: FinancialStatementRow


class ToldEvent(NamedTuple):
    """A version of an event from the day it was known."""

    known_on: date
    event: str
    row: LegalEventRow


def told_statements(versions: Statements) -> dict[str, list[ToldStatement]]:
    """By SIREN, each statement from each day on which what we knew of it changed.

    Where several sources tell the same one, that with most lines counts, as when a company is shown.
    """
    same: dict[tuple[str, date, str], list[Version[FinancialStatementRow]]] = defaultdict(list)
    for one in versions:
        kind = CONSOLIDATED if one.row.kind == CONSOLIDATED else OF_COMPANY
        same[one.row.siren, one.row.closed_on, kind].append(one)
    found: dict[str, list[ToldStatement]] = defaultdict(list)
    for (siren, _, kind), theirs in same.items():
        found[siren].extend(ToldStatement(day, kind, row) for day, row in _standing(theirs))
    return found


def _standing(versions: Statements) -> list[tuple[date, FinancialStatementRow]]:
    if len(versions) == 1:
        return [(versions[0].known_on, versions[0].row)]
    told = []
    for day in sorted({one.known_on for one in versions}):
        known = statements_on(versions, day)
        if known:
            told.append((day, max(known, key=lambda one: (len(one.row.lines), one.known_on, one.id)).row))
    return changes(told)


def statement_rows(
    told: Mapping[str, Sequence[ToldStatement]], companies: Iterable[CompanySpell]
) -> Iterator[tuple[Any, ...]]:
    """Rows of `COLUMNS["statements"]`: a company's statements are a customer's while it is that company."""
    values = {siren: [(one.known_on, _values(one)) for one in theirs] for siren, theirs in told.items()}
    for customer, siren, spell in companies:
        for known_on, told_of in values.get(siren, ()):
            day = max(known_on, spell.since)
            if spell.holds(day):
                yield (customer, day, *told_of)


def last_statements(
    told: Mapping[str, Sequence[ToldStatement]], companies: Iterable[CompanySpell], *, as_of: date
) -> dict[int, FinancialStatementRow]:
    """Of each customer the statement closed last among those known by an evening and not confidential."""
    found: dict[int, tuple[tuple[date, date], FinancialStatementRow]] = {}
    for customer, siren, spell in companies:
        for known_on, _, row in told.get(siren, ()):
            day = max(known_on, spell.since)
            if row.confidential or day > as_of or not spell.holds(day):
                continue
            age = row.closed_on, day
            if customer not in found or age >= found[customer][0]:
                found[customer] = age, row
    return {customer: row for customer, (_, row) in found.items()}


def _values(told: ToldStatement) -> tuple[Any, ...]:
    row = told.row
    items = _NOTHING if row.confidential else tuple(items_of(row.lines).values())
    return (row.closed_on, row.months, told.kind, row.confidential, row.siren, *items)


def told_events(versions: Events) -> dict[str, list[ToldEvent]]:
    """By SIREN, every version of each event from the day it was known."""
    found: dict[str, list[ToldEvent]] = defaultdict(list)
    for _, group in groupby(versions, key=lambda one: one.id):
        for day, one in effective(list(group)):
            found[one.row.siren].append(ToldEvent(day, f"{one.source} {one.source_id}", one.row))
    return found


def foundings_of(told: Mapping[str, Sequence[ToldEvent]]) -> dict[str, Founding]:
    """The founding of each company by the first announcement of its creation."""
    found = {}
    for siren, events in told.items():
        creations = [one for one in events if one.row.family == CREATION and not one.row.cancelled]
        if creations:
            first = min(creations, key=lambda one: (one.known_on, one.event))
            found[siren] = Founding(first.known_on, first.row.happened_on or first.row.published_on)
    return found


def event_rows(
    told: Mapping[str, Sequence[ToldEvent]], companies: Iterable[CompanySpell]
) -> Iterator[tuple[Any, ...]]:
    """Rows of `COLUMNS["events"]`; a customer that is another company from some day on leaves them behind."""
    for customer, siren, spell in companies:
        for _, versions in groupby(told.get(siren, ()), key=lambda one: one.event):
            theirs = [one for one in versions if spell.until is None or one.known_on < spell.until]
            if not theirs:
                continue
            before = [one for one in theirs if one.known_on <= spell.since][-1:]
            for one in [*before, *(later for later in theirs if later.known_on > spell.since)]:
                yield _event(customer, max(one.known_on, spell.since), one, cancelled=one.row.cancelled)
            if spell.until is not None:
                yield _event(customer, spell.until, theirs[-1], cancelled=True)


def _event(customer: int, known_on: date, one: ToldEvent, *, cancelled: bool) -> tuple[Any, ...]:
    row = one.row
    days = (row.published_on, row.happened_on)
    return (customer, known_on, one.event, *days, row.family, _kind(row), cancelled)


def _kind(row: LegalEventRow) -> str:
    """A modification says in words what was modified."""
    if row.family != MODIFICATION:
        return row.kind
    words = plain(row.nature)
    directors, seat = (any(one in words for one in listed) for listed in (_OF_DIRECTORS, _OF_SEAT))
    if directors and seat:
        return BOTH
    return DIRECTOR_CHANGE if directors else SEAT_MOVE if seat else MODIFICATION
