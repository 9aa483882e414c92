"""Let invoices and write-offs that the accounts tell too count once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from ledger.documents.ahead import first_told
from ledger.documents.held import Bill, Held
from ledger.documents.moving import PEOPLE, SOURCE, Moving
from ledger.documents.policy import POLICY, DocumentPolicy
from ledger.documents.report import DocumentsReport
from ledger.documents.repository import DocumentsRepository
from ledger.documents.twins import Twin, Undecided, twins_of
from ledger.documents.write_offs import TakingOver
from ledger.fec.movements import Movement
from ledger.registers.catalogue import DOCUMENTS, RELATION_ACTS, InvoiceDocumentRow, RelationActRow
from ledger.registers.register import NewVersion
from ledger.registers.repository import append
from ledger.registers.usecases import Act, record_act
from ledger.relation.repository import RelationRepository
from ledger.relation.write_offs import TAKEN_OVER, WRITE_OFF, write_offs_on
from ledger.replaced.invoices import Replaced
from store.session import WriteSession

_FORM = "csv"  # of an invoice that came without a document
_HOLD = "The accounts hold this loss now; theirs counts."


def meet_invoices(session: WriteSession, act: Act, *, policy: DocumentPolicy = POLICY) -> DocumentsReport:
    """Every invoice of another source that the accounts hold gives way to theirs, with all that hangs on it.

    Past evenings stay: what changes is known from the day of the act, or with an invoice that came that day.
    A second run finds nothing to do.
    """
    repository = DocumentsRepository(session)
    repository.lock()
    if not repository.told_twice():
        return DocumentsReport()
    report = _meet(session, repository, act, policy)
    cases = write_offs_on(RelationRepository(session, as_recorded=None).acts(as_of=date.max), as_of=date.max)
    if not cases:
        return report
    taking = TakingOver(repository.held(), policy, act.on, repository.next_ids().allocation)
    taking.run(cases)
    _save_write_offs(session, act, taking)
    return replace(report, written_off=len(taking.taken), open_write_offs=taking.undecided)


def _meet(
    session: WriteSession, repository: DocumentsRepository, act: Act, policy: DocumentPolicy
) -> DocumentsReport:
    held = repository.held()
    loose = _loose(held)
    replaced = Replaced({key: by for key, by in held.replaced.by.items() if key not in loose})
    bills = {**held.bills, **loose}
    twins, undecided = twins_of(bills.values(), held.parties, replaced, policy)
    moving = Moving(held, act.on, repository.next_ids().allocation)
    met = {twin.ours.id for twin in twins}
    back = [one for key, one in loose.items() if key not in met]
    again = _again(held)
    for twin in (*twins, *again):
        moving.join(twin)
    for one in back:
        moving.restore(one)
    former = [(held.bills[key], held.bills[by]) for key, by in replaced.by.items()]
    moving.follow([*former, *twins])
    moves = [*twins, *(Twin(held.bills[one.id], one) for one in back)]
    _save(session, act, moving, moves, held, next_id=repository.next_document_id())
    return DocumentsReport(
        joined=len(twins),
        redated=moving.redated,
        gave_way=len(moving.gave_way),
        moved=moving.moved,
        undecided=tuple(sorted([*undecided, *(_told_again(one, held) for one in again)])),
    )


def _save_write_offs(session: WriteSession, act: Act, taking: TakingOver) -> None:
    """The act stays as history; another says that the accounts hold it now."""
    if not taking.taken:
        return
    first = RelationRepository(session, as_recorded=None).next_id()
    acts = [
        NewVersion(
            *(number, 0, f"act {number}", one.known_on),
            RelationActRow(
                *(one.case.id, WRITE_OFF, TAKEN_OVER, one.case.customer_id),
                max(one.case.opened_on, *(money.paid_on for money in one.payments)),
                {"payments": [money.id for money in one.payments], "note": _HOLD},
            ),
        )
        for number, one in enumerate(taking.taken, start=first)
    ]
    run = record_act(session, act, source=SOURCE, versions=[], changes=taking.changes)
    append(session, RELATION_ACTS, acts, import_id=run, source=PEOPLE)


def _loose(held: Held) -> dict[int, Bill]:
    """Replaced invoices, as their source told them, of which the accounts took back the other."""
    return {
        key: held.bills[key]._replace(cents=held.bills[key].said_cents)
        for key, by in held.replaced.by.items()
        if not held.bills[by].cents
    }


def _again(held: Held) -> list[Twin]:
    """Invoices that gave way, and that their source told anew with other values."""
    return [
        Twin(held.bills[key], held.bills[by])
        for key, by in sorted(held.replaced.by.items())
        if held.bills[key].cents and held.bills[by].cents
    ]


def _told_again(twin: Twin, held: Held) -> Undecided:
    one, other = twin
    why = (
        f"It was told again with other values; the accounts' {other.cents / 100:.2f} {other.currency} count."
    )
    return Undecided(one.id, one.number, held.parties.codes[one.customer_id], one.origin.source, why)


def _save(
    session: WriteSession, act: Act, moving: Moving, twins: list[Twin], held: Held, *, next_id: int
) -> None:
    changes = moving.changes
    if not (changes.invoice_versions or changes.payment_versions or changes.allocation_versions):
        return
    versions: dict[str, list[NewVersion]] = defaultdict(list)
    days = {one.invoice_id: one.known_on for one in changes.invoice_versions}
    for ours, theirs in twins:
        paper = held.documents.get(ours.id)
        if paper is None:
            # Known only to hang the meeting on: the invoice came without a document.
            name, row = f"replaced {ours.id}", _paperless(ours)
            versions[SOURCE].append(NewVersion(next_id, 0, name, days[ours.id], row))
            key, version, source, next_id = next_id, 1, SOURCE, next_id + 1
        else:
            key, version, source, name, row = (
                paper.id,
                paper.version + 1,
                paper.source,
                paper.source_id,
                paper.row,
            )
        moved = row._replace(invoice_id=theirs.id)
        versions[source].append(NewVersion(key, version, name, days[ours.id], moved))
    run = record_act(session, act, source=SOURCE, versions=[], changes=changes)
    for source, added in versions.items():
        append(session, DOCUMENTS, added, import_id=run, source=source)


def _paperless(one: Bill) -> InvoiceDocumentRow:
    unsaid = (None,) * (len(InvoiceDocumentRow._fields) - 4)
    values: tuple[Any, ...] = (one.id, _FORM, *unsaid, [], [])
    return InvoiceDocumentRow(*values)


def told_first(
    session: WriteSession, movements: Sequence[Movement], act: Act, *, policy: DocumentPolicy = POLICY
) -> frozenset[str]:
    """Which new lines of accounts, by their names, another source told first: as `meet_invoices` decides once
    they are recorded.
    """
    repository = DocumentsRepository(session)
    if not repository.told_elsewhere():
        return frozenset()
    return first_told(repository.held(), movements, on=act.on, policy=policy)
