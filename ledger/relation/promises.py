"""Promises to pay: a customer's word on an amount and a day, judged by what came in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ledger.errors import ActRefused
from ledger.relation.accounts import Accounts, Item
from ledger.relation.cases import Case, Grammar, RelationAct, cases_of
from ledger.relation.deciding import NewAct, When, check_ending, check_when, said
from ledger.relation.details import Details, cents_in, day_in, invoices_in, text_in

PROMISE = "promise"
MADE, CANCELLED = "made", "cancelled"
PENDING, KEPT, PARTLY_KEPT, BROKEN = "pending", "kept", "partly_kept", "broken"
SUPERSEDED, UNREADABLE = "superseded", "unreadable"


@dataclass(frozen=True, slots=True)
class PromisePolicy:
    """By how much a promise may be missed and still count as kept: the greater of both allowances."""

    version: str
    short_cents: int
    short_permille: int

    def allowed(self, promised_cents: int) -> int:
        return max(self.short_cents, promised_cents * self.short_permille // 1000)


# Who promises an amount knows it. A house that forgives bank fees says so in a policy of its own.
TO_THE_CENT = PromisePolicy("to the cent", short_cents=0, short_permille=0)


@dataclass(frozen=True, slots=True)
class Word:
    """What was promised, on which invoices (none: on all the customer owes in that currency), by whom."""

    invoices: tuple[int, ...]
    cents: int
    currency: str
    promised_on: date
    by: str
    note: str


Promise = Case[Word, str]


def _word(details: Details) -> Word:
    return Word(
        invoices=invoices_in(details),
        cents=cents_in(details, "cents"),
        currency=text_in(details, "currency"),
        promised_on=day_in(details, "promised_on"),
        by=text_in(details, "by"),
        note=text_in(details, "note"),
    )


PROMISES = Grammar(
    matter=PROMISE,
    opening=MADE,
    read=_word,
    ending=CANCELLED,
    read_end=lambda details: text_in(details, "note"),
)


@dataclass(frozen=True, slots=True)
class JudgedPromise:
    """A promise on an evening, and the cash of its scope from the day it was made to the promised day."""

    case: Promise
    state: str
    received_cents: int

    @property
    def share(self) -> float:
        """How much of the promised amount came in, at most 1."""
        word = self.case.terms
        return 0.0 if word is None else min(1.0, max(0.0, self.received_cents / word.cents))

    def holds(self, as_of: date) -> bool:
        """Whether its items must not be chased: to the end of the promised day, however much came in.

        One that cannot be read has no last day.
        """
        if self.state == UNREADABLE:
            return True
        word = self.case.terms
        given_up = self.state in (CANCELLED, SUPERSEDED)
        return word is not None and not given_up and as_of <= word.promised_on


@dataclass(frozen=True, slots=True)
class PromiseRecord:
    """How many promises were kept, kept in part, and broken, and the cents promised and received on them.

    Cents are in one currency.
    """

    kept: int
    partly_kept: int
    broken: int
    promised_cents: int
    received_cents: int


def promises_on(
    acts: Sequence[RelationAct], accounts: Accounts, *, as_of: date, policy: PromisePolicy = TO_THE_CENT
) -> list[JudgedPromise]:
    """Every promise known on an evening with its state; `accounts` as known that evening.

    A promise is pending before the promised day. That day it counts as kept once enough came in; it may yet,
    so it is judged broken from the next day on. A payment in time that becomes known later changes the
    judgement of evenings from then on only.
    """
    cases = cases_of(PROMISES, acts, as_of=as_of)
    theirs: dict[int, list[Promise]] = {}
    for case in cases:
        theirs.setdefault(case.customer_id, []).append(case)
    return [_judged(case, theirs[case.customer_id], accounts, as_of=as_of, policy=policy) for case in cases]


def _judged(
    case: Promise, theirs: Sequence[Promise], accounts: Accounts, *, as_of: date, policy: PromisePolicy
) -> JudgedPromise:
    word = case.terms
    if word is None or case.unreadable:
        return JudgedPromise(case, UNREADABLE if case.stands else CANCELLED, 0)
    scope = _scope(case, word, accounts)
    received = accounts.received_cents(scope, since=case.opened_on, until=word.promised_on)
    if case.ending is not None:
        return JudgedPromise(case, CANCELLED, received)
    needed = word.cents - policy.allowed(word.cents)
    for other in theirs:
        if _replaces(other, case, word):
            before = accounts.received_cents(scope, since=case.opened_on, until=other.opened_on)
            if before < needed:
                return JudgedPromise(case, SUPERSEDED, received)
    if as_of < word.promised_on:
        return JudgedPromise(case, PENDING, received)
    if received >= needed:
        return JudgedPromise(case, KEPT, received)
    if as_of == word.promised_on:
        return JudgedPromise(case, PENDING, received)
    return JudgedPromise(case, PARTLY_KEPT if received > 0 else BROKEN, received)


def _scope(case: Promise, word: Word, accounts: Accounts) -> list[Item]:
    among = accounts.among(word.invoices) if word.invoices else accounts.of(case.customer_id)
    return [item for item in among if item.currency == word.currency]


def _replaces(other: Promise, case: Promise, word: Word) -> bool:
    """A newer word on all the same items takes the place of one whose day has not passed."""
    newer = other.terms
    if newer is None or newer.currency != word.currency:
        return False
    later = (other.opened_on, other.id) > (case.opened_on, case.id)
    in_time = other.opened_on <= word.promised_on
    covers = not newer.invoices or (bool(word.invoices) and set(word.invoices) <= set(newer.invoices))
    return later and in_time and covers and other.ending is None


def promise_record(judged: Iterable[JudgedPromise], *, currency: str) -> PromiseRecord:
    """What a rate of promises kept is made of; pending, superseded and cancelled ones do not count."""
    past = [
        (one.state, one.case.terms.cents, one.received_cents)
        for one in judged
        if one.state in (KEPT, PARTLY_KEPT, BROKEN)
        and one.case.terms is not None
        and one.case.terms.currency == currency
    ]
    states = [state for state, _, _ in past]
    return PromiseRecord(
        kept=states.count(KEPT),
        partly_kept=states.count(PARTLY_KEPT),
        broken=states.count(BROKEN),
        promised_cents=sum(cents for _, cents, _ in past),
        received_cents=sum(min(cents, received) for _, cents, received in past),
    )


def make_promise(
    items: Sequence[Item],
    accounts: Accounts,
    *,
    customer_id: int,
    cents: int | None,
    currency: str | None,
    promised_on: date,
    by: str,
    note: str,
    when: When,
) -> NewAct:
    """On no item in particular, it is on all the customer owes in that currency, the only one unless told.

    Raises ActRefused for a day gone by, or an amount that is not owed.
    """
    check_when(when, items)
    if promised_on < when.happened_on:
        raise ActRefused(f"{promised_on} lies before {when.happened_on}, the day the promise was made.")
    what = " and ".join(one.number for one in items) or accounts.codes.get(customer_id, "")
    scope = [one for one in items or accounts.of(customer_id) if one.open_cents > 0]
    if currency is not None:
        _check_currency(items, currency)
        scope = [one for one in scope if one.currency == currency]
    if not scope:
        raise ActRefused(f"Nothing is open on {what}: there is nothing to promise.")
    currencies = sorted({one.currency for one in scope})
    if len(currencies) > 1:
        raise ActRefused(
            f"{what} has open amounts in {' and '.join(currencies)}. Say which currency is meant."
        )
    currency = currencies[0]
    owed = sum(one.open_cents for one in scope)
    promised = owed if cents is None else cents
    if not 0 < promised <= owed:
        raise ActRefused(
            f"{said(promised, currency)} cannot be promised on {what}, where {said(owed, currency)} are open."
        )
    details = {
        "invoices": [one.invoice_id for one in items],
        "cents": promised,
        "currency": currency,
        "promised_on": promised_on.isoformat(),
        "by": by,
        "note": note,
    }
    return NewAct(PROMISE, MADE, None, customer_id, when.happened_on, details)


def _check_currency(items: Sequence[Item], currency: str) -> None:
    for one in items:
        if one.currency != currency:
            raise ActRefused(
                f"{one.number} is in {one.currency}, so nothing is promised on it in {currency}."
            )


def cancel_promise(case: Promise, *, note: str, when: When) -> NewAct:
    """Raises ActRefused once the promised day has passed: by then it is kept or broken."""
    check_ending(case, when, ended=CANCELLED)
    if case.terms is not None and not case.unreadable and when.happened_on > case.terms.promised_on:
        raise ActRefused(
            f"The promise {case.id} was for {case.terms.promised_on} and is judged by what came in; "
            "it can be cancelled only as of a day before."
        )
    return NewAct(PROMISE, CANCELLED, case.id, case.customer_id, when.happened_on, {"note": note})
