"""What a customer pays, as it arrives at the bank, and what every entry settles."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from kernel.days import next_business_day
from simulation.accounts.facts import (
    DIRECT_DEBIT,
    DISCOUNT,
    EXACT,
    FEES,
    OVERPAID,
    PART,
    RETURNED,
    STRUCTURED,
    TWICE,
    Movement,
    Remittance,
    Sale,
    Share,
)
from simulation.accounts.laws import BankLaws
from simulation.accounts.parties import Payer
from simulation.accounts.remittance import remittance

_COLLECTED, _BOUNCED = "IDDT/ESDD", "IDDT/UPDD"
# The second desk pays within a month; a first part comes some weeks before the rest.
_TWICE_DAYS = (2, 25)
_PART_DAYS = (5, 30)
_PARTS = (0.3, 0.7)
_ROUND = 10_000  # a first part is a round sum, of a hundred euros
_WHOLE = 10_000  # basis points
_FEW = 3  # numbers of other invoices that a payer may take for its own


@dataclass(slots=True)
class Account:
    """One customer's payments while they are being told; `open` holds what is left to pay by invoice."""

    laws: BankLaws
    code: str
    payer: Payer
    group: tuple[str, str] | None
    horizon: date
    chance: np.random.Generator
    movements: list[Movement] = field(default_factory=list)

    def tell(self, sales: Sequence[Sale], credited: Mapping[str, int]) -> list[Movement]:
        """The movements, in no order. `credited` is what credit notes take off, in cents by invoice."""
        owed = {sale.number: sale.cents - credited.get(sale.number, 0) for sale in sales}
        payable = [sale for sale in sales if owed[sale.number]]
        if self.payer.direct_debit:
            payable = self._collected(payable, owed)
        by_day: dict[date, list[Sale]] = defaultdict(list)
        for sale in payable:
            if sale.paid_on is not None:
                by_day[sale.paid_on].append(sale)
        numbers = [sale.number for sale in sales]
        for day in sorted(by_day):
            for batch in self._batches(by_day[day]):
                self._paid(day, [(sale, owed[sale.number]) for sale in batch], numbers)
        return [one for one in self.movements if one.booked_on <= self.horizon]

    def _batches(self, sales: list[Sale]) -> Iterable[list[Sale]]:
        if self.chance.random() >= self.laws.together:
            return [[sale] for sale in sales]
        size = self.laws.most_together
        return [sales[at : at + size] for at in range(0, len(sales), size)]

    def _collected(self, sales: Sequence[Sale], owed: Mapping[str, int]) -> list[Sale]:
        """Collects every invoice by direct debit; returns those that bounced and were paid by transfer."""
        left: list[Sale] = []
        late = timedelta(days=self.laws.direct_debits.late_days)
        for sale in sales:
            bounces = self.chance.random() < self.laws.direct_debits.returned
            wait = int(self.chance.integers(*self.laws.direct_debits.days))
            due_on = next_business_day(sale.due_on)
            if sale.paid_on is not None and (not bounces or sale.paid_on <= due_on + late):
                self._collect(sale, sale.paid_on, owed[sale.number])
            elif bounces and due_on <= self.horizon:
                collected = self._collect(sale, due_on, owed[sale.number])
                self._bounce(collected, next_business_day(due_on + timedelta(days=wait)))
                left.append(sale)
        return left

    def _collect(self, sale: Sale, day: date, cents: int) -> Movement:
        """We name the invoice ourselves, in the reference that goes with the collection."""
        said = Remittance((), STRUCTURED, "", sale.number)
        return self._add(day, cents, DIRECT_DEBIT, said, (Share(sale.number, cents),), nature=_COLLECTED)

    def _bounce(self, collected: Movement, day: date) -> None:
        shares = tuple(Share(share.invoice, -share.cents) for share in collected.shares)
        said = collected.remittance
        self._add(
            day, -collected.cents, RETURNED, said, shares, nature=_BOUNCED, answers=collected.key, as_was=True
        )

    def _paid(self, day: date, batch: Sequence[tuple[Sale, int]], numbers: Sequence[str]) -> None:
        laws, luck = self.laws.differences, float(self.chance.random())
        total = sum(cents for _, cents in batch)
        if luck < laws.short:
            self._short(day, batch, numbers)
        elif luck < laws.short + laws.overpaid:
            more = int(self.chance.integers(1, 20)) * 500
            self._settle(day, batch, numbers, cents=total + more, kind=OVERPAID)
        elif luck < laws.short + laws.overpaid + laws.twice:
            first = self._settle(day, batch, numbers, cents=total, kind=EXACT)
            again = next_business_day(day + timedelta(days=int(self.chance.integers(*_TWICE_DAYS))))
            said = self._says([sale.number for sale, _ in batch], numbers)
            self._add(again, total, TWICE, said, (), answers=first.key)
        elif luck < laws.short + laws.overpaid + laws.twice + laws.parts and self._may_split(batch):
            self._in_parts(day, *batch[0], numbers)
        else:
            self._settle(day, batch, numbers, cents=total, kind=EXACT)

    def _short(self, day: date, batch: Sequence[tuple[Sale, int]], numbers: Sequence[str]) -> None:
        laws = self.laws.differences
        total = sum(cents for _, cents in batch)
        early = all(day <= sale.due_on for sale, _ in batch)
        coin, fees = self.chance.random(), int(self.chance.choice(laws.fees_cents))
        rate = int(self.chance.choice(laws.discounts))
        if total >= laws.fees_from_cents and (coin < 0.5 or not early):  # noqa: PLR2004  # a coin
            self._settle(day, batch, numbers, cents=total - fees, kind=FEES)
        else:
            let_go = [(cents * rate + _WHOLE // 2) // _WHOLE for _, cents in batch]
            shares = tuple(
                Share(sale.number, cents - less, less)
                for (sale, cents), less in zip(batch, let_go, strict=True)
            )
            said = self._says([sale.number for sale, _ in batch], numbers)
            self._add(day, total - sum(let_go), DISCOUNT, said, shares)

    def _may_split(self, batch: Sequence[tuple[Sale, int]]) -> bool:
        """One invoice, and no first part that would come before a collection of it has bounced."""
        return len(batch) == 1 and not self.payer.direct_debit

    def _in_parts(self, day: date, sale: Sale, cents: int, numbers: Sequence[str]) -> None:
        low, high = _PARTS
        first = round(cents * (low + (high - low) * float(self.chance.random())))
        first = first // _ROUND * _ROUND or first
        before = day - timedelta(days=int(self.chance.integers(*_PART_DAYS)))
        earlier = next_business_day(max(before, sale.issued_on + timedelta(days=1)))
        if earlier >= day:
            self._settle(day, [(sale, cents)], numbers, cents=cents, kind=EXACT)
            return
        self._settle(earlier, [(sale, first)], numbers, cents=first, kind=PART)
        self._settle(day, [(sale, cents - first)], numbers, cents=cents - first, kind=PART)

    def _settle(
        self,
        day: date,
        batch: Sequence[tuple[Sale, int]],
        numbers: Sequence[str],
        *,
        cents: int,
        kind: str,
    ) -> Movement:
        """Shares in the order of the batch; what is short is kept from the largest invoice."""
        total = sum(owed for _, owed in batch)
        short = max(total - cents, 0)
        largest = max(batch, key=lambda one: one[1])[0].number
        shares = tuple(
            Share(sale.number, owed - (short if sale.number == largest else 0), short)
            if sale.number == largest
            else Share(sale.number, owed)
            for sale, owed in batch
        )
        said = self._says([sale.number for sale, _ in batch], numbers, mistakes=kind == EXACT)
        return self._add(day, cents, kind, said, shares)

    def _says(self, named: Sequence[str], numbers: Sequence[str], *, mistakes: bool = False) -> Remittance:
        place = numbers.index(named[0])
        near = [one for one in numbers[max(place - _FEW, 0) : place + _FEW] if one not in named]
        naming, others = self.laws.naming, near if mistakes and len(named) == 1 else ()
        return remittance(naming, named, others, lines=self.payer.lines, chance=self.chance)

    def _add(
        self,
        day: date,
        cents: int,
        kind: str,
        said: Remittance,
        shares: tuple[Share, ...],
        *,
        nature: str = "RCDT/ESCT",
        answers: str = "",
        as_was: bool = False,
    ) -> Movement:
        name, iban = self._appears(collected=nature != "RCDT/ESCT")
        if as_was:
            name, iban = self.movements[-1].name, self.movements[-1].iban
        key = f"{self.code}:{len(self.movements)}"
        made = Movement(key, day, cents, kind, self.code, name, iban, nature, said, shares, answers)
        self.movements.append(made)
        return made

    def _appears(self, *, collected: bool) -> tuple[str, str]:
        """The name and the account on the statement; a collection goes to the usual ones."""
        luck = self.chance.random(3)
        if collected:
            return self.payer.names[0], self.payer.ibans[0]
        if self.group is not None:
            return self.group
        parties = self.laws.parties
        other = len(self.payer.ibans) > 1 and luck[0] < parties.other_account
        iban = "" if luck[1] < parties.no_account else self.payer.ibans[int(other)]
        return self.payer.names[int(luck[2] < parties.other_account)], iban
