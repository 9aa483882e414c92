"""Bring statements and announcements of companies in, and read a company back."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from kernel.siren import siren as siren_number
from ledger.company.announcements import applied_since, enter_announcements
from ledger.company.company import Company, CustomerOfCompany, is_company
from ledger.company.identity import identity_on
from ledger.company.proceeding import Proceeding, proceeding_of
from ledger.company.repository import CustomerCodes
from ledger.company.statements import Latest, latest_by_kind, statements_on, tell_statements
from ledger.errors import ImportRefused
from ledger.files.bodacc import BodaccFile, read_bodacc
from ledger.files.statement_lines import StatementFile
from ledger.files.statements import read_statements
from ledger.imports.repository import ImportRepository
from ledger.master.repository import customers_on, profiles_on
from ledger.registers.catalogue import (
    IDENTITIES,
    LEGAL_EVENTS,
    PROFILES,
    STATEMENTS,
    FinancialStatementRow,
    LegalEventRow,
)
from ledger.registers.register import Version, enter, standing_on
from ledger.registers.report import RegisterReport
from ledger.registers.repository import RegisterRepository
from ledger.registers.usecases import Delivery, Progress, Reading, record_import
from store.session import ReadSession, WriteSession

# The source of announcements, whether a file brought them or the gazette was asked: one fact, counted once.
BODACC = "bodacc"
_STATEMENTS, _BODACC = "statements", "bodacc"
_FEW = 500


@dataclass(frozen=True, slots=True)
class NamedContent:
    """A file by its name and its bytes."""

    name: str
    content: bytes


def import_statements(
    session: WriteSession,
    content: bytes,
    *,
    name: str,
    mapping: Mapping[str, object] | None,
    source: str | None,
    on: date,
    recorded_at: datetime,
    author: str = "",
    progress: Progress | None = None,
) -> RegisterReport:
    """Record the yearly statements of a file. Left out, the source is the form of the file.

    Raises ImportRefused, one of its kinds, when the file as a whole cannot be read.
    """
    file = read_statements(content, mapping)
    delivery = Delivery(content, _STATEMENTS, name, source or file.form, on, recorded_at, author, progress)
    return record_statements(session, file, delivery)


def record_statements(session: WriteSession, file: StatementFile, delivery: Delivery) -> RegisterReport:
    """Record what was read of a file, or of the answer of a register."""
    told, late, doubts = tell_statements(file.statements, on=delivery.on)
    ImportRepository(session).lock()
    register = RegisterRepository(session, STATEMENTS)
    held = register.standing(source=delivery.source)
    entered = enter(told, held, next_id=register.next_id(), on=delivery.on)
    reading = Reading(
        read=file.read,
        rejections=[*file.rejections, *late],
        doubts=[*file.doubts, *doubts],
        settings={"form": file.form, **file.settings},
    )
    kinds = Counter(line.kind for line in file.statements)
    return record_import(
        session,
        delivery,
        reading,
        entered=[(STATEMENTS, entered)],
        told={"form": file.form, "kinds": dict(sorted(kinds.items()))},
    )


def import_bodacc(
    session: WriteSession,
    files: Sequence[NamedContent],
    *,
    source: str | None,
    on: date,
    recorded_at: datetime,
    author: str = "",
    progress: Progress | None = None,
) -> RegisterReport:
    """Record the announcements of some files of the gazette, all together: their order does not matter.

    Raises ImportRefused, one of its kinds, when a file as a whole cannot be read; none is recorded then.
    """
    file = _read_all(files)
    digests = b"".join(sha256(one.content).digest() for one in files)
    names = ", ".join(one.name for one in files)
    delivery = Delivery(digests, _BODACC, names, source or BODACC, on, recorded_at, author, progress)
    return record_announcements(session, file, delivery)


def record_announcements(session: WriteSession, file: BodaccFile, delivery: Delivery) -> RegisterReport:
    """Record what was read of files, or of the answer of the gazette."""
    ImportRepository(session).lock()
    register = RegisterRepository(session, LEGAL_EVENTS)
    held = register.versions(as_recorded=None, among=[register.where("source", delivery.source)])
    applied = enter_announcements(file.announcements, held, next_id=register.next_id(), on=delivery.on)
    reading = Reading(
        read=file.read,
        rejections=[*file.rejections, *applied.rejections],
        doubts=[*file.doubts, *applied.doubts],
    )
    notices = Counter(one.notice for one in file.announcements)
    kinds = Counter(one.kind for one in file.announcements)
    return record_import(
        session,
        delivery,
        reading,
        entered=[(LEGAL_EVENTS, applied.entered)],
        told={"notices": dict(sorted(notices.items())), "kinds": dict(sorted(kinds.items()))},
    )


def company_on(
    session: ReadSession, siren: str, *, as_of: date, as_recorded: datetime | None = None
) -> Company:
    """What an evening knew of a company; as the database held it at an instant, if one is given."""
    events = RegisterRepository(session, LEGAL_EVENTS)
    told = events.versions(as_recorded=as_recorded, among=[events.where("siren", siren)])
    known = [one for one in standing_on(told, as_of) if not applied_since(one)]
    statements = RegisterRepository(session, STATEMENTS)
    held = statements.versions(as_recorded=as_recorded, among=[statements.where("siren", siren)])
    identities = RegisterRepository(session, IDENTITIES)
    said = identities.versions(as_recorded=as_recorded, among=[identities.where("siren", siren)])
    return Company(
        siren=siren,
        as_of=as_of,
        identity=identity_on(said, as_of),
        proceeding=proceeding_of(one.row for one in known),
        events=tuple(sorted(known, key=lambda one: (one.row.published_on, one.id), reverse=True)),
        statements=tuple(statements_on(held, as_of)),
        customers=_customers(session, siren, as_of=as_of, as_recorded=as_recorded),
    )


def customers_of(session: ReadSession, siren: str, *, as_of: date) -> frozenset[str]:
    """The codes of the customers that are a company, links of people resolved; none for what is no SIREN."""
    try:
        number = siren_number(siren)
    except ValueError:
        return frozenset()
    theirs = {key for key, one in profiles_on(session, as_of).items() if is_company(one, number)}
    known = customers_on(session, as_of, among=theirs)
    return frozenset(known[key].code for key in theirs if key in known)


def latest_statements(
    session: ReadSession, *, as_of: date, as_recorded: datetime | None = None
) -> dict[str, dict[str, Latest]]:
    """The last two statements of every company and kind that an evening knew, by SIREN, then by kind."""
    held = RegisterRepository(session, STATEMENTS).versions(as_recorded=as_recorded)
    companies: dict[str, list[Version[FinancialStatementRow]]] = defaultdict(list)
    for one in statements_on(held, as_of):
        companies[one.row.siren].append(one)
    return {siren: latest_by_kind(statements) for siren, statements in companies.items()}


def proceedings(
    session: ReadSession,
    *,
    as_of: date,
    as_recorded: datetime | None = None,
    sirens: Collection[str] | None = None,
) -> dict[str, Proceeding]:
    """The proceeding, open or closed, of every company that an evening knew one of, by SIREN; of a few
    companies only, if they are named.
    """
    events = RegisterRepository(session, LEGAL_EVENTS)
    few = sirens is not None and len(sirens) <= _FEW
    among = [events.within("siren", sorted(sirens))] if sirens is not None and few else []
    held, named = events.versions(as_recorded=as_recorded, among=among), frozenset(sirens or ())
    companies: dict[str, list[LegalEventRow]] = defaultdict(list)
    for one in standing_on(held, as_of):
        if sirens is None or one.row.siren in named:
            companies[one.row.siren].append(one.row)
    found = ((siren, proceeding_of(events)) for siren, events in companies.items())
    return {siren: proceeding for siren, proceeding in found if proceeding is not None}


def _customers(
    session: ReadSession, siren: str, *, as_of: date, as_recorded: datetime | None
) -> tuple[CustomerOfCompany, ...]:
    profiles = standing_on(RegisterRepository(session, PROFILES).versions(as_recorded=as_recorded), as_of)
    found = [one.row for one in profiles if is_company(one.row, siren)]
    codes = CustomerCodes(session).of({row.customer_id for row in found})
    return tuple(
        sorted(
            {CustomerOfCompany(codes[row.customer_id], row.name) for row in found}, key=lambda one: one.code
        )
    )


def _read_all(files: Sequence[NamedContent]) -> BodaccFile:
    """Everything the files tell; with several of them, each sentence names its file."""
    found = BodaccFile()
    for one in files:
        where = f"{one.name}: " if len(files) > 1 else ""
        try:
            file = read_bodacc(one.content)
        except ImportRefused as error:
            raise type(error)(f"{where}{error}") from error
        found.read += file.read
        found.announcements += file.announcements
        found.rejections += [line._replace(why=where + line.why) for line in file.rejections]
        found.doubts += [line._replace(why=where + line.why) for line in file.doubts]
    return found
