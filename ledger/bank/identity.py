"""By what a movement is known again when another statement tells it too."""

from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple

from ledger.files.bank_statement import BankStatement, Movement
from ledger.registers.catalogue import BankEntryRow

# Shorter ones number the entries of one statement, and start again in the next.
_SHORTEST_REFERENCE = 8


class Named(NamedTuple):
    """A statement, and the name of each of its movements, in their order."""

    statement: BankStatement
    source_ids: tuple[str, ...]


def name_movements(statements: Sequence[BankStatement]) -> list[Named]:
    """Statements in the order of time, their movements named.

    A movement is named by its account, day, amount and bank reference, so that a later statement may correct
    its words. Where no reference tells it from others, what it says names it; movements that say exactly
    the same on one day are told apart by their rank. Statements that follow each other share the ranks of
    a day; statements that overlap tell the same movements, and each counts its ranks anew.
    """
    named = [pair for chain in _chains(statements) for pair in _named(chain)]
    return sorted(named, key=lambda one: _order(one.statement))


def _named(chain: Sequence[BankStatement]) -> Iterator[Named]:
    references = Counter(
        name for statement in chain for one in statement.movements if (name := _by_reference(statement, one))
    )
    ranks: Counter[str] = Counter()
    for statement in chain:
        names = []
        for one in statement.movements:
            name = _by_reference(statement, one)
            if name is None or references[name] > 1:
                name = _by_content(statement, one)
                ranks[name] += 1
                name = f"{name} {ranks[name]}"
            names.append(name)
        yield Named(statement, tuple(names))


def _chains(statements: Sequence[BankStatement]) -> list[list[BankStatement]]:
    """Statements that follow each other, and apart from them those that tell the same days again."""
    left: dict[tuple[str, str], list[BankStatement]] = {}
    for statement in sorted(statements, key=_order):
        left.setdefault((statement.account, statement.currency), []).append(statement)
    return [chain for account in left.values() for chain in _of_an_account(account)]


def _of_an_account(left: list[BankStatement]) -> Iterator[list[BankStatement]]:
    """Pages of one day come in any order, so a chain grows at both ends."""
    while left:
        chain = [left.pop(0)]
        while after := next((one for one in left if _follows(one, chain[-1])), None):
            left.remove(after)
            chain.append(after)
        while before := next((one for one in left if _follows(chain[0], one)), None):
            left.remove(before)
            chain.insert(0, before)
        yield chain


def _follows(statement: BankStatement, before: BankStatement) -> bool:
    if before.closing.cents != statement.opening.cents:
        return False
    days = (statement.opening.on, statement.closing.on)
    if days == (before.opening.on, before.closing.on):
        # Pages of one statement; but equal balances on equal days are one statement told twice.
        return (statement.opening, statement.closing) != (before.opening, before.closing)
    return before.closing.on <= statement.opening.on


def _order(statement: BankStatement) -> tuple[object, ...]:
    return (statement.closing.on, statement.opening.on)


def _by_reference(statement: BankStatement, one: Movement) -> str | None:
    if one.bank_reference is None or len(one.bank_reference) < _SHORTEST_REFERENCE:
        return None
    return _hashed("reference", *_moved(statement, one), one.bank_reference)


def _by_content(statement: BankStatement, one: Movement) -> str:
    said = (
        *(one.payer_name, one.payer_iban, one.text, one.structured_reference, one.end_to_end),
        *(one.bank_reference, one.code),
    )
    return _hashed("content", *_moved(statement, one), *(_plain(text) for text in said))


def _moved(statement: BankStatement, one: Movement) -> tuple[str, ...]:
    return (statement.account, statement.currency, one.booked_on.isoformat(), str(one.cents))


def _plain(text: str | None) -> str:
    """Blanks and marks change from one export to the next."""
    return "".join(filter(str.isalnum, (text or "").upper()))


def _hashed(kind: str, *parts: str) -> str:
    return f"{kind} {sha256('|'.join(parts).encode()).hexdigest()[:32]}"


def row_of(statement: BankStatement, one: Movement) -> BankEntryRow:
    return BankEntryRow(
        account=statement.account,
        booked_on=one.booked_on,
        value_on=one.value_on,
        amount_cents=one.cents,
        currency=statement.currency,
        payer_name=one.payer_name,
        payer_iban=one.payer_iban,
        text=one.text,
        structured_reference=one.structured_reference,
        end_to_end=one.end_to_end,
        bank_reference=one.bank_reference,
        code=one.code,
        returned=one.returned,
    )
