"""Match bank entries with open invoices; confirm, set aside and undo; tell what waits and what was done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from ledger.errors import ActRefused, UnknownBankEntry
from ledger.imports.repository import ImportRepository
from ledger.matching.explicit import Explicit, proposal_from
from ledger.matching.policy import POLICY, MatchingPolicy
from ledger.matching.report import (
    MatchReport,
    PastAct,
    ToldProposal,
    ToldShare,
    WaitingEntry,
    report_of,
)
from ledger.matching.repository import Customers, MatchingRepository
from ledger.matching.run import Applied, Ledger, Run, Waiting, decide
from ledger.matching.state import BOOKED, CONFIRMED, REFUSED, UNDONE, EntryState, MatchState, fold, history_of
from ledger.matching.values import TOLD, Entry, Proposal, known_from
from ledger.matching.writing import Writing
from ledger.registers.catalogue import MATCH_ACTS
from ledger.registers.usecases import Act, record_act
from store.session import ReadSession, WriteSession

SOURCE = "bank"
_SURE = 100


@dataclass(frozen=True, slots=True)
class _Entries:
    """Entries and what became of them."""

    repository: MatchingRepository
    entries: dict[int, Entry]
    state: MatchState


@dataclass(frozen=True, slots=True)
class _Loaded(_Entries):
    """Everything a decision about entries needs, read under the lock or for reading only."""

    ledger: Ledger
    customers: Customers


def match_bank(session: WriteSession, act: Act, *, policy: MatchingPolicy = POLICY) -> MatchReport:
    """Decide every undecided entry known by the day of the act; what is not sure enough waits.

    A second run finds nothing to do. What a person undid is proposed, but not applied again. A run dated
    before the last act about entries decides on the day of that one: no earlier evening knows what is decided
    by now.
    """
    imports = ImportRepository(session)
    imports.lock()
    act = replace(act, on=max(act.on, _last_decided(session) or act.on))
    if not _any_waits(session, act.on):
        return report_of(Run((), (), (), 0))
    loaded = _load(session, act.on, imports.next_ids().payment, policy)
    run = _decided(loaded, act.on, policy, held=None)
    writing = Writing(loaded.repository.next_act(), imports.next_ids().allocation, policy)
    for booked in run.booked:
        writing.book(booked, on=act.on)
    for applied in run.applied:
        rank = loaded.state.of(applied.entry.id).payments + 1
        writing.apply(applied, loaded.ledger.book, rank=rank)
    _record(session, act, writing)
    return report_of(run)


def waiting(session: ReadSession, *, as_of: date, policy: MatchingPolicy = POLICY) -> list[WaitingEntry]:
    """The entries that waited on an evening, each with what was proposed and why it waits."""
    loaded = _load(session, as_of, 1, policy)
    run = _decided(loaded, as_of, policy, held=set(loaded.entries))
    return [_told_waiting(one, loaded) for one in run.waiting]


def proposal_of(
    session: ReadSession, entry_id: int, *, rank: int, as_of: date, policy: MatchingPolicy = POLICY
) -> Proposal:
    """The proposal of this rank for an entry that waits, 1 the best. Raises ActRefused when there is none."""
    loaded = _load(session, as_of, 1, policy)
    entry = _entry(loaded, entry_id)
    if not loaded.state.of(entry_id).waits:
        raise ActRefused(_not_waiting(entry_id, loaded.state.of(entry_id)))
    only = replace(loaded, entries={entry_id: entry})
    run = _decided(only, as_of, policy, held={entry_id})
    best = [one.verdict.best for one in run.waiting if one.verdict.best is not None]
    ranked = [*best, *(other for one in run.waiting for other in one.verdict.alternatives)]
    if not 1 <= rank <= len(ranked):
        raise ActRefused(
            f"Bank entry {entry_id} has {len(ranked)} proposals. Say which invoices it pays with --invoice, "
            "or set it aside."
        )
    return ranked[rank - 1]


def confirm(
    session: WriteSession,
    entry_id: int,
    *,
    what: Proposal | Explicit,
    act: Act,
    policy: MatchingPolicy = POLICY,
) -> None:
    """Apply what a person says an entry pays: a proposal, or a customer and invoices of their own.

    Raises UnknownBankEntry, UnknownCustomer, UnknownInvoice, or ActRefused when the entry no longer waits or
    the invoices are no longer open for that much.
    """
    imports = ImportRepository(session)
    imports.lock()
    _check_order(session, act.on)
    ids = imports.next_ids()
    loaded = _load(session, act.on, ids.payment, policy)
    entry, state = _entry(loaded, entry_id), loaded.state.of(entry_id)
    if not state.waits:
        raise ActRefused(_not_waiting(entry_id, state))
    book, customers = loaded.ledger.book, loaded.customers
    proposal = what if isinstance(what, Proposal) else proposal_from(what, entry, book, codes=customers.codes)
    if (why := book.fits(proposal, entry)) is not None:
        raise ActRefused(f"Bank entry {entry_id} cannot be applied so: {why}")
    if proposal.returns is not None and proposal.returns in loaded.state.taken_back():
        raise ActRefused(f"The payment that bank entry {entry_id} would take back was taken back already.")
    told = replace(proposal, how=TOLD, confidence=_SURE)
    known_on = known_from(entry, act.on) if state.last is None else _after(entry, state, act)
    applied = Applied(entry, told, ids.payment, loaded.ledger.money.known_on(proposal.returns, known_on))
    writing = Writing(loaded.repository.next_act(), ids.allocation, policy)
    writing.apply(applied, book, rank=state.payments + 1, act=CONFIRMED)
    _record(session, act, writing)


def set_aside(
    session: WriteSession, entry_id: int, *, why: str, act: Act, policy: MatchingPolicy = POLICY
) -> None:
    """Remember that an entry is no payment of a customer. Raises UnknownBankEntry or ActRefused."""
    imports = ImportRepository(session)
    imports.lock()
    _check_order(session, act.on)
    loaded = _entries(session, act.on)
    entry, state = _entry(loaded, entry_id), loaded.state.of(entry_id)
    if not state.waits:
        raise ActRefused(_not_waiting(entry_id, state))
    payer = loaded.repository.payers(loaded.state, _customers(imports), policy).of(entry)
    writing = Writing(loaded.repository.next_act(), 1, policy)
    known_on = _after(entry, state, act)
    writing.note(entry, REFUSED, why, known_on=known_on, customer_id=payer.party)
    _record(session, act, writing)


def undo(
    session: WriteSession, entry_id: int, *, why: str, act: Act, policy: MatchingPolicy = POLICY
) -> None:
    """Take back what was decided about an entry, which then waits for a person; its history stays.

    Raises UnknownBankEntry, or ActRefused when nothing was decided or a later entry rests on it.
    """
    ImportRepository(session).lock()
    _check_order(session, act.on)
    loaded = _entries(session, act.on)
    entry, state = _entry(loaded, entry_id), loaded.state.of(entry_id)
    if state.last is None or state.waits:
        raise ActRefused(f"Nothing was decided about bank entry {entry_id}, so there is nothing to undo.")
    row = state.last.row
    later = loaded.state.taken_back().get(row.payment_id or 0)
    if later is not None:
        raise ActRefused(f"Bank entry {later} took this payment back. Undo that one first.")
    writing = Writing(loaded.repository.next_act(), 1, policy)
    known_on = _after(entry, state, act)
    if row.payment_id is not None and row.act != BOOKED:
        payment, shares = loaded.repository.payment(row.payment_id)
        writing.take_back(payment, shares, known_on=known_on)
    # The accounts' payment stays; what it settles because this entry said so does not.
    writing.free(loaded.repository.shares(row.details.get("allocations", ())), known_on=known_on)
    # That the accounts do not hold it, or that it did not come back, says nothing of whose money it is.
    elsewhere = row.act == BOOKED or row.details.get("returns") is not None
    customer_id = None if elsewhere else row.customer_id
    writing.note(entry, UNDONE, why, known_on=known_on, customer_id=customer_id)
    _record(session, act, writing)


def history(session: ReadSession, entry_id: int, *, as_of: date) -> list[PastAct]:
    """Everything done about an entry, the first first. Raises UnknownBankEntry."""
    loaded = _load(session, as_of, 1, POLICY)
    _entry(loaded, entry_id)
    acts = history_of(loaded.repository.acts(), entry_id)
    return [
        PastAct(
            one.row.act,
            one.known_on,
            one.recorded_at,
            one.author,
            loaded.customers.codes.get(one.row.customer_id or 0),
            one.row.how,
            one.row.confidence,
            one.row.why,
            _told_shares(one.row.details.get("shares", ()), loaded.ledger),
        )
        for one in acts
        if one.known_on <= as_of
    ]


def _check_order(session: ReadSession, on: date) -> None:
    """Acts about entries are known in the order they are written down. Raises ActRefused."""
    last = _last_decided(session)
    if last is not None and on < last:
        raise ActRefused(
            f"Something about bank entries was decided as known on {last}, so nothing more can be decided "
            f"on {on}. Decide it on {last} or later."
        )


def _last_decided(session: ReadSession) -> date | None:
    acts = MatchingRepository(session, as_of=date.max).acts()
    return max((one.known_on for one in acts), default=None)


def _any_waits(session: ReadSession, on: date) -> bool:
    """Reading a whole ledger for nothing takes seconds where it is large."""
    of = _entries(session, on)
    return any(of.state.of(key).waits for key in of.entries)


def _entries(session: ReadSession, on: date) -> _Entries:
    repository = MatchingRepository(session, as_of=on)
    return _Entries(
        repository, {one.id: one for one in repository.entries()}, fold(repository.acts(), as_of=on)
    )


def _load(session: ReadSession, on: date, next_payment: int, policy: MatchingPolicy) -> _Loaded:
    """Reads the whole ledger, which takes seconds where it is large."""
    of = _entries(session, on)
    since = min((one.booked_on for one in of.entries.values() if of.state.of(one.id).waits), default=on)
    ledger, customers = of.repository.ledger(of.state, since=since, next_payment=next_payment, policy=policy)
    return _Loaded(of.repository, of.entries, of.state, ledger, customers)


def _customers(imports: ImportRepository) -> Customers:
    known = imports.customers()
    return Customers(
        {one.id: code for code, one in known.items()},
        {one.id: one.name for one in known.values() if one.name},
    )


def _decided(loaded: _Loaded, on: date, policy: MatchingPolicy, *, held: set[int] | None) -> Run:
    undecided = [one for one in loaded.entries.values() if loaded.state.of(one.id).waits]
    undone = {one.id for one in undecided if loaded.state.of(one.id).undone}
    return decide(undecided, loaded.ledger, held=undone if held is None else held, on=on, policy=policy)


def _record(session: WriteSession, act: Act, writing: Writing) -> None:
    if writing.acts:
        record_act(
            session, act, source=SOURCE, versions=[(MATCH_ACTS, writing.acts)], changes=writing.changes
        )


def _entry(loaded: _Entries, entry_id: int) -> Entry:
    if entry_id not in loaded.entries:
        raise UnknownBankEntry(
            f"No bank entry has the number {entry_id}. List those that wait with: encours match list"
        )
    return loaded.entries[entry_id]


def _after(entry: Entry, state: EntryState, act: Act) -> date:
    """The day of the act, but never before the entry or the last act about it was known."""
    last = state.last.known_on if state.last is not None else entry.known_on
    return max(act.on, entry.known_on, last)


def _not_waiting(entry_id: int, state: EntryState) -> str:
    done = {
        BOOKED: "was found in the accounts",
        REFUSED: "was set aside",
    }.get(state.status, "was applied")
    return f"Bank entry {entry_id} {done} already. Undo that first, if it was wrong."


def _told_waiting(one: Waiting, loaded: _Loaded) -> WaitingEntry:
    entry, verdict = one.entry, one.verdict
    undone = loaded.state.of(entry.id).undone
    why = f"What was decided was taken back, so a person decides. {verdict.why}" if undone else verdict.why
    return WaitingEntry(
        entry.id,
        entry.booked_on,
        entry.cents,
        entry.currency,
        entry.payer_name or entry.payer_iban,
        entry.text,
        _told(verdict.best, loaded) if verdict.best is not None else None,
        tuple(_told(other, loaded) for other in verdict.alternatives),
        why,
    )


def _told(proposal: Proposal, loaded: _Loaded) -> ToldProposal:
    return ToldProposal(
        loaded.customers.codes[proposal.customer_id],
        _told_shares(proposal.shares, loaded.ledger),
        proposal.how,
        proposal.confidence,
        proposal.why,
    )


def _told_shares(shares: Sequence[Sequence[int]], ledger: Ledger) -> tuple[ToldShare, ...]:
    items = ledger.book.items
    return tuple(
        ToldShare(items[item].number if item in items else f"#{item}", cents) for item, cents in shares
    )
