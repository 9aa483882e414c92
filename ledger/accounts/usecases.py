"""Bring accounting files in where a bank may have told the same money first; meet it with the bank's."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from ledger.accounts.held import BankPayment, Held, Receipt
from ledger.accounts.replacing import Decision, decide
from ledger.accounts.report import AccountsReport, Ahead, MeetReport
from ledger.accounts.repository import AccountsRepository
from ledger.accounts.writing import known_from, write_replaced
from ledger.documents.report import DocumentsReport
from ledger.documents.usecases import meet_invoices, told_first
from ledger.fec import state as fec
from ledger.fec.usecases import FecContent, Progress, checked_again, import_fec
from ledger.imports.changes import PAYMENT
from ledger.imports.repository import ImportRepository
from ledger.matching.pairs import Pair, pairs_of
from ledger.matching.policy import POLICY, MatchingPolicy
from ledger.matching.report import MatchReport
from ledger.matching.repository import Customers, MatchingRepository
from ledger.matching.state import BOOKED, RELEASED, MatchState, fold, payments_of
from ledger.matching.twins import Sighting, reference_words
from ledger.matching.usecases import SOURCE, match_bank
from ledger.matching.values import Entry
from ledger.matching.writing import Writing
from ledger.registers.catalogue import MATCH_ACTS
from ledger.registers.usecases import Act, record_act
from store.session import WriteSession

_EURO = "EUR"


def import_accounts(
    session: WriteSession,
    files: Sequence[FecContent],
    *,
    terms: bytes | None,
    source: str | None,
    act: Act,
    progress: Progress | None,
) -> AccountsReport:
    """Record accounting files, let the bank's payments give way to theirs, and match what still waits.

    Raises ImportRefused, one of its kinds, when a file as a whole cannot be read.
    """
    report = import_fec(
        session,
        files,
        terms=terms,
        source=source,
        on=act.on,
        recorded_at=act.recorded_at,
        progress=progress,
        meeting=lambda receipts: _elsewhere(session, receipts, POLICY),
        told_first=lambda new: told_first(session, new, act),
    )
    documents = meet_invoices(session, act)
    met, matched = meet_and_match(session, act)
    if met.replaced or met.released or matched.decided or documents != DocumentsReport():
        report = checked_again(session, report, source=source)
    return AccountsReport(report, met, matched, documents)


def meet_and_match(session: WriteSession, act: Act) -> tuple[MeetReport, MatchReport]:
    """What follows whenever accounts or statements came in: money told twice counts once, then what is sure
    enough is applied.
    """
    return meet_accounts(session, act), match_bank(session, act)


def meet_accounts(session: WriteSession, act: Act, *, policy: MatchingPolicy = POLICY) -> MeetReport:
    """Every payment that an entry made gives way to the same money of another source, which settles what it
    settled. An entry whose invoices or payments the accounts took away waits again.

    Past evenings stay: what changes is known from the day of the act. A second run finds nothing to do.
    """
    ImportRepository(session).lock()
    desk = _Desk(session, policy)
    if not desk.acts:
        return MeetReport({}, {}, ())
    held = AccountsRepository(session).held()
    bank = desk.bank()
    theirs = desk.receipts(held)
    pairs = _pairs(desk, bank.values(), theirs, policy)
    booked = {key: payments_of(row) for key, row in desk.acts.items() if row.act == BOOKED}
    decision = decide(pairs, bank, held, booked=booked, taken_back=desk.state.taken_back())
    _write(session, act, decision, desk=desk, bank=bank, held=held, policy=policy)
    done = {one.bank.entry.id for one in decision.replaced} | {key for key, _ in decision.released}
    ahead = [one.entry for one in bank.values() if one.payment_id is not None and one.entry.id not in done]
    return MeetReport(
        dict(sorted(Counter(one.how for one in decision.replaced).items())),
        dict(decision.released),
        tuple(Ahead(one.id, one.booked_on, one.cents, one.currency) for one in sorted(ahead, key=_in_time)),
    )


class _Desk:
    """Entries and what became of them, as they stand whatever day they are known from."""

    def __init__(self, session: WriteSession, policy: MatchingPolicy) -> None:
        self._session = session
        self._policy = policy
        self.repository = MatchingRepository(session, as_of=date.max)
        self.state: MatchState = fold(self.repository.acts(), as_of=date.max)
        self.acts = {
            key: one.last.row
            for key, one in self.state.entries.items()
            if one.last is not None and not one.waits and one.last.row.payment_id is not None
        }

    def bank(self) -> dict[int, BankPayment]:
        """The payments that entries made, by entry, and entries that wait although their payer is known."""
        found = {}
        payers = self.repository.payers(self.state, self._customers(), self._policy)
        for entry in self.repository.entries():
            state, row = self.state.of(entry.id), self.acts.get(entry.id)
            if row is None and state.waits and not state.undone:
                party = payers.of(entry).party
                if party is not None:
                    known_on = entry.known_on if state.last is None else state.last.known_on
                    found[entry.id] = BankPayment(entry, None, party, (), None, state.payments, known_on)
            elif row is not None and row.act != BOOKED and row.customer_id is not None:
                found[entry.id] = BankPayment(
                    *(entry, row.payment_id, row.customer_id),
                    tuple((item, cents) for item, cents in row.details["shares"]),
                    *(row.details.get("returns"), state.payments),
                    entry.known_on if state.last is None else state.last.known_on,
                )
        return found

    def _customers(self) -> Customers:
        known = ImportRepository(self._session).customers()
        return Customers(
            {one.id: code for code, one in known.items()},
            {one.id: one.name for one in known.values() if one.name},
        )

    def receipts(self, held: Held) -> list[Sighting]:
        """Money of other sources that answers no entry."""
        answered, references = self.state.answered(), self.repository.references()
        same = self.repository.same_customers()
        return [
            _sighting(one, same.get(one.customer_id, one.customer_id), references.get(key))
            for key, one in held.receipts.items()
            if one.kind == PAYMENT and one.cents and key not in answered
        ]

    def apart(self) -> set[tuple[int, int]]:
        return {(key, payment) for key, one in self.state.entries.items() for payment in one.apart}


def _pairs(
    desk: _Desk, bank: Iterable[BankPayment], theirs: Sequence[Sighting], policy: MatchingPolicy
) -> list[Pair]:
    same = desk.repository.same_customers()
    seen = [_seen(one.entry, same.get(one.customer_id, one.customer_id)) for one in bank]
    pairs = pairs_of(
        [one for one in seen if one.id in desk.acts],
        theirs,
        near_days=policy.same_days,
        within_days=policy.twin_days,
        beside=[one for one in seen if one.id not in desk.acts],
        apart=desk.apart(),
    )
    # Entries that all wait are for matching, which looks at what they name too.
    return [pair for pair in pairs if not desk.acts.keys().isdisjoint(pair.ours)]


def _elsewhere(
    session: WriteSession, receipts: Sequence[fec.Receipt], policy: MatchingPolicy
) -> fec.Elsewhere:
    """Which receipts of a file the bank told first: as `meet_accounts` decides once they are recorded."""
    desk = _Desk(session, policy)
    if not desk.acts or not receipts:
        return fec.Elsewhere()
    bank = desk.bank()
    held = AccountsRepository(session).held()
    same = desk.repository.same_customers()
    first = max(held.receipts, default=0) + 1
    named = dict(enumerate(receipts, start=first))
    new = [
        Sighting(
            *(number, same.get(one.customer_id, one.customer_id), one.cents, _EURO, one.on),
            reference_words(one.reference),
        )
        for number, one in named.items()
    ]
    pairs = _pairs(desk, bank.values(), [*desk.receipts(held), *new], policy)
    return fec.Elsewhere(
        frozenset(named[key].name for pair in pairs for key in pair.theirs if key in named),
        frozenset(made for pair in pairs for key in pair.ours if (made := bank[key].payment_id) is not None),
    )


def _write(
    session: WriteSession,
    act: Act,
    decision: Decision,
    *,
    desk: _Desk,
    bank: dict[int, BankPayment],
    held: Held,
    policy: MatchingPolicy,
) -> None:
    repository = desk.repository
    writing = Writing(repository.next_act(), ImportRepository(session).next_ids().allocation, policy)
    freed = {one.id for one in decision.freed}
    for one in decision.replaced:
        known_on = known_from(one.bank, one.payments, act.on)
        if one.bank.payment_id is not None:
            writing.take_back(*repository.payment(one.bank.payment_id), known_on=known_on)
        guesses = {share.id for payment in one.payments for share in held.of(payment.id) if share.id in freed}
        writing.free(repository.shares(guesses), known_on=known_on)
        freed -= guesses  # once, where several entries are one payment
        write_replaced(one, writing, held, known_on=known_on)
    for key, why in decision.released:
        _release(key, why, writing, desk=desk, bank=bank, held=held, on=act.on)
    if writing.acts:
        record_act(
            session, act, source=SOURCE, versions=[(MATCH_ACTS, writing.acts)], changes=writing.changes
        )


def _release(
    key: int,
    why: str,
    writing: Writing,
    *,
    desk: _Desk,
    bank: dict[int, BankPayment],
    held: Held,
    on: date,
) -> None:
    """The entry waits again; what it made or settled is taken back."""
    row, last = desk.acts[key], desk.state.of(key).last
    entry = next(one for one in desk.repository.entries() if one.id == key)
    known_on = max(on, entry.known_on, last.known_on if last is not None else on)
    if key in bank and row.payment_id is not None:
        writing.take_back(*desk.repository.payment(row.payment_id), known_on=known_on)
    told = set(row.details.get("allocations", ()))
    still = {share.id for one in payments_of(row) for share in held.of(one) if share.id in told}
    writing.free(desk.repository.shares(still), known_on=known_on)
    writing.note(entry, RELEASED, why, known_on=known_on, customer_id=row.customer_id)


def _seen(entry: Entry, party: int) -> Sighting:
    words = reference_words(entry.text, entry.structured_reference, entry.end_to_end, entry.bank_reference)
    return Sighting(entry.id, party, entry.cents, entry.currency, entry.booked_on, words)


def _sighting(one: Receipt, party: int, reference: str | None) -> Sighting:
    return Sighting(one.id, party, one.cents, one.currency, one.paid_on, reference_words(reference))


def _in_time(entry: Entry) -> tuple[date, int]:
    return entry.booked_on, entry.id
