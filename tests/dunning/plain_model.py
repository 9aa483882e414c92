"""What reminders should be, written as plainly as it can be: lists and dicts, and no code of the house.

Customers owe invoices in euros; every level is an e-mail but the third, which is a call, and the fourth
waits for approval. Nothing here is fast, and nothing is clever.
"""

from collections.abc import Callable
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

DAYS = {1: 5, 2: 15, 3: 25, 4: 40}
CALL, APPROVED, DEADLINE = 3, 4, {4: 8}
INTERVAL, STALE, GRACE, TRIES = 7, 3, 10, 3
UNDER_WAY = ("asked", "queued", "failed", "sending")
STUCK = ("ambiguous", "dead", "refused")


class PlainModel:
    def __init__(self, is_business_day: Callable[[date], bool]) -> None:
        self.is_business_day = is_business_day
        self.address: dict[int, str] = {}
        self.invoices: dict[int, dict[str, Any]] = {}
        self.credit: dict[int, int] = {}
        self.levels: dict[str, list[tuple[int, date, date | None]]] = {}
        self.contacts: dict[int, list[date]] = {}
        self.flights: dict[int, dict[str, Any]] = {}

    # What is owed.

    def open(self, number: int) -> int:
        told = self.invoices[number]
        return int(told["amount"] - sum(one["cents"] for one in told["paid"] if one["stands"]))

    def paid(self, number: int, since: date, until: date) -> int:
        told = self.invoices[number]["paid"]
        return sum(one["cents"] for one in told if one["stands"] and since <= one["on"] <= until)

    def covered(self, number: int, until: date) -> int:
        """By what went off since the plan was agreed."""
        told, plan = self.invoices[number], self.invoices[number]["plan"]
        still = told["amount"] - self.paid(number, date.min, until)
        return min(max(plan["open"] - still, 0), plan["open"])

    def plan_of(self, number: int, on: date) -> str:
        plan = self.invoices[number]["plan"]
        if plan is None or plan["cancelled"]:
            return ""
        if self.covered(number, on) == plan["open"]:
            return "fulfilled"
        asked = 0
        for day, cents in plan["parts"]:
            asked += cents
            last = day + timedelta(days=GRACE)
            if last >= on:
                break
            if self.covered(number, last) < asked:
                return "breached"
        return "alive"

    def whole_held(self, number: int, on: date) -> bool:
        """By a promise, a block or a hand-over."""
        told, promise = self.invoices[number], self.invoices[number]["promise"]
        if promise is not None and on <= promise["until"]:
            received = self.paid(number, promise["made"], promise["until"])
            if on < promise["until"] or received < promise["cents"]:
                return True
        if told["block"] is not None and on <= told["block"]:
            return True
        return bool(told["gone"])

    def items(self, customer: int, on: date) -> list[dict[str, Any]]:
        """What may be asked for: an invoice, or the instalments of its plan while that lives."""
        found = []
        for number, told in self.invoices.items():
            left = self.open(number)
            if told["customer"] != customer or left <= 0:
                continue
            held = self.whole_held(number, on)
            alive = self.plan_of(number, on) == "alive"
            disputed = told["dispute"] or 0
            claim = 0 if held or alive or disputed >= left else left - disputed
            found.append(self.item(f"i:{number}", told["due"], left, claim, told["resumed"]))
            if alive:
                paid, plan = self.covered(number, on), told["plan"]
                for place, (day, cents) in enumerate(plan["parts"], 1):
                    part = cents - min(paid, cents)
                    paid -= min(paid, cents)
                    if part > 0:
                        may = 0 if held or disputed else part
                        found.append(self.item(f"p:{plan['case']}:{place}", day, part, may, None))
        return found

    @staticmethod
    def item(name: str, due: date, left: int, claim: int, resumed: date | None) -> dict[str, Any]:
        return {"name": name, "due": due, "open": left, "claim": claim, "resumed": resumed}

    # What is to be done.

    def first_day(self, item: dict[str, Any]) -> tuple[int, date] | None:
        done = self.levels.get(item["name"], [])
        level = 1 + max((one[0] for one in done), default=0)
        if level not in DAYS:
            return None
        gap = timedelta(days=DAYS[level] - DAYS.get(level - 1, 0))
        days = [item["due"] + timedelta(days=DAYS[level])]
        if level > 1:
            _, passed_on, deadline = max(done, key=lambda one: one[0])
            days.append(passed_on + gap)
            if deadline is not None:
                days.append(deadline + timedelta(days=1))
        if item["resumed"] is not None:
            days.append(item["resumed"] + gap)
        return level, max(days)

    def step(self, customer: int, on: date, without: int | None = None) -> tuple[Any, ...] | None:
        """The message or task of the day: its level, its lines, to whom, and what is held against it."""
        flights = [one for key, one in self.flights.items() if key != without and one["customer"] == customer]
        taken = {name: one for one in flights for name in one["items"]}
        items = self.items(customer, on)
        if not self.is_business_day(on):
            return None
        if any(taken[one["name"]]["state"] in UNDER_WAY for one in items if one["name"] in taken):
            return None
        reached = self.contacts.get(customer, []) + [
            day for one in flights for day in self.reached(one, items)
        ]
        if reached and on < max(reached) + timedelta(days=INTERVAL):
            return None
        listed = [one for one in items if one["name"] not in taken and one["claim"] > 0 and one["due"] < on]
        ready = {}
        for one in listed:
            told = self.first_day(one)
            if told is not None and told[1] <= on:
                ready[one["name"]] = told[0]
        credit = self.credit.get(customer, 0)
        if not ready or sum(one["claim"] for one in listed) <= credit:
            return None
        highest = max(ready.values())
        address = self.address[customer]
        refused = any(one["state"] == "refused" and one["address"] == address for one in flights)
        if refused and highest != CALL:
            return None
        lines = tuple(
            sorted(
                (one["name"], one["due"], one["open"], one["claim"], ready.get(one["name"])) for one in listed
            )
        )
        return (highest, lines, None if highest == CALL else address, credit)

    @staticmethod
    def reached(flight: dict[str, Any], items: list[dict[str, Any]]) -> list[date]:
        state = flight["state"]
        if state == "open" and not any(one["name"] in flight["items"] for one in items):
            return []
        if state in ("asked", "dead", "refused"):
            return []
        return [max(flight["tried"], flight["leaves"]) if state == "ambiguous" else flight["leaves"]]

    def run(self, on: date) -> dict[int, tuple[Any, ...]]:
        """What a run of that day decides, by customer."""
        for key, one in list(self.flights.items()):
            if one["state"] in ("dead", "refused") and one["address"] != self.address[one["customer"]]:
                del self.flights[key]
        found = {customer: self.step(customer, on) for customer in self.address}
        return {customer: told for customer, told in found.items() if told is not None}

    def take(self, key: int, customer: int, told: tuple[Any, ...], on: date) -> None:
        level, lines, address, _ = told
        state = "open" if level == CALL else "asked" if level == APPROVED else "queued"
        self.flights[key] = {
            "customer": customer,
            "items": {line[0]: line[4] for line in lines if line[4] is not None},
            "told": deepcopy(told),
            "state": state,
            "leaves": on,
            "deadline": on + timedelta(days=DEADLINE[level]) if level in DEADLINE else None,
            "tries": 0,
            "tried": date.min,
            "address": address,
        }

    # What becomes of it.

    def wanted(self, key: int, on: date) -> bool:
        one = self.flights[key]
        stale = (on - one["leaves"]).days > (0 if one["deadline"] else STALE)
        return not stale and self.step(one["customer"], on, without=key) == one["told"]

    def deliver(self, on: date, answer: str) -> list[int]:
        """The numbers of what a server was given and took, or may have taken."""
        for one in self.flights.values():
            if one["state"] == "sending":
                one["state"], one["tried"] = "ambiguous", on
        taken = []
        for key, one in list(self.flights.items()):
            if one["state"] not in ("queued", "failed") or (one["state"] == "failed" and one["tried"] == on):
                continue
            if not self.wanted(key, on):
                del self.flights[key]
                continue
            one["tries"], one["tried"] = one["tries"] + 1, on
            if answer == "accepted":
                taken.append(key)
                self.passed(key, on)
            elif answer == "uncertain":
                taken.append(key)
                one["state"] = "ambiguous"
            elif answer == "refused":
                one["state"] = "refused"
            else:
                one["state"] = "dead" if one["tries"] >= TRIES else "failed"
        return taken

    def passed(self, key: int, on: date) -> None:
        one = self.flights.pop(key)
        for name, level in one["items"].items():
            self.levels.setdefault(name, []).append((level, on, one["deadline"]))
        self.contacts.setdefault(one["customer"], []).append(on)

    def approve(self, key: int, on: date) -> bool:
        one = self.flights[key]
        if self.step(one["customer"], on, without=key) != one["told"]:
            return False
        one["state"], one["leaves"] = "queued", on
        one["deadline"] = on + timedelta(days=DEADLINE[APPROVED])
        return True
