"""Promises and plans as the ledger judged them, evening by evening, as rows of changes.

A verdict is known from the evening on which the ledger could give it: the promised day for a promise kept,
the day after it for one broken, and any later day on which a payment in time became known.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from ledger.filling.books import Books
from ledger.filling.conduct import cases_apart
from ledger.relation.cases import RelationAct
from ledger.relation.followed import followed
from ledger.relation.plans import (
    CANCELLED,
    FULFILLED,
    PLAN,
    UNREADABLE,
    Agreement,
    InstalmentState,
    PlanOnEvening,
    plans_on,
)
from ledger.relation.promises import (
    BROKEN,
    KEPT,
    PARTLY_KEPT,
    PENDING,
    PROMISE,
    JudgedPromise,
    promises_on,
)
from ledger.replaced.invoices import Moved, Replaced, replaced_on

Acts = Sequence[RelationAct]
OPEN, VOID, ENDED = "open", "void", "ended"
_DAY = timedelta(days=1)
# A promise kept in part was not kept.
_STATES = {PENDING: OPEN, KEPT: KEPT, PARTLY_KEPT: BROKEN, BROKEN: BROKEN}


class Relation(NamedTuple):
    """All acts as written, the books of those customers, and which documents moved between invoices."""

    acts: Acts
    books: Books
    moves: Sequence[Moved]

    def replaced(self, day: date) -> Replaced:
        return replaced_on(self.moves, day) if self.moves else Replaced()

    def moved_on(self) -> set[date]:
        return {move.known_on for move in self.moves}


def promise_rows(relation: Relation) -> Iterator[tuple[Any, ...]]:
    """Rows of `COLUMNS["promises"]`; a promise on all that is owed has the invoice 0."""
    theirs: dict[int, list[RelationAct]] = defaultdict(list)
    for act in relation.acts:
        if act.row.matter == PROMISE:
            theirs[act.row.customer_id].append(act)
    for customer, acts in theirs.items():
        before: dict[int, str] = {}
        shares: dict[int, list[tuple[int, int]]] = {}
        for day in _days_of_promises(relation, customer, acts):
            for one in _promises(relation, customer, acts, day):
                word, state = one.case.terms, _STATES.get(one.state, VOID)
                if word is None or before.get(one.case.id) == state:
                    continue
                if one.case.id not in shares:
                    shares[one.case.id] = _shares(relation, customer, one, day)
                before[one.case.id] = state
                for invoice, cents in shares[one.case.id]:
                    yield (customer, day, one.case.id, invoice, word.promised_on, state, cents)


def _promises(relation: Relation, customer: int, acts: Acts, day: date) -> list[JudgedPromise]:
    replaced = relation.replaced(day)
    invoices = relation.books.of(replaced.with_others([customer]))
    accounts = relation.books.accounts(invoices, as_of=day, replaced=replaced)
    return promises_on(followed(acts, replaced), accounts, as_of=day)


def _days_of_promises(relation: Relation, customer: int, acts: Acts) -> list[date]:
    """Every evening on which a verdict may change."""
    first = min(act.known_on for act in acts)
    days = {act.known_on for act in acts} | relation.moved_on()
    invoices = relation.books.of(relation.replaced(date.max).with_others([customer]))
    for one in promises_on(
        acts, relation.books.accounts((), as_of=first, replaced=Replaced()), as_of=date.max
    ):
        if one.case.terms is not None:
            promised_on = one.case.terms.promised_on
            days |= {promised_on, promised_on + _DAY}
            days |= relation.books.settled_on(invoices, since=one.case.opened_on, until=promised_on)
    days |= {day for day in relation.books.corrected_on(invoices) if day >= first}
    return sorted(day for day in days if day >= first)


def _shares(relation: Relation, customer: int, one: JudgedPromise, day: date) -> list[tuple[int, int]]:
    """The promised cents on its invoices in order, up to what is open of each; the last takes the rest."""
    word = one.case.terms
    if word is None or not word.invoices:
        return [(0, 0 if word is None else word.cents)]
    replaced = relation.replaced(day)
    accounts = relation.books.accounts(word.invoices, as_of=day, replaced=replaced)
    rest, shares = word.cents, []
    for invoice in word.invoices[:-1]:
        item = accounts.items.get(invoice)
        cents = min(rest, max(item.open_cents, 0)) if item is not None else 0
        shares.append((invoice, cents))
        rest -= cents
    return [*shares, (word.invoices[-1], rest)]


def plan_rows(relation: Relation) -> Iterator[tuple[Any, ...]]:
    """Rows of `COLUMNS["plans"]`. A plan that covers what is past due already is a distressed one."""
    for acts in cases_apart(relation.acts, PLAN).values():
        before: dict[tuple[date, int], tuple[Any, ...]] = {}
        distressed: bool | None = None
        for day in _days_of_plan(relation, acts):
            replaced = relation.replaced(day)
            now = followed(acts, replaced)
            held = relation.books.accounts(_planned(now), as_of=day, replaced=replaced)
            for plan in plans_on(now, held, as_of=day):
                agreed = plan.case.terms
                if agreed is None or plan.state == UNREADABLE:
                    continue
                if distressed is None:
                    distressed = _past_due(relation.books, agreed, plan.case.opened_on, day)
                for due_on, invoice, cents, state in _pieces(agreed, plan, _missed(plan, agreed, day)):
                    told = (state, cents)
                    if before.get((due_on, invoice)) != told:
                        before[due_on, invoice] = told
                        head = (plan.case.customer_id, day, plan.case.id, invoice, due_on)
                        yield (*head, state, distressed, cents)


def _past_due(books: Books, agreed: Agreement, agreed_on: date, day: date) -> bool:
    due = [books.due_on(one.invoice_id, as_of=day) for one in agreed.items]
    return any(one is not None and one < agreed_on for one in due)


def _planned(acts: Acts) -> set[int]:
    found: set[int] = set()
    for plan in plans_on(acts, _NO_BOOKS.accounts((), as_of=date.min, replaced=Replaced()), as_of=date.max):
        if plan.case.terms is not None:
            found |= {one.invoice_id for one in plan.case.terms.items}
    return found


_NO_BOOKS = Books({}, {}, {})


def _days_of_plan(relation: Relation, acts: Acts) -> list[date]:
    first = min(act.known_on for act in acts)
    days = {act.known_on for act in acts} | relation.moved_on()
    invoices = _planned(acts) | _planned(followed(acts, relation.replaced(date.max)))
    days |= relation.books.corrected_on(invoices)
    days |= relation.books.settled_on(invoices, since=date.min, until=date.max)
    nothing = _NO_BOOKS.accounts((), as_of=first, replaced=Replaced())
    for plan in plans_on(acts, nothing, as_of=date.max):
        if plan.case.terms is not None:
            grace = timedelta(days=plan.case.terms.grace_days) + _DAY
            days |= {one.day + grace for one in plan.case.terms.instalments}
    return sorted(day for day in days if day >= first)


def _missed(plan: PlanOnEvening, agreed: Agreement, day: date) -> Callable[[InstalmentState], bool]:
    """Which instalments were not covered at the end of their grace: the one breached, and all open since."""
    grace = timedelta(days=agreed.grace_days)

    def missed(one: InstalmentState) -> bool:
        if plan.breached_on is None or one.day + grace >= day:
            return False
        return one.open_cents > 0 or one.day + grace + _DAY == plan.breached_on

    return missed


def _pieces(
    agreed: Agreement, plan: PlanOnEvening, missed: Callable[[InstalmentState], bool]
) -> Iterator[tuple[date, int, int, str]]:
    """Each instalment on the invoices it pays, the invoices in their order, with its state.

    A breach stays, though it be paid later, until everything is paid.
    """
    left = [[one.invoice_id, one.cents] for one in agreed.items]
    for one in plan.instalments:
        state = OPEN
        if plan.state == FULFILLED or one.open_cents == 0:
            state = KEPT
        if plan.state == CANCELLED and one.open_cents > 0:
            state = ENDED
        elif plan.state != FULFILLED and missed(one):
            state = BROKEN
        rest = one.cents
        while rest > 0:
            invoice, cents = left[0]
            taken = min(rest, cents)
            yield one.day, invoice, taken, state
            rest, left[0][1] = rest - taken, cents - taken
            if left[0][1] == 0:
                left.pop(0)
