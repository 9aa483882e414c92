"""Claims of letters that left, and what people wrote down of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from sqlalchemy import func, insert, select

from dunning.law.claimed import Claimed
from dunning.receivable.held import held
from dunning.receivable.money.repository import payments_of
from dunning.receivable.receivable import Kept, PenaltyAct, What
from dunning.receivable.told import Letter, Told, as_of, in_order, told_by
from dunning.repository import DunningReader, DunningRepository
from dunning.tables import DunningPenalty, DunningPenaltyLetter
from ledger.imports.repository import COMPANY
from store.session import ReadSession, WriteSession

_FEW = 500


class PenaltyReader:
    def __init__(self, session: ReadSession) -> None:
        self._reading = session

    def kept(self, customers: Collection[int] | None = None, *, on: date = date.max) -> Mapping[int, Kept]:
        """By customer, as letters, messages and acts stood on an evening."""
        told: defaultdict[int, list[Told]] = defaultdict(list)
        for owner, one in (*self._by_actions(customers, on), *self._by_hand(customers, on)):
            told[owner].append(one)
        acts = self.held(customers, on=on)
        return {
            key: Kept(sorted(told.get(key, ()), key=in_order), acts.get(key, ())) for key in {*told, *acts}
        }

    def _by_actions(self, customers: Collection[int] | None, on: date) -> Iterator[tuple[int, Told]]:
        reader = DunningReader(self._reading)
        then = [as_of(one, on) for one in reader.actions(customers=customers, kept=())]
        actions = [one for one in then if one is not None and one.leaves_on <= on]
        # A message that left later, in the company's day or in that of UTC, had not left that evening.
        carried = {
            key: one
            for key, one in reader.carried([one for one in actions if one.is_open]).items()
            if one.changed_at.date() <= on
        }
        owners = {one.id: one.customer_id for one in actions}
        for one in told_by(actions, carried):
            yield owners[one.claim.number], one

    def _by_hand(self, customers: Collection[int] | None, on: date) -> Iterator[tuple[int, Told]]:
        rows = select(DunningPenaltyLetter).where(DunningPenaltyLetter.company_id == COMPANY)
        rows = rows.where(DunningPenaltyLetter.on <= on)
        if customers is not None and len(customers) <= _FEW:
            rows = rows.where(DunningPenaltyLetter.customer_id.in_(sorted(customers)))
        for row in self._reading.scalars(rows.order_by(DunningPenaltyLetter.place)):
            yield row.customer_id, _told(row)

    def held(
        self, customers: Collection[int] | None = None, *, on: date = date.max
    ) -> Mapping[int, Sequence[PenaltyAct]]:
        """Less what invoices took since of the money that people had pointed at penalties."""
        acts = self.acts(customers, on=on)
        paying = [key for key, mine in acts.items() if any(one.payment_id for one in mine)]
        found = payments_of(self._reading, paying, on=on)
        free = {key: {one.id: one.unallocated_cents for one in found.get(key, {}).values()} for key in paying}
        return {key: held(mine, free.get(key, {})) for key, mine in acts.items()}

    def acts(
        self, customers: Collection[int] | None = None, *, on: date = date.max
    ) -> Mapping[int, Sequence[PenaltyAct]]:
        """As they were written down."""
        rows = select(DunningPenalty).where(DunningPenalty.company_id == COMPANY, DunningPenalty.on <= on)
        if customers is not None and len(customers) <= _FEW:
            rows = rows.where(DunningPenalty.customer_id.in_(sorted(customers)))
        found: defaultdict[int, list[PenaltyAct]] = defaultdict(list)
        for row in self._reading.scalars(rows.order_by(DunningPenalty.id)):
            found[row.customer_id].append(_act(row))
        return found


class PenaltyRepository(PenaltyReader):
    def __init__(self, session: WriteSession) -> None:
        super().__init__(session)
        self._session = session

    def next_id(self) -> int:
        last = self._session.scalar(
            select(func.max(DunningPenalty.id)).where(DunningPenalty.company_id == COMPANY)
        )
        return (last or 0) + 1

    def add_letter(self, customer: int, letter: Letter) -> None:
        """Keep what a letter claims that a person sent."""
        last = self._session.scalar(
            select(func.max(DunningPenaltyLetter.place)).where(DunningPenaltyLetter.company_id == COMPANY)
        )
        after = DunningRepository(self._session).next_action() - 1
        rows = [
            {
                "company_id": COMPANY,
                "place": place,
                "customer_id": customer,
                "after": after,
                "reference": letter.reference,
                "item": one.claim.item,
                "invoice": one.invoice,
                "due_on": one.due_on,
                "currency": one.claim.currency,
                "first_on": one.claim.first,
                "last_on": one.claim.last,
                "interest_cents": one.claim.interest_cents,
                "indemnity_cents": one.claim.indemnity_cents,
                "on": letter.on,
                "recorded_at": letter.recorded_at,
                "author": letter.author,
            }
            for place, one in enumerate(letter.told, start=(last or 0) + 1)
        ]
        self._session.execute(insert(DunningPenaltyLetter), rows)

    def add(self, acts: Iterable[PenaltyAct], *, recorded_at: datetime) -> None:
        rows = [
            {
                "company_id": COMPANY,
                "id": one.id,
                "customer_id": one.customer_id,
                "what": one.what.value,
                "item": one.item,
                "invoice": one.invoice,
                "currency": one.currency,
                "on": one.on,
                "interest_cents": one.interest_cents,
                "indemnity_cents": one.indemnity_cents,
                "payment_id": one.payment_id,
                "recorded_at": recorded_at,
                "author": one.author,
                "why": one.why,
            }
            for one in acts
        ]
        if rows:
            self._session.execute(insert(DunningPenalty), rows)


def _told(row: DunningPenaltyLetter) -> Told:
    claim = Claimed(
        *(row.after, row.item, row.currency, row.first_on, row.last_on),
        interest_cents=row.interest_cents,
        indemnity_cents=row.indemnity_cents,
        after=row.place,
    )
    return Told(claim, row.invoice, row.due_on, row.on, row.reference)


def _act(row: DunningPenalty) -> PenaltyAct:
    return PenaltyAct(
        id=row.id,
        customer_id=row.customer_id,
        what=What(row.what),
        item=row.item,
        invoice=row.invoice,
        currency=row.currency,
        on=row.on,
        interest_cents=row.interest_cents,
        indemnity_cents=row.indemnity_cents,
        payment_id=row.payment_id,
        why=row.why,
        author=row.author,
    )
