"""What people do about disputes, promises, plans, blocks, write-offs and hand-overs, and what stands of it.

Every act is known from the day it is recorded, `act.on`, however long ago it happened. Acts are refused with
ActRefused, UnknownCase, UnknownCustomer, UnknownInvoice or AmbiguousInvoice; nothing is then written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ledger.errors import UnknownCase
from ledger.imports.changes import Changes
from ledger.imports.repository import MEETINGS, ImportRepository
from ledger.registers.catalogue import RELATION_ACTS, RelationActRow
from ledger.registers.register import NewVersion
from ledger.registers.usecases import Act, record_act
from ledger.relation import blocks, disputes, hand_overs, plans, promises, write_offs
from ledger.relation.accounts import Accounts
from ledger.relation.cases import RelationAct
from ledger.relation.deciding import Named, NewAct, Wanted, When, case_numbered, wanted_of
from ledger.relation.holds import Holds, holds_of
from ledger.relation.plans import Instalment
from ledger.relation.promises import TO_THE_CENT, JudgedPromise, PromisePolicy, promises_on
from ledger.relation.repository import Known, RelationRepository
from ledger.relation.standing import CaseOnEvening, Relation, cases_on_evening, history_on
from store.session import ReadSession, WriteSession

SOURCE = "relation"  # of the acts, and of the payments by which write-offs settle


def open_dispute(
    session: WriteSession,
    act: Act,
    customer: str,
    names: Sequence[Named],
    *,
    reason: str,
    note: str,
    happened_on: date,
) -> CaseOnEvening:
    """The customer objects to these invoices, each for its open amount unless told."""
    desk = _desk_of(session, act, customer)
    standing = disputes.disputes_on(desk.acts, as_of=act.on)
    when = When(happened_on, act.on)
    return desk.record(
        disputes.open_dispute(desk.wanted(names), standing, reason=reason, note=note, when=when)
    )


def amend_dispute(
    session: WriteSession, act: Act, number: int, names: Sequence[Named], *, note: str, happened_on: date
) -> CaseOnEvening:
    """Other invoices or amounts take the place of those in dispute."""
    desk = _desk_at(session, act, number, disputes.DISPUTE)
    standing = disputes.disputes_on(desk.acts, as_of=act.on)
    case = case_numbered(number, standing, matter=disputes.DISPUTE)
    when = When(happened_on, act.on)
    return desk.record(disputes.amend_dispute(case, desk.wanted(names), standing, note=note, when=when))


def comment_dispute(
    session: WriteSession, act: Act, number: int, *, note: str, happened_on: date
) -> CaseOnEvening:
    desk = _desk_at(session, act, number, disputes.DISPUTE)
    standing = disputes.disputes_on(desk.acts, as_of=act.on)
    case = case_numbered(number, standing, matter=disputes.DISPUTE)
    return desk.record(disputes.comment_dispute(case, note=note, when=When(happened_on, act.on)))


def resolve_dispute(
    session: WriteSession,
    act: Act,
    number: int,
    *,
    outcome: str,
    conceded: Sequence[Named],
    credit_note: str | None,
    note: str,
    happened_on: date,
) -> CaseOnEvening:
    """For the customer, all in dispute is conceded unless `conceded` names a part of it."""
    desk = _desk_at(session, act, number, disputes.DISPUTE)
    standing = disputes.disputes_on(desk.acts, as_of=act.on)
    new = disputes.resolve_dispute(
        case_numbered(number, standing, matter=disputes.DISPUTE),
        desk.accounts,
        outcome=outcome,
        conceded=desk.wanted(conceded),
        credit_note=credit_note,
        note=note,
        when=When(happened_on, act.on),
    )
    return desk.record(new)


def make_promise(
    session: WriteSession,
    act: Act,
    customer: str,
    names: Sequence[str],
    *,
    cents: int | None,
    currency: str | None,
    promised_on: date,
    by: str,
    note: str,
    happened_on: date,
) -> CaseOnEvening:
    """On the invoices named, or on all the customer owes in a currency; all that is open unless told."""
    desk = _desk_of(session, act, customer)
    new = promises.make_promise(
        [one.item for one in desk.wanted([Named(name) for name in names])],
        desk.accounts,
        customer_id=desk.customer_id,
        cents=cents,
        currency=currency,
        promised_on=promised_on,
        by=by,
        note=note,
        when=When(happened_on, act.on),
    )
    return desk.record(new)


def cancel_promise(
    session: WriteSession, act: Act, number: int, *, note: str, happened_on: date
) -> CaseOnEvening:
    desk = _desk_at(session, act, number, promises.PROMISE)
    known = [one.case for one in promises_on(desk.acts, desk.accounts, as_of=act.on)]
    case = case_numbered(number, known, matter=promises.PROMISE)
    return desk.record(promises.cancel_promise(case, note=note, when=When(happened_on, act.on)))


def agree_plan(
    session: WriteSession,
    act: Act,
    customer: str,
    names: Sequence[Named],
    *,
    instalments: Sequence[Instalment],
    grace_days: int,
    acceleration: bool,
    note: str,
    happened_on: date,
) -> CaseOnEvening:
    """These invoices are paid in instalments, which add up to what is open of them or is named."""
    desk = _desk_of(session, act, customer)
    new = plans.agree_plan(
        desk.wanted(names),
        plans.plans_on(desk.acts, desk.accounts, as_of=act.on),
        instalments=instalments,
        grace_days=grace_days,
        acceleration=acceleration,
        note=note,
        when=When(happened_on, act.on),
    )
    return desk.record(new)


def cancel_plan(
    session: WriteSession, act: Act, number: int, *, note: str, happened_on: date
) -> CaseOnEvening:
    desk = _desk_at(session, act, number, plans.PLAN)
    known = [one.case for one in plans.plans_on(desk.acts, desk.accounts, as_of=act.on)]
    case = case_numbered(number, known, matter=plans.PLAN)
    return desk.record(plans.cancel_plan(case, note=note, when=When(happened_on, act.on)))


def set_block(
    session: WriteSession,
    act: Act,
    customer: str,
    names: Sequence[str],
    *,
    until: date | None,
    reason: str,
    happened_on: date,
) -> CaseOnEvening:
    """No reminder for these invoices, or for the customer, to the end of a day or until it is lifted."""
    desk = _desk_of(session, act, customer)
    items = [one.item for one in desk.wanted([Named(name) for name in names])]
    when = When(happened_on, act.on)
    return desk.record(
        blocks.set_block(items, customer_id=desk.customer_id, until=until, reason=reason, when=when)
    )


def lift_block(
    session: WriteSession, act: Act, number: int, *, note: str, happened_on: date
) -> CaseOnEvening:
    desk = _desk_at(session, act, number, blocks.BLOCK)
    case = case_numbered(number, blocks.blocks_on(desk.acts, as_of=act.on), matter=blocks.BLOCK)
    return desk.record(blocks.lift_block(case, note=note, when=When(happened_on, act.on)))


def write_off(
    session: WriteSession,
    act: Act,
    customer: str,
    names: Sequence[Named],
    *,
    reason: str,
    note: str,
    happened_on: date,
) -> CaseOnEvening:
    """Give up these invoices, each for its open amount unless told. Balances follow from this evening on."""
    desk = _desk_of(session, act, customer)
    when = When(happened_on, act.on)
    new = write_offs.write_off(desk.wanted(names), reason=reason, note=note, when=when)
    ids = desk.ledger.next_ids()
    return desk.record(new, write_offs.settling(new, desk.next_id, ids, on=act.on))


def reverse_write_off(
    session: WriteSession, act: Act, number: int, *, note: str, happened_on: date
) -> CaseOnEvening:
    """What was given up is owed again from this evening on."""
    desk = _desk_at(session, act, number, write_offs.WRITE_OFF)
    known = write_offs.write_offs_on(desk.acts, as_of=act.on)
    case = case_numbered(number, known, matter=write_offs.WRITE_OFF)
    new = write_offs.reverse_write_off(case, note=note, when=When(happened_on, act.on))
    payments = desk.ledger.payments(source=SOURCE)
    ledger = desk.ledger
    allocations = {**ledger.allocations(source=MEETINGS), **ledger.allocations(source=SOURCE)}
    return desk.record(new, write_offs.undoing(case, payments, allocations, on=act.on))


def hand_over(
    session: WriteSession,
    act: Act,
    customer: str,
    names: Sequence[str],
    *,
    party: str,
    name: str,
    recourse: bool | None,
    note: str,
    happened_on: date,
) -> CaseOnEvening:
    """Somebody else collects these invoices, or all the customer owes."""
    desk = _desk_of(session, act, customer)
    new = hand_overs.give(
        [one.item for one in desk.wanted([Named(number) for number in names])],
        desk.accounts,
        hand_overs.hand_overs_on(desk.acts, as_of=act.on),
        customer_id=desk.customer_id,
        party=party,
        name=name,
        recourse=recourse,
        note=note,
        when=When(happened_on, act.on),
    )
    return desk.record(new)


def take_back(session: WriteSession, act: Act, number: int, *, note: str, happened_on: date) -> CaseOnEvening:
    desk = _desk_at(session, act, number, hand_overs.HAND_OVER)
    known = hand_overs.hand_overs_on(desk.acts, as_of=act.on)
    case = case_numbered(number, known, matter=hand_overs.HAND_OVER)
    return desk.record(hand_overs.take_back(case, note=note, when=When(happened_on, act.on)))


def report_hand_over(session: WriteSession, act: Act, number: int, told: hand_overs.Report) -> CaseOnEvening:
    """What whoever collects told us, on the day of the report."""
    desk = _desk_at(session, act, number, hand_overs.HAND_OVER)
    known = hand_overs.hand_overs_on(desk.acts, as_of=act.on)
    case = case_numbered(number, known, matter=hand_overs.HAND_OVER)
    currencies = {one.currency for one in desk.accounts.of(desk.customer_id)}
    return desk.record(hand_overs.report(case, told, currencies=currencies, when=When(told.on, act.on)))


def relation_of(
    session: ReadSession, customer: str, *, as_of: date, as_recorded: datetime | None
) -> Relation:
    """Everything between us and a customer as known on an evening. Raises UnknownCustomer."""
    repository = RelationRepository(session, as_recorded=as_recorded)
    customer_id = repository.customer_id(customer)
    known = repository.of_customer(customer_id, as_of=as_of)
    return Relation(
        customer=customer,
        name=known.accounts.names.get(customer_id, ""),
        as_of=as_of,
        cases=tuple(cases_on_evening(known.acts, known.accounts, as_of=as_of)),
        history=tuple(history_on(known.acts, known.accounts, as_of=as_of)),
    )


def list_cases(
    session: ReadSession,
    *,
    matter: str | None,
    customer: str | None,
    as_of: date,
    as_recorded: datetime | None,
) -> list[CaseOnEvening]:
    """The cases of a matter or of all, with one customer or all, as known on an evening."""
    repository = RelationRepository(session, as_recorded=as_recorded)
    if customer is None:
        known = repository.of_all(as_of=as_of)
    else:
        known = repository.of_customer(repository.customer_id(customer), as_of=as_of)
    return cases_on_evening(known.acts, known.accounts, as_of=as_of, matter=matter)


def case_of(
    session: ReadSession, number: int, *, matter: str, as_of: date, as_recorded: datetime | None
) -> CaseOnEvening:
    """One case as known on an evening. Raises UnknownCase."""
    repository = RelationRepository(session, as_recorded=as_recorded)
    customer_id = repository.customer_of_case(number, matter=matter)
    known = repository.of_customer(customer_id, as_of=as_of)
    for one in cases_on_evening(known.acts, known.accounts, as_of=as_of, matter=matter):
        if one.case == number:
            return one
    raise UnknownCase(f"The {matter.replace('_', '-')} {number} was not known on {as_of}.")


def judged_promises(
    session: ReadSession, *, as_of: date, as_recorded: datetime | None, policy: PromisePolicy = TO_THE_CENT
) -> list[JudgedPromise]:
    """Every promise with its state on an evening."""
    known = RelationRepository(session, as_recorded=as_recorded).of_all(as_of=as_of)
    return promises_on(known.acts, known.accounts, as_of=as_of, policy=policy)


def holds_on(
    session: ReadSession,
    *,
    as_of: date,
    as_recorded: datetime | None = None,
    policy: PromisePolicy = TO_THE_CENT,
) -> Holds:
    """What must not be chased after this evening, and why."""
    known = RelationRepository(session, as_recorded=as_recorded).of_all(as_of=as_of)
    return holds_of(known.acts, known.accounts, as_of=as_of, policy=policy)


@dataclass(frozen=True, slots=True)
class _Desk:
    """What lies before a person who acts: the customer, its accounts that evening, its acts so far."""

    session: WriteSession
    act: Act
    customer_id: int
    known: Known
    next_id: int

    @property
    def acts(self) -> Sequence[RelationAct]:
        return self.known.acts

    @property
    def accounts(self) -> Accounts:
        return self.known.accounts

    @property
    def ledger(self) -> ImportRepository:
        return ImportRepository(self.session)

    def wanted(self, names: Sequence[Named]) -> list[Wanted]:
        repository = RelationRepository(self.session, as_recorded=None)
        elsewhere = repository.holders([one.number for one in names])
        return wanted_of(names, self.accounts, customer_id=self.customer_id, elsewhere=elsewhere)

    def record(self, new: NewAct, changes: Changes | None = None) -> CaseOnEvening:
        """Write the act down, and tell its case as it stands after it."""
        case_id = self.next_id if new.case_id is None else new.case_id
        row = RelationActRow(case_id, new.matter, new.act, new.customer_id, new.happened_on, new.details)
        version = NewVersion(self.next_id, 0, f"act {self.next_id}", self.act.on, row)
        record_act(
            self.session, self.act, source=SOURCE, versions=[(RELATION_ACTS, [version])], changes=changes
        )
        repository = RelationRepository(self.session, as_recorded=None)
        known = repository.of_customer(self.customer_id, as_of=self.act.on)
        cases = cases_on_evening(known.acts, known.accounts, as_of=self.act.on, matter=new.matter)
        return next(one for one in cases if one.case == case_id)


def _desk_of(session: WriteSession, act: Act, customer: str) -> _Desk:
    ImportRepository(session).lock()
    repository = RelationRepository(session, as_recorded=None)
    return _desk(session, act, repository.customer_id(customer))


def _desk_at(session: WriteSession, act: Act, number: int, matter: str) -> _Desk:
    ImportRepository(session).lock()
    repository = RelationRepository(session, as_recorded=None)
    return _desk(session, act, repository.customer_of_case(number, matter=matter))


def _desk(session: WriteSession, act: Act, customer_id: int) -> _Desk:
    repository = RelationRepository(session, as_recorded=None)
    known = repository.of_customer(customer_id, as_of=act.on)
    repository.check_order(known, on=act.on)
    return _Desk(session, act, customer_id, known, repository.next_id())
