"""Keep policies and covers, say what they cover, by when the insurer must be told, and claim."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from credit.cover.acts import Wanted, agreed, checked_policy, policy_numbered, reduced
from credit.cover.book import Book
from credit.cover.claim import claim_files
from credit.cover.cover import CANCELLED, CoverVersion, contracts_for, contracts_of
from credit.cover.deadlines import INSOLVENCY, TELLABLE, Deadline, deadlines
from credit.cover.file import CoverLine, cover_line, cover_table
from credit.cover.policy import CoverPolicy
from credit.cover.repository import CoverRepository
from credit.cover.told import TOLD
from kernel.bundle import packed
from ledger.errors import ActRefused, UnknownInvoice
from ledger.files.rejection import Rejection
from ledger.files.table import ignored_columns, with_raw
from ledger.imports.repository import ImportRepository
from ledger.registers.catalogue import COVERS, INSURANCE_POLICIES, CoverRow, InsurancePolicyRow
from ledger.registers.register import NewVersion, Told, enter, standing_on
from ledger.registers.report import RegisterReport
from ledger.registers.repository import RegisterRepository
from ledger.registers.usecases import Act, Delivery, Reading, record_act, record_import
from ledger.report import settings_as_json
from store.session import ReadSession, WriteSession

SOURCE = "cover"


@dataclass(frozen=True, slots=True)
class CustomerCover:
    """What insures one customer on an evening, and how it came to be."""

    book: Book
    as_of: date
    history: tuple[CoverVersion, ...]


def add_policy(session: WriteSession, act: Act, row: InsurancePolicyRow) -> InsurancePolicyRow:
    """A contract, or what changed of one with the same number. Raises ActRefused."""
    ImportRepository(session).lock()
    checked_policy(row)
    repository = CoverRepository(session, as_of=act.on)
    standing = RegisterRepository(session, INSURANCE_POLICIES).standing(source=SOURCE)
    told = [Told(f"policy {row.number}", act.on, row)]
    entered = enter(told, standing, next_id=repository.next_policy_id(), on=act.on)
    if entered.versions:
        record_act(session, act, source=SOURCE, versions=[(INSURANCE_POLICIES, entered.versions)])
    return row


def policies_on(session: ReadSession, *, as_of: date) -> list[InsurancePolicyRow]:
    return [one.row for one in standing_on(CoverRepository(session, as_of=as_of).policies(), as_of)]


def set_cover(session: WriteSession, act: Act, customer: str, wanted: Wanted) -> CoverRow:
    """What the insurer agreed to, from a day on. Raises UnknownCustomer, ActRefused."""
    ImportRepository(session).lock()
    repository = CoverRepository(session, as_of=act.on)
    policy = policy_numbered(wanted.policy_number, policies_on(session, as_of=act.on))
    return _record(session, act, agreed(repository.customer_id(customer), wanted, policy))


def lower_cover(
    session: WriteSession,
    act: Act,
    customer: str,
    *,
    policy: str,
    kind: str,
    cents: int,
    from_on: date,
    why: str,
) -> CoverRow:
    """Reduce a cover, or cancel it with 0 cents, for deliveries from a day on.

    Raises UnknownCustomer, ActRefused.
    """
    ImportRepository(session).lock()
    repository = CoverRepository(session, as_of=act.on)
    customer_id = repository.customer_id(customer)
    policy_numbered(policy, policies_on(session, as_of=act.on))
    known = contracts_of(repository.policies(), repository.covers(customer_id), as_of=act.on)
    contract = next(one for one in contracts_for(customer_id, known) if one.policy.number == policy)
    return _record(session, act, reduced(customer_id, contract, cents, kind=kind, on=from_on, why=why))


def tell_insurer(
    session: WriteSession, act: Act, customer: str, numbers: Sequence[str], *, policy: str, kind: str
) -> CoverRow:
    """Write down that the insurer was told, of these invoices or of all that are overdue.

    Raises UnknownCustomer, UnknownInvoice, ActRefused.
    """
    ImportRepository(session).lock()
    if kind not in TELLABLE:
        raise ActRefused(f"“{kind}” is nothing to tell. Say one of {', '.join(TELLABLE)}.")
    repository = CoverRepository(session, as_of=act.on)
    (book,) = repository.books([repository.customer_id(customer)])
    contract = policy_numbered(policy, policies_on(session, as_of=act.on))
    by_number = {one.number: one for one in book.deliveries if one.currency == contract.currency}
    missing = [number for number in numbers if number not in by_number]
    if missing:
        raise UnknownInvoice(f"No open invoice of {customer} has the number “{missing[0]}” on {act.on}.")
    late = [one for one in by_number.values() if kind == INSOLVENCY or one.due_on < act.on]
    chosen = [by_number[number] for number in numbers] or late
    if not chosen:
        raise ActRefused(f"Nothing of {customer} is overdue in {contract.currency} on {act.on}.")
    row = CoverRow(
        customer_id=book.customer_id,
        policy_number=policy,
        kind=kind,
        state=TOLD,
        cents=sum(one.open_cents for one in chosen),
        currency=contract.currency,
        quota_bp=None,
        from_on=act.on,
        until_on=None,
        details={"invoices": [one.invoice_id for one in chosen]},
    )
    return _record(session, act, row)


def import_covers(
    session: WriteSession,
    delivery: Delivery,
    *,
    mapping: Mapping[str, object] | None,
    policy: str | None,
) -> RegisterReport:
    """Covers as a portal lists them; `policy` is the contract of lines that name none.

    Raises ImportRefused, one of its kinds, when the file as a whole cannot be read.
    """
    table = cover_table(delivery.content, mapping)
    lines, rejections = table.read(cover_line, delivery.progress)
    ImportRepository(session).lock()
    repository = CoverRepository(session, as_of=delivery.on)
    known = policies_on(session, as_of=delivery.on)
    customers = repository.customer_ids(sorted({line.customer for line in lines}))
    told: list[Told] = []
    for line in lines:
        try:
            told.append(_told(line, customers, known, policy, delivery.on))
        except ActRefused as error:
            rejections.append(Rejection(line.line, str(error)))
    standing = RegisterRepository(session, COVERS).standing(source=delivery.source)
    entered = enter(told, standing, next_id=repository.next_cover_id(), on=delivery.on)
    entered.unchanged += len(told) - entered.accepted - entered.unchanged
    reading = Reading(len(table.body), with_raw(rejections, table), (), settings_as_json(table.settings))
    said = {"ignored_columns": ignored_columns(table), "settings": settings_as_json(table.settings)}
    return record_import(session, delivery, reading, entered=[(COVERS, entered)], told=said)


def cover_of(session: ReadSession, customer: str, *, as_of: date) -> CustomerCover:
    """Raises UnknownCustomer."""
    repository = CoverRepository(session, as_of=as_of)
    customer_id = repository.customer_id(customer)
    (book,) = repository.books([customer_id])
    history = standing_on(repository.covers(customer_id), as_of)
    return CustomerCover(book, as_of, tuple(sorted(history, key=lambda one: (one.row.from_on, one.id))))


def covered_books(session: ReadSession, *, as_of: date) -> list[Book]:
    """The books of customers with a cover of their own; of all who owe where a policy covers the unnamed."""
    repository = CoverRepository(session, as_of=as_of)
    known = standing_on(repository.policies(), as_of)
    if any(one.row.unnamed_cents for one in known):
        return repository.books(None)
    customers = sorted({one.row.customer_id for one in standing_on(repository.covers(), as_of)})
    return repository.books(customers) if customers else []


def calendar_on(session: ReadSession, *, on: date, policy: CoverPolicy) -> list[Deadline]:
    """What the insurer must be told by which day."""
    return deadlines(covered_books(session, as_of=on), policy, on=on)


def claim_of(session: ReadSession, customer: str, *, on: date) -> bytes:
    """The claim file, the same bytes for the same ledger and day. Raises UnknownCustomer, ActRefused."""
    repository = CoverRepository(session, as_of=on)
    told = repository.claim(repository.customer_id(customer), on=on)
    if not told.book.deliveries:
        raise ActRefused(f"{customer} owes nothing on {on}: there is nothing to claim.")
    return packed(claim_files(told, on=on))


def _record(session: WriteSession, act: Act, row: CoverRow) -> CoverRow:
    number = CoverRepository(session, as_of=act.on).next_cover_id()
    version = NewVersion(number, 0, f"act {number}", act.on, row)
    record_act(session, act, source=SOURCE, versions=[(COVERS, [version])])
    return row


def _told(
    line: CoverLine,
    customers: Mapping[str, int],
    policies: Sequence[InsurancePolicyRow],
    default: str | None,
    on: date,
) -> Told:
    """Raises ActRefused for a line whose customer or policy is not known."""
    if line.customer not in customers:
        raise ActRefused(f"No customer has the code “{line.customer}”.")
    number = line.policy or default
    if number is None:
        raise ActRefused("The line names no policy. Add the column, or say --policy.")
    contract, customer_id = policy_numbered(number, policies), customers[line.customer]
    about: dict[str, Any] = {"kind": line.kind, "from_on": line.from_on, "until_on": line.until_on}
    wanted = Wanted(number, line.amount_cents or 1, currency=line.currency, quota_bp=line.quota_bp, **about)
    row = agreed(customer_id, wanted, contract)
    if not line.amount_cents:
        row = row._replace(cents=0, state=CANCELLED)
    return Told(f"{number} {line.customer} {line.kind} {line.from_on}", on, row)
