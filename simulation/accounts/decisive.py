"""Which payments anybody could settle: those whose reference, or whose payer and amount, leave no doubt.

Judged from the truth alone, entry by entry in the order of the statements, with what was open on that day to
one who asks nobody: what credit notes and earlier payments that were decided had not settled:

- the reference decides when the text holds the full number of every invoice it settles and of no other,
  and the amount is what was left of them, or that less the fees or the discount that were let go;
- the amount decides when the payer is known and just one of the sets of its open invoices that people pay
  has the amount, and it is the one that was paid, while the text names no invoice beside it in full. A payer
  is known by an account that stands in the master or from which an earlier payment came that was decided, or
  by its name in full, each of one customer only.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from simulation.accounts.company import Accounts
from simulation.accounts.facts import CreditNote, Movement, Sale
from simulation.accounts.parties import plain
from simulation.accounts.remittance import letters_and_digits

BY_REFERENCE, BY_AMOUNT = "reference", "amount"
_FEWEST = 2


def decisive(told: Accounts) -> dict[str, str]:
    """What decides, by the bank's reference of the entry; entries that nothing decides are left out."""
    replay = _Replay(told)
    found: dict[str, str] = {}
    for statement in told.statements:
        for entry in statement.entries:
            why = replay.judge(entry.movement)
            if why:
                found[entry.reference] = why
    return found


class _Replay:
    def __init__(self, told: Accounts) -> None:
        self._sales = {sale.number: sale for sale in told.sales}
        self._numbers = {letters_and_digits(sale.number): sale.number for sale in told.sales}
        self._sizes = {len(number) for number in self._numbers}
        self._by_customer: dict[str, list[Sale]] = defaultdict(list)
        for sale in sorted(told.sales, key=lambda sale: (sale.due_on, sale.issued_on, sale.number)):
            self._by_customer[sale.customer].append(sale)
        self._left = {sale.number: sale.cents for sale in told.sales}
        self._decided: set[str] = set()  # by the keys of movements
        self._notes = sorted(told.credit_notes, key=lambda note: note.issued_on, reverse=True)
        self._accounts: dict[str, set[str]] = defaultdict(set)
        self._names: dict[str, set[str]] = defaultdict(set)
        for client in told.clients:
            self._names[plain(client.name)].add(client.code)
            if client.iban:
                self._accounts[client.iban].add(client.code)

    def judge(self, one: Movement) -> str:
        """What decides on this movement, which then is settled by its truth."""
        while self._notes and self._notes[-1].issued_on <= one.booked_on:
            self._credit(self._notes.pop())
        why = ""
        if one.cents > 0 and one.shares:
            named, mine = self._named(one), {share.invoice for share in one.shares}
            if named == mine and one.cents + one.difference_cents == sum(map(self._left.__getitem__, mine)):
                why = BY_REFERENCE
            elif named <= mine and self._known(one) and self._by_amount(one):
                why = BY_AMOUNT
        if why and one.iban:
            self._accounts[one.iban].add(one.customer)
        if why or one.answers in self._decided:
            self._decided.add(one.key)
            self._settle(one)
        return why

    def _settle(self, one: Movement) -> None:
        for share in one.shares:
            self._left[share.invoice] -= share.cents + share.difference_cents
            if not self._left[share.invoice]:
                self._settled(share.invoice)
            elif share.cents < 0:
                self._reopened(share.invoice)

    def _credit(self, note: CreditNote) -> None:
        self._left[note.invoice] -= note.cents
        if not self._left[note.invoice]:
            self._settled(note.invoice)

    def _settled(self, number: str) -> None:
        self._by_customer[self._sales[number].customer].remove(self._sales[number])

    def _reopened(self, number: str) -> None:
        sale = self._sales[number]
        theirs = self._by_customer[sale.customer]
        if sale not in theirs:
            theirs.append(sale)
            theirs.sort(key=lambda sale: (sale.due_on, sale.issued_on, sale.number))

    def _named(self, one: Movement) -> set[str]:
        """Invoices whose full number the text holds, whatever its punctuation."""
        said = one.remittance
        text = letters_and_digits("".join((*said.lines, said.structured, said.end_to_end)))
        return {
            self._numbers[text[at : at + size]]
            for size in self._sizes
            for at in range(len(text) - size + 1)
            if text[at : at + size] in self._numbers
        }

    def _known(self, one: Movement) -> bool:
        return {one.customer} in (self._accounts.get(one.iban), self._names.get(plain(one.name)))

    def _by_amount(self, one: Movement) -> bool:
        payable = [sale for sale in self._by_customer[one.customer] if sale.issued_on <= one.booked_on]
        fitting = {chosen for chosen, cents in _sets(payable, self._left) if cents == one.cents}
        return fitting == {frozenset(share.invoice for share in one.shares)}


def _sets(payable: Sequence[Sale], left: Mapping[str, int]) -> Iterator[tuple[frozenset[str], int]]:
    """What people pay: one invoice, those due first, all, or those issued or due in one month."""
    for sale in payable:
        yield frozenset((sale.number,)), left[sale.number]
    for size in range(_FEWEST, len(payable) + 1):
        yield _summed(payable[:size], left)
    for which in ("issued_on", "due_on"):
        months: dict[tuple[int, int], list[Sale]] = defaultdict(list)
        for sale in payable:
            day: date = getattr(sale, which)
            months[day.year, day.month].append(sale)
        for chosen in months.values():
            yield _summed(chosen, left)


def _summed(chosen: Sequence[Sale], left: Mapping[str, int]) -> tuple[frozenset[str], int]:
    return frozenset(sale.number for sale in chosen), sum(left[sale.number] for sale in chosen)
