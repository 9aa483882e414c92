"""What a program writes, and what it may then be told of it."""

import importlib
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

said = importlib.import_module("experiments.0024_soak.said")

ACCOUNTS = 3  # customers that each program alone writes to
_AGAIN = 0.3  # so many acknowledged batches are sent once more
_UNDONE = 0.3
_LEAST = 10_00
_LATE = timedelta(days=10)
_TERMS = timedelta(days=30)
_DAYS_TO_PAY = timedelta(days=7)


@dataclass
class Account:
    """A customer of ours, and what it owes as far as was acknowledged."""

    code: str
    cents: int = 0
    invoices: list[str] = field(default_factory=list)


@dataclass
class Writer:
    """Writes one thing at a time, each drawn by its weight; every one carries a mark of its own."""

    line: Any
    book: Any
    chance: random.Random
    number: int
    today: date
    taken: dict[str, str]  # collectors by customer, shared by all
    accounts: list[Account] = field(init=False)
    alerts: list[int] = field(default_factory=list)
    _count: int = 0

    def __post_init__(self) -> None:
        self.accounts = [Account(f"SOAK-{self.number}-{place}") for place in range(ACCOUNTS)]

    def begin(self) -> None:
        """Each account owes something before the first question about it."""
        for account in self.accounts:
            self._invoiced(account)
        answer = self.line.ask("alerts", "GET", "/v1/alerts?limit=1000")
        self.alerts = [one["id"] for one in answer.body["alerts"]] if answer.good else []

    def write(self) -> None:
        ways, weights = zip(*self._ways().items(), strict=True)
        self.chance.choices(ways, weights)[0](self.chance.choice(self.accounts))

    def _ways(self) -> dict[Callable[[Account], None], int]:
        return {
            self.invoice: 6,
            self.payment: 4,
            self.order: 5,
            self.promise: 4,
            self.dispute: 3,
            self.take: 3,
            self.assign: 5,
        }

    def invoice(self, account: Account) -> None:
        if self._invoiced(account):
            self._owed(account)

    def _invoiced(self, account: Account) -> bool:
        mark, cents = self._mark("I"), self.chance.randrange(10_00, 5_000_00)
        event = {
            "customer": account.code,
            "customer_name": f"Soak {account.code}",
            "number": mark,
            "amount_cents": cents,
            "issued_on": f"{self.today - _LATE - _TERMS}",
            "due_on": f"{self.today - _LATE}",
        }
        taken = self._batch("invoices", mark, event)
        if taken:
            account.cents += cents
            account.invoices.append(mark)
        return taken

    def payment(self, account: Account) -> None:
        if account.cents < _LEAST:
            return  # what a customer holds against us is no exposure
        mark, cents = self._mark("P"), self.chance.randrange(1_00, min(account.cents, 800_00))
        event = {"customer": account.code, "number": mark, "amount_cents": cents, "paid_on": f"{self.today}"}
        if self._batch("payments", mark, event):
            account.cents -= cents
            self._owed(account)

    def order(self, account: Account) -> None:
        mark = self._mark("O")
        asked = {
            "customer": account.code,
            "amount_cents": self.chance.randrange(1_00, 500_00),
            "number": mark,
        }
        answer = self.line.ask("order", "POST", "/v1/orders/check", asked)
        self.book.write("order", mark, answer.fate)
        if not answer.good:
            return
        self._agrees(account, answer.body["owed_cents"])
        self.book.orders[answer.body["decision"], answer.body["version"]] = mark
        if self.chance.random() < _AGAIN:
            again = self.line.ask("order", "POST", "/v1/orders/check", asked)
            if again.good:
                same = again.body["again"] and again.body["decision"] == answer.body["decision"]
                self.book.check(
                    "same order, same answer", holds=same, told=f"{mark}: {again.body['decision']}"
                )

    def promise(self, account: Account) -> None:
        mark = self._mark("R")
        asked = {
            "customer": account.code,
            "promised_on": f"{self.today + _DAYS_TO_PAY}",
            "cents": 1_00,
            "currency": "EUR",
            "note": mark,
        }
        answer = self.line.ask("promise", "POST", "/v1/promises", asked)
        self.book.write("promise", mark, answer.fate)
        if answer.good:
            self._readable("promises", answer.body["case"])

    def dispute(self, account: Account) -> None:
        if not account.invoices:
            return
        number = account.invoices.pop(0)  # each is disputed once
        mark = self._mark("D")
        asked = {"customer": account.code, "reason": "price", "invoices": [{"number": number}], "note": mark}
        answer = self.line.ask("dispute", "POST", "/v1/disputes", asked)
        self.book.write("dispute", mark, answer.fate)
        if not answer.good:
            return
        case = answer.body["case"]
        self._readable("disputes", case)
        ended = self._mark("E")
        told = {"outcome": "seller", "note": ended}
        answer = self.line.ask("dispute resolved", "POST", f"/v1/disputes/{case}/resolve", told)
        self.book.write("dispute resolved", ended, answer.fate)

    def take(self, _account: Account) -> None:
        """The next of the queue, what came of it, and sometimes that taken back."""
        collector = f"soak-{self.number}"
        answer = self.line.ask("take", "POST", "/v1/queue/take", {"collector": collector})
        if not answer.good or answer.body["entry"] is None:
            return
        customer = answer.body["entry"]["customer"]
        holder = self.taken.setdefault(customer, collector)
        self.book.check("one collector a customer", holds=holder == collector, told=f"{customer}: {holder}")
        mark = self._mark("T")
        path = f"/v1/queue/{customer}"
        came = {"outcome": "no-answer", "author": collector, "note": mark}
        answer = self.line.ask("outcome", "POST", f"{path}/outcome", came)
        self.book.write("outcome", mark, answer.fate)
        if answer.good and self.chance.random() < _UNDONE:
            answer = self.line.ask("undo", "POST", f"{path}/undo")
            self.book.write("undo", mark, answer.fate)

    def assign(self, _account: Account) -> None:
        """An alert given to an address of its own, which is told by mail."""
        if not self.alerts:
            return
        person = f"{self._mark('A').lower()}@soak.example"
        number = self.chance.choice(self.alerts)
        told = {"author": f"soak-{self.number}", "person": person}
        answer = self.line.ask("alert assigned", "POST", f"/v1/alerts/{number}/assign", told)
        self.book.write("alert assigned", person, answer.fate)

    def _batch(self, kind: str, mark: str, event: dict[str, Any]) -> bool:
        """Sent until it is acknowledged: the key makes that harmless. False where it never was."""
        body, key = {"events": [event]}, f"key-{mark}"
        path = f"/v1/events/{kind}"
        while True:
            answer = self.line.ask(kind, "POST", path, body, Idempotency_Key=key)
            self.book.write(kind, mark, answer.fate)
            if answer.fate is not said.Fate.UNKNOWN:
                break
            said.pause()
        if answer.good and self.chance.random() < _AGAIN:
            again = self.line.ask(kind, "POST", path, body, Idempotency_Key=key)
            if again.good:
                same = again.body == answer.body
                self.book.check("same key, same answer", holds=same, told=f"{mark}: {again.body}")
        return bool(answer.good)

    def _owed(self, account: Account) -> None:
        answer = self.line.ask("limit", "GET", f"/v1/customers/{account.code}/limit")
        if answer.good:
            self._agrees(account, answer.body["exposure_cents"])

    def _agrees(self, account: Account, cents: int) -> None:
        what = f"{account.code}: {cents}, not {account.cents}"
        self.book.check("owed as acknowledged", holds=cents == account.cents, told=what)

    def _readable(self, what: str, case: int) -> None:
        """Whichever process answers, what it was told to be written is there."""
        answer = self.line.ask(what, "GET", f"/v1/{what}/{case}")
        if answer.good or answer.status // 100 == 4:
            self.book.check("written is readable", holds=answer.good, told=f"{what} {case}: {answer.status}")

    def _mark(self, letter: str) -> str:
        self._count += 1
        return f"SOAK-{letter}-{self.number}-{self._count}"
