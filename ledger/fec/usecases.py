"""Import accounting files: read them all, join their years, save what is new, and check the balance."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from kernel.days import Terms
from ledger.errors import OlderYear
from ledger.fec.carried import Joined, join_years
from ledger.fec.decision import decide_fec
from ledger.fec.movements import Account, FecYear, Movement, dated_by, read_year
from ledger.fec.report import FecReport, Imputation, balances_of, file_report, named_rejections
from ledger.fec.repository import CONTENT, FecRepository, told_and_voided
from ledger.fec.revision import (
    Revision,
    known_again,
    refuse_strangers,
    without_contradicted,
    without_vanished,
)
from ledger.fec.roles import ADJUSTMENT, OFFSET, PAYMENT
from ledger.fec.state import FecState, Meeting, Receipt, entered_on, nothing_elsewhere
from ledger.files.fec import read_fec
from ledger.files.rejection import Rejection
from ledger.files.terms import read_terms
from ledger.imports.changes import Changes, Knowledge
from ledger.imports.repository import Run
from ledger.master.repository import MasterRepository
from store.session import WriteSession

_DEFAULT_SOURCE = "fec"
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class FecContent:
    """A file by its name and its bytes."""

    name: str
    content: bytes


def import_fec(
    session: WriteSession,
    files: Sequence[FecContent],
    *,
    terms: bytes | None,
    source: str | None,
    on: date,
    recorded_at: datetime,
    progress: Progress | None,
    meeting: Meeting = nothing_elsewhere,
    told_first: Callable[[Sequence[Movement]], frozenset[str]] = lambda _new: frozenset(),
) -> FecReport:
    """Record what the files tell of customers. `meeting` says which of their money another source told first;
    its payments count as gone, which is for the caller to do. `told_first` names what else another source
    told first of what is new: it is known from today, since until then the other counts.

    Raises ImportRefused, one of its kinds, when a file as a whole cannot be read.
    """
    agreed, bad_terms = read_terms(terms) if terms is not None else ({}, [])
    years = _years(files, agreed, progress)
    repository = FecRepository(session)
    repository.lock()
    by_master = MasterRepository(session).terms_by_code(on)
    years = [dated_by(year, by_master) for year in years]
    source = source or _DEFAULT_SOURCE
    state = _state(repository, source, on=on)
    _refuse_older(years, state)
    years = known_again(years, state)
    refuse_strangers(years, state)
    state = state.giving_way(meeting(_receipts(years, state)))
    state = replace(state, met=state.met | told_first(_new(years, state)))
    digest = sha256(b"".join(sha256(one.content).digest() for one in files)).hexdigest()
    repeated = repository.last_told(content=CONTENT, source=source) == digest
    revision, joined = _joined(years, state, repeated=repeated)
    changes, how = decide_fec(joined, revision)
    changes.rejections += named_rejections(years, bad_terms)
    run = Run(
        id=repository.next_import_id(),
        content=CONTENT,
        source=source,
        file_name=", ".join(one.name for one in files),
        sha256=digest,
        imported_on=on,
        recorded_at=recorded_at,
        horizon=max((year.file.last_on for year in years if year.file.last_on), default=None),
    )
    _save(repository, run, years, changes, bad_terms, progress)
    held = _held(repository, source=source, until=max((year.last_on for year in years), default=date.min))
    imputed = tuple(Imputation(*key, count) for key, count in sorted(how.items()))
    return _report(run.id, years, joined, changes, held=held, imputed=imputed)


def _years(
    files: Sequence[FecContent], terms: Mapping[str, Terms], progress: Progress | None
) -> list[FecYear]:
    """Each file once, in the order of their first days."""
    alone = {sha256(one.content).digest(): one for one in reversed(files)}
    years = [
        read_year(read_fec(one.content, name=one.name, progress=progress), terms=terms)
        for one in reversed(alone.values())
    ]
    return sorted(years, key=lambda year: (year.first_on, year.last_on))


def _state(repository: FecRepository, source: str, *, on: date) -> FecState:
    facts = repository.fec_facts(source=source)
    shares = repository.shares(source=source, facts=facts)
    told, voided = told_and_voided(facts)
    knowledge = Knowledge(on, repository.covered_until(content=CONTENT, source=source))
    return FecState(repository.customers(), told, voided, shares, knowledge, repository.next_ids())


def checked_again(session: WriteSession, report: FecReport, *, source: str | None) -> FecReport:
    """The report with our open items as they stand now, after what was done since the import."""
    until = date.fromisoformat(report.last_on) if report.last_on is not None else date.min
    held = _held(FecRepository(session), source=source or _DEFAULT_SOURCE, until=until)
    expected = {(one.account_class, one.customer): one.file_cents for one in report.balances}
    return replace(report, balances=balances_of(expected, held))


def _receipts(years: Sequence[FecYear], state: FecState) -> list[Receipt]:
    """Money that the files tell of customers the ledger knows, and that it does not hold yet."""
    return [
        Receipt(one.source_id, state.customers[one.customer].id, -one.cents, one.entered_on, one.piece)
        for year in years
        for one in year.movements
        if not one.item
        and one.kind == PAYMENT
        and not one.carried
        and one.source_id not in state.facts
        and one.customer in state.customers
    ]


def _new(years: Sequence[FecYear], state: FecState) -> list[Movement]:
    return [
        one
        for year in years
        for one in year.movements
        if not one.carried and one.source_id not in state.facts and one.source_id not in state.voided
    ]


def _joined(years: Sequence[FecYear], state: FecState, *, repeated: bool) -> tuple[Revision, Joined]:
    """The years joined to what the ledger holds, once what they no longer tell is taken back.

    Files that repeat the last ones to the byte bring no letter that could contradict a guess.
    """
    told = [one.source_id for year in years for one in year.movements]
    revision = without_vanished(Revision(state), years, told, carried=False)
    joined = join_years(years, revision.state.earlier(), recorded=revision.state.facts)
    told = [one.source_id for one in joined.movements]
    revision = without_vanished(revision, years, told, carried=True)
    return revision if repeated else without_contradicted(revision, joined), joined


def _refuse_older(years: Sequence[FecYear], state: FecState) -> None:
    """Balances that a later year brought forward would count twice what an older year tells, unless that
    later year comes again beside it.
    """
    days = [entered_on(name) for name, one in state.facts.items() if one.kind != OFFSET]
    if not days or not years or not years[0].movements or years[0].last_on >= min(days):
        return
    if not any(year.first_on <= min(days) <= year.last_on for year in years[1:]):
        raise OlderYear(
            f"{years[0].file.name} ends on {years[0].last_on}, before what the ledger holds of this source "
            f"({min(days)}). Name the files of both years in one command, so that they can be joined."
        )


def _save(
    repository: FecRepository,
    run: Run,
    years: Sequence[FecYear],
    changes: Changes,
    bad_terms: Sequence[Rejection],
    progress: Progress | None,
) -> None:
    summary = {
        "read": sum(year.file.read for year in years),
        "accepted": changes.accepted,
        "unchanged": changes.unchanged,
        "rejected": len(changes.rejections),
        "corrected": changes.corrected,
        "settings": {
            year.file.name: {"encoding": year.file.encoding, "separator": year.file.header.separator}
            for year in years
        },
    }
    repository.save(run, summary, changes, progress or (lambda _done, _total: None))


def _held(repository: FecRepository, *, source: str, until: date) -> Counter[Account]:
    """Open items by account as saved, less what was entered in the accounts after the last file.

    As the accounts know them: what other sources settle of them, or they of others, counts as open.
    """
    held: Counter[Account] = Counter()
    facts = repository.fec_facts(source=source)
    for source_id, fact in facts.items():
        if fact.kind == OFFSET:
            continue
        held[fact.account] += fact.left
        if entered_on(source_id) > until:
            held[fact.account] -= fact.cents
    for share in repository.shares(source=source, facts=facts, of_others=True).values():
        payment, item = facts.get(share.payment), facts.get(share.item)
        if payment is None and item is not None:
            held[item.account] += share.cents
        elif item is None and payment is not None:
            held[payment.account] -= share.cents
    return held


def _report(
    import_id: int,
    years: Sequence[FecYear],
    joined: Joined,
    changes: Changes,
    *,
    held: Mapping[Account, int],
    imputed: tuple[Imputation, ...],
) -> FecReport:
    dated = [one for one in changes.invoices if not one.opening]
    credit_notes = sum(one.kind == "credit_note" for one in dated)
    payments = [one for one in changes.payments if one.kind != OFFSET]
    adjustments = sum(one.kind == ADJUSTMENT for one in payments)
    return FecReport(
        import_id=import_id,
        files=tuple(file_report(year) for year in years),
        read=sum(year.file.read for year in years),
        accepted=changes.accepted,
        unchanged=changes.unchanged,
        corrected=changes.corrected,
        voided=changes.voided,
        released=sum(not one.amount_cents for one in changes.allocation_versions),
        rejected=len(changes.rejections),
        new_customers=len(changes.customers),
        new_invoices=len(dated) - credit_notes,
        new_credit_notes=credit_notes,
        new_opening_items=len(changes.invoices) - len(dated),
        new_payments=len(payments) - adjustments,
        new_adjustments=adjustments,
        new_allocations=len(changes.allocations),
        dropped_openings=joined.dropped,
        carried_differences=tuple(joined.differences),
        balances=balances_of(joined.expected, held),
        imputations=imputed,
        due_dates=dict(Counter(one.due_on_source for one in dated)),
        rejections=tuple(sorted(changes.rejections)),
    )
