"""Show a person what is held of them, and erase who they are where the law lets us."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from credit.acceptance.usecases import decision
from credit.contests.usecases import contests
from credit.contests.usecases import decision as contested
from ledger.company.usecases import customers_of
from ledger.erased.repository import Erasure, erased_customers, erasures, keep_erasure
from ledger.errors import UnknownCustomer
from ledger.imports.repository import ImportRepository
from ledger.registers.usecases import Act
from ledger.relation.usecases import list_cases
from ledger.reports.repository import OpenItemsRepository
from messaging.delivery import State
from privacy.errors import ErasureRefused
from privacy.holdings import HOLDINGS
from privacy.law import YEARS_OF_BOOKS, books_until
from privacy.papers import archive, quoted, section_of
from privacy.repository import (
    Held,
    PersonEraser,
    PersonReader,
    bytes_of,
    customer_of,
    marks_of,
    person_told,
    sirens_of,
    waiting_messages,
)
from privacy.traces import Traces, tells
from store.session import ReadSession, WriteSession

_OVER = (State.SENT, State.DEAD, State.CANCELLED)
_RUNNING = ("dispute", "promise", "plan", "hand_over")
_SIREN = re.compile(r"\d{9}")
_QUOTING = ("rejection", "warning")


@dataclass(frozen=True, slots=True)
class Part:
    """What is held in one table: `goes` where erasing removes the rows, `law` where it obliges to keep them,
    without who they are about.
    """

    table: str
    title: tuple[str, str]
    rows: int
    goes: bool
    law: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What erasing would do. `hindrances` are sentences: why it cannot be done yet."""

    customer: str
    parts: tuple[Part, ...]
    kept_until: date | None
    source: str
    hindrances: tuple[str, ...]
    code_tells: bool


@dataclass(frozen=True, slots=True)
class Erased:
    """What was done: rows by table, and how the printed letters that lie in the home are named."""

    customer: str
    counts: dict[str, int]
    kept_until: date | None
    letters: tuple[str, ...]


def export(session: ReadSession, code: str, *, on: date) -> bytes:
    """Everything held of a customer, as a zip. Raises UnknownCustomer."""
    return _export(session, _held(session, code), on=on)


def export_prospect(session: ReadSession, number: int, *, on: date) -> bytes:
    """The same of whoever asked in the application of that number. Raises UnknownDecision."""
    return _export(session, _prospect(session, number), on=on)


def _export(session: ReadSession, who: Held, *, on: date) -> bytes:
    reader = PersonReader(session, who)
    sections = [
        section_of(name, holding.title, list(reader.rows(name)), bytes_of(name))
        for name, holding in HOLDINGS.items()
        if holding.of
    ]
    traces = Traces(reader.words())
    quotes = [{"table": name, **row} for name in _QUOTING for row in reader.quoting(name, traces)]
    return archive(who.code, on, [*sections, quoted(quotes)])


def plan(session: ReadSession, code: str, *, on: date, known_person: bool = False) -> Plan:
    """What erasing would remove and leave, and what stands against it. Raises UnknownCustomer."""
    who = _held(session, code)
    reader = PersonReader(session, who)
    parts = [
        Part(name, holding.title, rows, holding.gone, holding.law)
        for name, holding in HOLDINGS.items()
        if holding.of and (rows := reader.count(name))
    ]
    last = reader.last_entry_on()
    return Plan(
        customer=code,
        parts=tuple(parts),
        kept_until=None if last is None else books_until(last),
        source=YEARS_OF_BOOKS.source,
        hindrances=tuple(_hindrances(session, who, on=on, known_person=known_person)),
        code_tells=tells(code, reader.words()),
    )


def erase(session: WriteSession, act: Act, code: str, *, why: str, known_person: bool = False) -> Erased:
    """Take out of every table who a customer is. What the law wants kept stays, under the customer's code.

    Raises UnknownCustomer, and ErasureRefused while something is open between us.
    """
    if not why.strip():
        raise ErasureRefused("Why is this person erased? Write it: it is kept with your name.")
    ImportRepository(session).lock()
    told = plan(session, code, on=act.on, known_person=known_person)
    if told.hindrances:
        raise ErasureRefused(" ".join(told.hindrances))
    who = _held(session, code)
    letters = marks_of(session, who.customer_id)
    eraser = PersonEraser(session, who)
    reason = Traces(eraser.words()).blot(why.strip())
    counts = eraser.erase()
    kept = Erasure(
        who.customer_id, act.on, act.recorded_at, act.author, reason, told.kept_until, dict(counts)
    )
    keep_erasure(session, kept)
    return Erased(code, counts, told.kept_until, tuple(letters))


def erase_prospect(session: WriteSession, act: Act, number: int, *, why: str) -> Erased:
    """Take out of every table who asked in an application; figures and answers stay.

    Raises UnknownDecision, and ErasureRefused for whoever is a customer, or waits for an answer.
    """
    if not why.strip():
        raise ErasureRefused("Why is this person erased? Write it: the trail names who did it.")
    ImportRepository(session).lock()
    decided, who = decision(session, number), _prospect(session, number)
    known = {code for siren in who.sirens for code in customers_of(session, siren, as_of=date.max)}
    customers = sorted({*decided.answer.customers, *known})
    if customers:
        raise ErasureRefused(f"It is the customer {customers[0]}. Erase that one.")
    if any(one.waits for one in contested(session, number).contests):
        raise ErasureRefused(f"A contest of the answer {number} waits. Answer it first.")
    return Erased(f"{number}", PersonEraser(session, who).erase(), None, ())


def done_so_far(session: ReadSession) -> Sequence[Erasure]:
    """Every erasure, the earliest first."""
    return erasures(session)


def _held(session: ReadSession, code: str) -> Held:
    found = customer_of(session, code)
    if found is None:
        raise UnknownCustomer(f"No customer has the code “{code}”. Check it, or import it first.")
    return Held(found, code, sirens_of(session, found))


def _prospect(session: ReadSession, number: int) -> Held:
    decided = decision(session, number)
    named = frozenset({decided.name, decided.subject}) - {""}
    sirens = frozenset(one for one in named if _SIREN.fullmatch(one))
    return Held(0, f"{number}", sirens, named - sirens)


def _hindrances(session: ReadSession, who: Held, *, on: date, known_person: bool) -> list[str]:
    told = []
    if who.customer_id in erased_customers(session):
        return [f"{who.code} was erased on {erased_customers(session)[who.customer_id]}."]
    if not known_person and not person_told(session, who.customer_id):
        told.append(
            f"Nothing says that {who.code} is a natural person. If it is one, say so with --person: a "
            "company has no right to be erased."
        )
    items = OpenItemsRepository(session, as_of=on, as_recorded=None).items()
    mine = items.loc[items["customer_id"] == who.customer_id]
    for currency, cents in mine.groupby("currency")["left_cents"]:
        told.append(
            f"{len(cents)} items of {who.code} in {currency} are not settled. Settle or write them off first."
        )
    cases = list_cases(session, matter=None, customer=who.code, as_of=on, as_recorded=None)
    running = [one for one in cases if one.stands and one.matter in _RUNNING]
    told += [
        f"The {one.matter.replace('_', '-')} {one.case} of {who.code} is not over. End it first."
        for one in running
    ]
    waiting = waiting_messages(session, who.customer_id, [state.value for state in _OVER])
    if waiting:
        told.append(f"{len(waiting)} messages to {who.code} wait to leave. Send or cancel them first.")
    open_contests = [one.number for one in contests(session, waiting=True) if one.subject == who.code]
    told += [
        f"Contest {number} of {who.code} waits for an answer. Answer it first." for number in open_contests
    ]
    return told
