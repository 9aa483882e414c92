"""Look a company up: ask three public registers, keep what they answer as dated facts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from kernel.siren import siren as checked
from ledger.company.lookup.answers import announcements_in, identity_in, ratios_in
from ledger.company.lookup.gateway import Gateways
from ledger.company.lookup.looked_up import (
    ANSWERED,
    BODACC,
    COMPANY_REGISTER,
    FAILED,
    RATIOS,
    Heard,
    LookedUp,
    RegisterAnswer,
)
from ledger.company.usecases import BODACC as GAZETTE
from ledger.company.usecases import record_announcements, record_statements
from ledger.errors import SirenRefused
from ledger.files.rejection import Doubt
from ledger.files.statements import RATIOS_FORM
from ledger.imports.repository import ImportRepository
from ledger.registers.catalogue import IDENTITIES, CompanyIdentityRow
from ledger.registers.register import Told, enter
from ledger.registers.report import RegisterReport
from ledger.registers.repository import RegisterRepository
from ledger.registers.usecases import Act, Delivery, Reading, record_import
from store.session import WriteSession

# What the run of an import says it brought, so that it can be told from a file.
_CONTENTS = {COMPANY_REGISTER: "company register asked", BODACC: "bodacc asked", RATIOS: "ratios asked"}
# Under the sources of the files that hold the same facts: fetched or imported, a fact is one fact.
_SOURCES = {COMPANY_REGISTER: "company register", BODACC: GAZETTE, RATIOS: RATIOS_FORM}
_TELLS_NOTHING = {
    COMPANY_REGISTER: "It tells of no company with this SIREN.",
    BODACC: "It holds no announcement about the company.",
    RATIOS: "It holds no statement of the company: none was filed, or all are confidential.",
}

R = TypeVar("R")
Identity = tuple[CompanyIdentityRow | None, list[Doubt]]


@dataclass(frozen=True, slots=True)
class Asked:
    """What the registers answered about a company, before any of it is kept."""

    siren: str
    heard: Mapping[str, Heard]


def look_up(
    session: WriteSession,
    gateways: Gateways,
    siren: str,
    *,
    on: date,
    recorded_at: datetime,
    author: str = "",
) -> LookedUp:
    """Ask the registers and keep what they say. A register that fails leaves nothing and stops no other.

    Whoever holds a transaction waits for three servers here: `ask` before it begins, and `keep` in it, spare
    that. Raises SirenRefused, before anybody is asked.
    """
    return keep(session, ask(gateways, siren), on=on, recorded_at=recorded_at, author=author)


def ask(gateways: Gateways, siren: str) -> Asked:
    """Ask the registers about a company, one after the other. Raises SirenRefused before anybody is asked."""
    try:
        number = checked(siren)
    except ValueError as error:
        raise SirenRefused(f"{str(error).rstrip('.')}. Nobody was asked about it.") from error
    ways = {COMPANY_REGISTER: gateways.company_register, BODACC: gateways.bodacc, RATIOS: gateways.ratios}
    return Asked(number, {register: way.ask(number) for register, way in ways.items()})


def keep(
    session: WriteSession, asked: Asked, *, on: date, recorded_at: datetime, author: str = ""
) -> LookedUp:
    """Keep the answers as facts.

    Who a company is and what it filed are known from the day it was asked, what the gazette announced from
    the day it did.
    """
    act = Act(author, on, recorded_at)
    keeping = {COMPANY_REGISTER: _keep_identity, BODACC: _keep_announcements, RATIOS: _keep_ratios}
    answers = (
        one(session, asked.siren, asked.heard[register], act)
        if asked.heard[register].state == ANSWERED
        else _silent(register, asked.heard[register])
        for register, one in keeping.items()
    )
    return LookedUp(asked.siren, on, tuple(answers))


def _keep_identity(session: WriteSession, siren: str, heard: Heard, act: Act) -> RegisterAnswer:
    def read() -> Identity:
        return identity_in(heard.pages[0], siren, on=act.on)

    said = _read(read)
    if isinstance(said, str):
        return RegisterAnswer(COMPANY_REGISTER, FAILED, said)
    row, doubts = said
    ImportRepository(session).lock()
    register = RegisterRepository(session, IDENTITIES)
    source = _SOURCES[COMPANY_REGISTER]
    mine = register.versions(
        as_recorded=None, among=[register.where("siren", siren), register.where("source", source)]
    )
    told = [] if row is None else [Told(siren, act.on, row)]
    entered = enter(told, {one.source_id: one for one in mine}, next_id=register.next_id(), on=act.on)
    report = record_import(
        session,
        _delivery(COMPANY_REGISTER, siren, heard, act),
        Reading(read=len(told), doubts=doubts),
        entered=[(IDENTITIES, entered)],
    )
    return _answer(COMPANY_REGISTER, report)


def _keep_announcements(session: WriteSession, siren: str, heard: Heard, act: Act) -> RegisterAnswer:
    file = _read(lambda: announcements_in(heard.pages, siren))
    if isinstance(file, str):
        return RegisterAnswer(BODACC, FAILED, file)
    return _answer(BODACC, record_announcements(session, file, _delivery(BODACC, siren, heard, act)))


def _keep_ratios(session: WriteSession, siren: str, heard: Heard, act: Act) -> RegisterAnswer:
    file = _read(lambda: ratios_in(heard.pages, siren))
    if isinstance(file, str):
        return RegisterAnswer(RATIOS, FAILED, file)
    return _answer(RATIOS, record_statements(session, file, _delivery(RATIOS, siren, heard, act)))


def _read(reader: Callable[[], R]) -> R | str:
    """What an answer says, or the sentence why it cannot be read. Nothing is written meanwhile."""
    try:
        return reader()
    except ValueError as error:
        return str(error)


def _silent(register: str, heard: Heard) -> RegisterAnswer:
    return RegisterAnswer(register, heard.state, heard.why)


def _delivery(register: str, siren: str, heard: Heard, act: Act) -> Delivery:
    return Delivery(
        content=b"".join(heard.pages),
        kind=_CONTENTS[register],
        name=f"{heard.host} {siren}".strip(),
        source=_SOURCES[register],
        on=act.on,
        recorded_at=act.recorded_at,
        author=act.author,
    )


def _answer(register: str, report: RegisterReport) -> RegisterAnswer:
    return RegisterAnswer(
        register,
        ANSWERED,
        why="" if report.read else _TELLS_NOTHING[register],
        read=report.read,
        new=report.accepted,
        unchanged=report.unchanged,
        set_aside=tuple(one.why for one in report.rejections),
        doubts=tuple(one.why for one in report.warnings),
        import_id=report.import_id,
    )
