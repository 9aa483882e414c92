"""Import bank statements: read them all, name their movements, save those that are new."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from ledger.bank.continuity import doubts_of_continuity, told_of
from ledger.bank.identity import Named, name_movements, row_of
from ledger.bank.report import statements_as_json
from ledger.bank.repository import STATEMENTS, BankRepository
from ledger.errors import ImportRefused
from ledger.files.bank import read_bank_file
from ledger.files.bank_statement import BankStatement
from ledger.files.rejection import Doubt
from ledger.imports.changes import Knowledge
from ledger.imports.repository import ImportRepository
from ledger.registers.catalogue import BANK_ENTRIES
from ledger.registers.register import Entered, Told, enter
from ledger.registers.report import RegisterReport
from ledger.registers.repository import RegisterRepository
from ledger.registers.usecases import Delivery, Reading, record_import
from store.session import WriteSession

CONTENT = "bank"
_DEFAULT_SOURCE = "bank"
Progress = Callable[[int, int], None]
BankFile = tuple[str, bytes]  # its name and its content


def import_bank(
    session: WriteSession,
    files: Sequence[BankFile],
    *,
    source: str | None,
    on: date,
    recorded_at: datetime,
    author: str,
    progress: Progress | None,
) -> RegisterReport:
    """Record the movements that the statements of all files tell.

    Raises ImportRefused, one of its kinds, when any of the files is refused: nothing of the others enters
    either.
    """
    named = name_movements(list(_read(files, progress)))
    delivery = Delivery(
        content=b"".join(content for _, content in files),
        kind=CONTENT,
        name=", ".join(name for name, _ in files),
        source=source or _DEFAULT_SOURCE,
        on=on,
        recorded_at=recorded_at,
        author=author,
    )
    ImportRepository(session).lock()
    entered = _entered(session, named, delivery)
    reading = _reading(session, [one.statement for one in named], delivery)
    return record_import(
        session, delivery, reading, entered=[(BANK_ENTRIES, entered)], told=_told(named, entered)
    )


def _read(files: Sequence[BankFile], progress: Progress | None) -> Iterator[BankStatement]:
    """The statements of each file, a file that came twice once."""
    seen: set[bytes] = set()
    for done, (name, content) in enumerate(files, start=1):
        digest = sha256(content).digest()
        if digest in seen:
            continue
        seen.add(digest)
        try:
            statements = read_bank_file(content)
        except ImportRefused as error:
            raise type(error)(f"{name}: {error}") from error
        yield from (replace(one, file=name) for one in statements)
        if progress is not None:
            progress(done, len(files))


def _entered(session: WriteSession, named: Sequence[Named], delivery: Delivery) -> Entered:
    """What is new; the statement that closed last has the last word on a movement that several tell."""
    repository = RegisterRepository(session, BANK_ENTRIES)
    covered = ImportRepository(session).covered_until(content=CONTENT, source=delivery.source)
    known = Knowledge(delivery.on, covered)
    told = [
        Told(name, known.of(movement.booked_on), row_of(one.statement, movement))
        for one in named
        for name, movement in zip(one.source_ids, one.statement.movements, strict=True)
    ]
    standing = repository.standing(source=delivery.source)
    entered = enter(told, standing, next_id=repository.next_id(), on=delivery.on)
    entered.unchanged = len(told) - entered.accepted
    return entered


def _reading(session: WriteSession, statements: Sequence[BankStatement], delivery: Delivery) -> Reading:
    earlier = BankRepository(session).told(content=CONTENT, source=delivery.source)
    doubts = [
        Doubt(place, why, f"statement {place}")
        for place, one in enumerate(statements, start=1)
        for why in (*one.doubts, *_early(one, delivery.on))
    ]
    return Reading(
        read=sum(len(one.movements) for one in statements),
        doubts=[*doubts, *doubts_of_continuity(statements, earlier)],
        settings={STATEMENTS: [told.as_json() for one in statements if (told := told_of(one))]},
        horizon=max((one.closing.on for one in statements), default=None),
    )


def _early(statement: BankStatement, on: date) -> Iterator[str]:
    if statement.closing.on > on:
        yield (
            f"Statement “{statement.name[:40]}” closes on {statement.closing.on}, after {on}, the day of "
            "this import. Check the day, or say another with --on."
        )


def _told(named: Sequence[Named], entered: Entered) -> Mapping[str, Any]:
    new = {one.source_id for one in entered.versions if one.version == 0}
    corrected = {one.source_id for one in entered.versions} - new
    return {"statements": statements_as_json(named, new=new, corrected=corrected)}
