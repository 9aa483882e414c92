"""What settles what: inside a letter, then by reference, then by amount, then first in first out.

Each link says how it was found and how sure it is, in per cent. An estimate, not a measure: a letter is the
accountant's own word; a first-in-first-out link is only the order in which French law imputes payments whose
debtor said nothing (art. 1342-10 C. civ.).
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ledger.fec.movements import Account, Letter

LETTER, REFERENCE, AMOUNT, FIFO = "letter", "reference", "amount", "fifo"
_LETTER_EXACT = 99  # a balanced letter, and amounts or pieces that answer each other
_LETTER_ORDER = 90  # a balanced letter: what was paid is sure, by which of its payments is not
_LETTER_PARTIAL = 80  # the letter does not balance: something of it lies outside the file
_SAME_PIECE_AND_AMOUNT = 90
_SAME_PIECE = 80
_ONLY_AMOUNT = 75  # one open item has this amount
_SOME_AMOUNT = 55  # several have: the oldest was taken
_IN_ORDER = 40
_TRIES = 50  # a piece or an amount that more items share tells nothing


@dataclass(slots=True)
class Open:
    """An item or a payment and what is left of it, positive when the customer owes it."""

    key: str
    item: bool
    account: Account
    day: int
    left: int
    piece: str
    letter: Letter | None
    new: bool  # told by this import; two facts that earlier ones left apart stay so


class Link(NamedTuple):
    debit: Open
    credit: Open
    cents: int
    how: str
    confidence: int


def settle(opens: Iterable[Open]) -> Iterator[Link]:
    """Link what is owed with what settles it, account by account; `left` goes down accordingly."""
    accounts: dict[Account, list[Open]] = defaultdict(list)
    for one in opens:
        if one.left:
            accounts[one.account].append(one)
    for account in sorted(accounts):
        found = sorted(accounts[account], key=lambda one: (one.day, one.key))
        yield from _by_letter(found)
        yield from _without_letter([one for one in found if one.left])


def _by_letter(found: Sequence[Open]) -> Iterator[Link]:
    letters: dict[Letter, list[Open]] = defaultdict(list)
    for one in found:
        if one.letter is not None:
            letters[one.letter].append(one)
    for letter in sorted(letters):
        group = letters[letter]
        balanced = not sum(one.left for one in group)
        exact = _LETTER_EXACT if balanced else _LETTER_PARTIAL
        order = _LETTER_ORDER if balanced else _LETTER_PARTIAL
        alone = sum(one.left > 0 for one in group) == 1 or sum(one.left < 0 for one in group) == 1
        owed, paid = _sides(group)
        yield from _taken_back(owed, paid, LETTER, exact, _any)
        yield from _same_piece(owed, paid, _any, LETTER, exact, exact)
        yield from _same_amount(owed, paid, _any, LETTER, exact, exact)
        yield from _in_order(owed, paid, LETTER, exact if alone else order)


def _without_letter(found: Sequence[Open]) -> Iterator[Link]:
    owed, paid = _sides(found)
    if not owed or not paid:
        return
    yield from _taken_back(owed, paid, AMOUNT, _ONLY_AMOUNT, _may_meet)
    yield from _same_piece(owed, paid, _may_meet, REFERENCE, _SAME_PIECE_AND_AMOUNT, _SAME_PIECE)
    yield from _same_amount(owed, paid, _may_meet_in_time, AMOUNT, _ONLY_AMOUNT, _SOME_AMOUNT)
    # In four turns, each of pairs that may meet: never two letters, never two facts of earlier imports.
    for debit_new, credit_new in ((None, True), (True, False)):
        for lettered in (False, True):
            owed = [one for one in owed if one.left and _is(one, debit_new, lettered)]
            free = None if not lettered else False
            paid = [one for one in paid if one.left and _is(one, credit_new, free)]
            yield from _in_order(owed, paid, FIFO, _IN_ORDER)


def _is(one: Open, new: bool | None, lettered: bool | None) -> bool:
    return (new is None or one.new == new) and (lettered is None or (one.letter is not None) == lettered)


def _sides(found: Sequence[Open]) -> tuple[list[Open], list[Open]]:
    return [one for one in found if one.left > 0], [one for one in found if one.left < 0]


def _any(_debit: Open, _credit: Open) -> bool:
    return True


def _may_meet(debit: Open, credit: Open) -> bool:
    return (debit.new or credit.new) and (debit.letter is None or credit.letter is None)


def _may_meet_in_time(debit: Open, credit: Open) -> bool:
    return debit.day <= credit.day and _may_meet(debit, credit)


Meeting = Callable[[Open, Open], bool]


def _taken_back(
    owed: Sequence[Open], paid: Sequence[Open], how: str, confidence: int, meet: Meeting
) -> Iterator[Link]:
    """A payment that bounced: money paid back answers the last earlier payment of its amount."""
    by_amount: dict[int, list[Open]] = defaultdict(list)
    for credit in paid:
        if not credit.item:
            by_amount[-credit.left].append(credit)
    for debit in owed:
        if debit.item:
            continue
        for credit in reversed(by_amount.get(debit.left, [])):
            if credit.left == -debit.left and credit.day <= debit.day and meet(debit, credit):
                yield _link(debit, credit, how, confidence)
                break


def _same_piece(
    owed: Sequence[Open], paid: Sequence[Open], meet: Meeting, how: str, exact: int, partly: int
) -> Iterator[Link]:
    whole: dict[tuple[str, int], list[Open]] = defaultdict(list)
    by_piece: dict[str, list[Open]] = defaultdict(list)
    for debit in owed:
        if debit.piece and debit.left > 0:
            whole[debit.piece, debit.left].append(debit)
            by_piece[debit.piece].append(debit)
    for credit in paid:
        for debit in whole.get((credit.piece, -credit.left), [])[:_TRIES]:
            if debit.left == -credit.left != 0 and meet(debit, credit):
                yield _link(debit, credit, how, exact)
    for credit in paid:
        for debit in by_piece.get(credit.piece, [])[:_TRIES]:
            if debit.left > 0 and credit.left < 0 and meet(debit, credit):
                yield _link(debit, credit, how, partly)


def _same_amount(
    owed: Sequence[Open], paid: Sequence[Open], meet: Meeting, how: str, only: int, some: int
) -> Iterator[Link]:
    by_amount: dict[int, list[Open]] = defaultdict(list)
    for debit in owed:
        if debit.left > 0:
            by_amount[debit.left].append(debit)
    for credit in paid:
        answers = by_amount.get(-credit.left) if credit.left < 0 else None
        if not answers:
            continue
        several = len(answers) > 1
        for place, debit in enumerate(answers[:_TRIES]):
            if meet(debit, credit):
                del answers[place]
                yield _link(debit, credit, how, some if several else only)
                break


def _in_order(owed: Sequence[Open], paid: Sequence[Open], how: str, confidence: int) -> Iterator[Link]:
    at = 0
    for credit in paid:
        while credit.left < 0 and at < len(owed):
            if owed[at].left > 0:
                yield _link(owed[at], credit, how, confidence)
            if owed[at].left <= 0:
                at += 1


def _link(debit: Open, credit: Open, how: str, confidence: int) -> Link:
    cents = min(debit.left, -credit.left)
    debit.left -= cents
    credit.left += cents
    return Link(debit, credit, cents, how, confidence)
