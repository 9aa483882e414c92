"""Reads customers as dunning sees them: what they owe, what holds it back, how they are reached."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dunning.actions import Folded, folded
from dunning.claims import (
    Claim,
    Completion,
    Contact,
    Debtor,
    Exemption,
    Held,
    Kind,
    Outline,
    Risk,
    Through,
)
from dunning.contacts.contact import flagged, reached_on, without_flagged
from dunning.contacts.repository import ContactReader
from dunning.following import following
from dunning.gathering.done import Done, passed_of
from dunning.gathering.overtime.repository import OverTime
from dunning.gathering.owed.repository import Owed, holders, of_all, of_few
from dunning.gathering.people.repository import freed_on, language_of, people_on
from dunning.heard import NOTHING
from dunning.policy import DunningPolicy
from dunning.repository import DunningReader
from dunning.returns.repository import heard_by
from kernel.language import Language
from ledger.company.proceeding import Proceeding
from ledger.company.usecases import proceedings
from ledger.filling.profiles import is_person, siren_of
from ledger.registers.catalogue import REMINDERS, CustomerProfileRow, ReminderRow
from ledger.registers.register import standing_on
from ledger.registers.repository import RegisterRepository
from ledger.relation.accounts import Item
from ledger.relation.disputes import FOR_CUSTOMER, disputes_on
from ledger.relation.holds import Hold, holds_of
from ledger.relation.plans import ALIVE, PLAN, PlanOnEvening, plans_on
from ledger.relation.repository import Known, RelationRepository
from ledger.replaced.repository import replaced_invoices
from ledger.reports.ageing import BILLS
from ledger.reports.repository import OpenItemsRepository
from scoring.repository import ScoreRepository
from store.session import ReadSession

_FRANCE = "FR"
_PUBLIC, _PROCEEDING, _BILL = "public", "proceeding", "bill"
# How far ahead notices before the due date may reach.
_AHEAD = timedelta(days=60)


def debtors(
    session: ReadSession,
    policy: DunningPolicy,
    *,
    on: date,
    customers: Collection[int] | None = None,
    without: int | None = None,
) -> list[Debtor]:
    """Customers that owe something late, or due soon, as known on the evening of `on`, by their code.

    Of a few customers nothing is read of anybody else. The action `without` counts as if it were not.
    """
    return Book(session, policy, on=on, customers=customers, without=without).debtors()


class Book:
    """Customers that owe something, put together as debtors only when they are asked for.

    `relation` spares reading what stands between us and all customers a second time, `over` what many
    evenings share. In place of what was really done, `debtors` may be told of what else was.
    """

    def __init__(
        self,
        session: ReadSession,
        policy: DunningPolicy,
        *,
        on: date,
        customers: Collection[int] | None = None,
        without: int | None = None,
        relation: Known | None = None,
        over: OverTime | None = None,
    ) -> None:
        self._session, self._policy, self._on, self._over = session, policy, on, over
        self._without = without
        self._few = None if customers is None else sorted(customers)
        self.following = following(
            replaced_invoices(session, as_of=on) if over is None else over.relation.replaced(on)
        )
        self._owed = self._open()
        known = self._relation() if relation is None else relation
        self._holds = holds_of(known.acts, known.accounts, as_of=on)
        self._resumed = _resumed(known, on)
        self._plans = _plans(known, on)
        self._people = people_on(session, on, self._few) if over is None else over.people.lent(on)
        self._broken = self._proceedings()
        self._codes, self._names = OpenItemsRepository(session, as_of=on, as_recorded=None).customers(
            self._few
        )
        self._scores = ScoreRepository(session).latest(until=on, customers=self._few)
        self._exemptions = DunningReader(session).exemptions()
        if over is None:
            self._told(self._done())

    def _done(self) -> Done:
        """As it is written down."""
        passed, reached = self._reminders()
        spoken = ContactReader(self._session).spoken(until=self._on, customers=self._theirs())
        heard = heard_by(self._session, self._theirs(), until=self._on, same=self.following.customers)
        return Done(passed, reached, self._actions(self._without), spoken, heard)

    def _told(self, done: Done) -> None:
        self._passed, self._reached = done.passed, done.reached
        self._folded, self._spoken, self._heard = done.folded, done.spoken, done.heard
        talked = {key: reached_on(told) for key, told in self._spoken.items()}
        self._talked = {key: day for key, day in talked.items() if day is not None}

    def debtors(self, done: Done | None = None) -> list[Debtor]:
        if done is not None:
            self._told(done)
        return self.of(self._owed.rows if self._few is None else self._few)

    def of(self, customers: Iterable[int]) -> list[Debtor]:
        """Those of them that owe something late, or due soon, by their code."""
        found = [self._read(key) for key in customers if key in self._codes]
        return sorted((one for one in found if one.claims or one.unreadable), key=lambda one: one.code)

    def outlines(self) -> Iterator[Outline]:
        """Of each customer what tells, before a debtor is put together, for how much it can count at most."""
        for key in self._owed.rows:
            if key in self._codes:
                score = self._scores.get(key)
                pd_12m = None if score is None else score.pd_12m
                yield Outline(key, self._codes[key], self._late_cents(key), pd_12m)

    def _late_cents(self, key: int) -> Mapping[str, int]:
        late: Counter[str] = Counter()
        for _, _, _, due_on, _, left, currency, _ in self._owed.rows[key]:
            late[currency] += left if due_on < self._on else 0
        for currency, cents in self._late_instalments(key):
            late[currency] += cents
        held = self._owed.credits.get(key, {})
        return {code: cents - held.get(code, 0) for code, cents in late.items()}

    def _late_instalments(self, key: int) -> Iterator[tuple[str, int]]:
        for plan in self._plans.get(key, ()):
            currency = "" if plan.case.terms is None else plan.case.terms.currency
            late = (one for one in plan.instalments if one.day < self._on and one.open_cents > 0)
            yield from ((currency, one.open_cents) for one in late)

    def _read(self, key: int) -> Debtor:
        """One customer that cannot be read must not keep the others from being reminded."""
        try:
            return self._debtor(key)
        except Exception as error:
            told = f"{type(error).__name__}: {error}"
            return Debtor(key, self._codes[key], self._names[key] or "", (), unreadable=told)

    def _open(self) -> Owed:
        if self._over is not None:
            return self._over.owed.on(self._on)
        if self._few is not None:
            return of_few(self._session, self._on, self._few)
        return of_all(self._session, self._on)

    def _relation(self) -> Known:
        if self._over is not None:
            return self._over.relation.on(self._on)
        repository = RelationRepository(self._session, as_recorded=None)
        if self._few is not None and len(self._few) == 1:
            return repository.of_customer(self._few[0], as_of=self._on)
        return repository.of_all(as_of=self._on)

    def _proceedings(self) -> Mapping[str, Proceeding]:
        sirens = None if self._few is None else {siren_of(one) for one in self._people.profiles.values()}
        return proceedings(self._session, as_of=self._on, sirens=sirens)

    def _actions(self, without: int | None) -> Folded:
        reader = DunningReader(self._session)
        actions = [one for one in reader.open_actions(customers=self._theirs()) if one.id != without]
        carried = reader.carried(actions)
        gone = {one.id for one in freed_on(self._session, actions, carried, self._on)}
        followed = map(self.following.action, actions)
        return folded(followed, carried, ZoneInfo(self._policy.zone), freed=gone)

    def _theirs(self) -> list[int] | None:
        """The customers in question under all their numbers, and whoever had their invoices before."""
        if self._few is None:
            return None
        held = [row[0] for key in self._few for row in self._owed.rows.get(key, ())]
        former = holders(self._session, held)
        return sorted({other for key in self._few for other in self.following.customers(key)} | former)

    def _reminders(self) -> tuple[Mapping[str, Sequence[ReminderRow]], Mapping[int, date]]:
        """Levels passed by item, and the day each customer was last reached.

        Those of later days too: a run of a day gone by must not pass a level for the second time.
        """
        register = RegisterRepository(self._session, REMINDERS)
        theirs = self._theirs()
        among = [] if theirs is None else [register.within("customer_id", theirs)]
        standing = standing_on(register.versions(as_recorded=None, among=among), date.max)
        return passed_of((one.row for one in standing), self.following)

    def _debtor(self, key: int) -> Debtor:
        profile = self._people.profiles.get(key)
        score = self._scores.get(key)
        country = _FRANCE if profile is None or not profile.country else profile.country
        return Debtor(
            customer_id=key,
            code=self._codes[key],
            name=self._names[key] or self._codes[key],
            claims=tuple(self._claims(key, profile)),
            kind=_kind(profile),
            country=country,
            language=_spoken(profile, country),
            address=address_of(profile),
            contacts=tuple(self._contacts(key)),
            credits=self._owed.credits.get(key, {}),
            risk=Risk()
            if score is None
            else Risk(score.grade, score.pd_12m, score.p_late_30, score.days_to_cash),
            payment_means="" if profile is None else profile.payment_means or "",
            contacted_on=self.following.last((self._reached, self._folded.contacted, self._talked), key),
            exemption=self._exemption(key, 0),
            owner="" if profile is None else profile.sales_owner or "",
            heard=self._heard.get(key, NOTHING),
        )

    def _contacts(self, key: int) -> list[Contact]:
        theirs = (self._folded.refused.get(other, frozenset()) for other in self.following.customers(key))
        refused = frozenset().union(*theirs)
        wrong = flagged(self._spoken.get(key, ())) | self._heard.get(key, NOTHING).wrong
        told = without_flagged(self._people.of(key), wrong)
        return [replace(one, bounced=one.email.lower() in refused) for one in told]

    def _exemption(self, key: int, invoice_id: int) -> Exemption | None:
        return self.following.exemption(self._exemptions, key, invoice_id)

    def _claims(self, key: int, profile: CustomerProfileRow | None) -> list[Claim]:
        proceeding = None if profile is None else self._broken.get(siren_of(profile))
        found = [
            self._claim(key, row, proceeding)
            for row in self._owed.rows.get(key, ())
            if row[3] - self._on <= _AHEAD
        ]
        return [*found, *self._instalments(key, proceeding)]

    def _claim(self, key: int, row: tuple[Any, ...], proceeding: Proceeding | None) -> Claim:
        invoice_id, number, issued_on, due_on, amount, left, currency, account_class = row
        item = Item(invoice_id, number, key, currency, issued_on, amount, amount - left, 0)
        holds = self._holds.on(item)
        held = [_held(one) for one in holds]
        if (judged := self._judged(issued_on, proceeding)) is not None:
            held.append(judged)
        if account_class == BILLS:
            held.append(Held(_BILL, "A bill was accepted for it, which the bank collects."))
        whole = judged is not None or account_class == BILLS
        name = f"i:{invoice_id}"
        return Claim(
            item=name,
            invoice_id=invoice_id,
            number=number,
            currency=currency,
            issued_on=issued_on,
            due_on=due_on,
            amount_cents=amount,
            open_cents=left,
            claimable_cents=0 if whole else self._holds.claimable_cents(item),
            held=tuple(held),
            completed=self._completed(name),
            pending=self._folded.pending.get(name),
            resumed_on=self._resumed.get(invoice_id),
            exemption=self._exemption(key, invoice_id),
        )

    def _completed(self, name: str) -> tuple[Completion, ...]:
        written = (
            Completion(row.level, row.passed_on, Through(row.through), row.deadline_on, row.way)
            for row in self._passed.get(name, ())
        )
        return (*written, *self._folded.completed.get(name, ()))

    def _judged(self, born_on: date | None, proceeding: Proceeding | None) -> Held | None:
        """Claims born before the opening are never chased; later ones once the policy allows it (L622-17)."""
        if proceeding is None or proceeding.open_since is None:
            return None
        opened_on = proceeding.open_since
        if born_on is not None and born_on >= opened_on:
            if self._policy.chase_after_opening:
                return None
            return Held(
                _PROCEEDING, f"Born after the proceeding opened on {opened_on}: a person must allow it."
            )
        due = proceeding.claims_due_on
        declare = "" if due is None else f" Declare the claim by {due}."
        return Held(_PROCEEDING, f"A proceeding is open since {opened_on}.{declare}", due)

    def _instalments(self, key: int, proceeding: Proceeding | None) -> list[Claim]:
        return [
            self._instalment(key, plan, place, proceeding)
            for plan in self._plans.get(key, ())
            for place, one in enumerate(plan.instalments, start=1)
            if one.open_cents > 0
        ]

    def _instalment(self, key: int, plan: PlanOnEvening, place: int, proceeding: Proceeding | None) -> Claim:
        """While a plan lives, its instalments are reminded, and not the invoices under it."""
        agreed, one = plan.case.terms, plan.instalments[place - 1]
        invoice_id = agreed.items[0].invoice_id if agreed is not None and agreed.items else 0
        currency = "" if agreed is None else agreed.currency
        item = Item(
            invoice_id, "", key, currency, plan.case.opened_on, one.cents, one.cents - one.open_cents, 0
        )
        held = [_held(hold) for hold in self._holds.on(item) if hold.matter != PLAN]
        if (judged := self._judged(None, proceeding)) is not None:
            held.append(judged)
        name = f"p:{plan.case.id}:{place}"
        return Claim(
            item=name,
            invoice_id=invoice_id,
            number=f"{plan.case.id}-{place}",
            currency=currency,
            issued_on=plan.case.opened_on,
            due_on=one.day,
            amount_cents=one.cents,
            open_cents=one.open_cents,
            claimable_cents=0 if held else one.open_cents,
            held=tuple(held),
            completed=self._completed(name),
            pending=self._folded.pending.get(name),
        )


def _resumed(known: Known, on: date) -> Mapping[int, date]:
    """By invoice, the day the last dispute about it ended in our favour."""
    found: dict[int, date] = {}
    for case in disputes_on(known.acts, as_of=on):
        if case.terms is None or case.ending is None or case.ending.said.outcome == FOR_CUSTOMER:
            continue
        for claim in case.terms.items:
            found[claim.invoice_id] = max(case.ending.on, found.get(claim.invoice_id, case.ending.on))
    return found


def _plans(known: Known, on: date) -> Mapping[int, Sequence[PlanOnEvening]]:
    found: defaultdict[int, list[PlanOnEvening]] = defaultdict(list)
    for plan in plans_on(known.acts, known.accounts, as_of=on):
        if plan.state == ALIVE:
            found[plan.case.customer_id].append(plan)
    return found


def _held(hold: Hold) -> Held:
    return Held(hold.matter, hold.why, hold.until)


def _kind(profile: CustomerProfileRow | None) -> Kind:
    if profile is None:
        return Kind.COMPANY
    if profile.kind == _PUBLIC:
        return Kind.PUBLIC
    return Kind.PERSON if is_person(profile) else Kind.COMPANY


def _spoken(profile: CustomerProfileRow | None, country: str) -> Language:
    told = None if profile is None else language_of(profile.language)
    return told or (Language.FRENCH if country == _FRANCE else Language.ENGLISH)


def address_of(profile: CustomerProfileRow | None) -> tuple[str, ...]:
    if profile is None or not profile.city:
        return ()
    place = f"{profile.postcode or ''} {profile.city}".strip()
    abroad = profile.country if profile.country and profile.country != _FRANCE else ""
    return tuple(line for line in (profile.street or "", place, abroad) if line)
