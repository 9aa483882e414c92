"""What a program asks, and what must hold of each answer."""

import importlib
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isclose
from typing import Any

said = importlib.import_module("experiments.0024_soak.said")
talking = importlib.import_module("experiments.0024_soak.talking")

_ROUNDING = 1e-9
_MOST_TOLD = 300
_AGES = ("not_due_cents", "days_1_30_cents", "days_31_60_cents", "days_61_90_cents", "days_over_90_cents")
_FIGURES = ("pd_12m", "pd_12m_low", "pd_12m_high")


@dataclass(frozen=True, slots=True)
class Known:
    """What answers are held against: worked out before the service was opened."""

    quiet: Mapping[str, int]  # cents owed by customers that nobody touches
    vectors: Sequence[Mapping[str, float | None]]
    expected: Mapping[tuple[str, int], Mapping[str, float]]  # figures by version and by place of the vector


@dataclass
class Reader:
    """Asks one question at a time, each drawn by its weight."""

    line: Any
    book: Any
    known: Known
    chance: random.Random
    cookie: str
    customers: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.customers = sorted(self.known.quiet)

    def read(self) -> None:
        ways, weights = zip(*self._ways().items(), strict=True)
        self.chance.choices(ways, weights)[0]()

    def _ways(self) -> dict[Callable[[], None], int]:
        return {
            self.stored: 20,
            self.features: 20,
            self.fresh: 4,
            self.queue: 2,
            self.case: 4,
            self.forecast: 1,
            self.ageing: 3,
            self.limit: 8,
            self.alerts: 4,
            self.page: 2,
        }

    def stored(self) -> None:
        code = self._somebody()
        answer = self.line.ask("stored score", "GET", f"/v1/customers/{code}/score?stored=true")
        if answer.good:
            told = answer.body
            self.book.stored_score(code, told["model"], told["pd_12m"])
            self._sums_up(told)

    def features(self) -> None:
        """A score of features that we hold: what it must be is known for each version."""
        place = self.chance.randrange(len(self.known.vectors))
        asked = {"features": self.known.vectors[place], "in_default": False}
        answer = self.line.ask("score of features", "POST", "/v1/scores", asked)
        if answer.good:
            told = answer.body
            self.book.score(answer.begun, told["model"])
            self._as_expected(told, place)

    def fresh(self) -> None:
        code = self._somebody()
        answer = self.line.ask("fresh score", "GET", f"/v1/customers/{code}/score")
        if answer.good:
            told = answer.body
            self.book.score(answer.begun, told["model"])
            if told["next_payment"]:
                self.book.score(answer.begun, told["next_payment"]["model"])
            self.book.check("score of the one asked", holds=told["customer"] == code, told=code)

    def queue(self) -> None:
        answer = self.line.ask("queue", "GET", "/v1/queue?capacity=10")
        if answer.good:
            ranks = [one["rank"] for one in answer.body]
            customers = [one["customer"] for one in answer.body]
            well = ranks == sorted(ranks) and len(set(customers)) == len(customers)
            self.book.check("queue in order, a customer once", holds=well, told=f"{ranks} {customers}")

    def case(self) -> None:
        code = self._somebody()
        answer = self.line.ask("case", "GET", f"/v1/customers/{code}/case")
        if answer.good:
            self.book.check("case of the one asked", holds=answer.body["customer"] == code, told=code)

    def forecast(self) -> None:
        answer = self.line.ask("forecast", "GET", "/v1/forecast?weeks=8")
        if not answer.good:
            return
        self.book.score(answer.begun, answer.body["model"])
        for one in answer.body["currencies"]:
            parts = ("disputed_cents", "credited_cents", "expected_cents", "later_cents")
            told = {name: one[name] for name in ("currency", "open_cents", *parts)}
            periods = sum(period["expected_cents"] for period in one["periods"])
            well = one["open_cents"] == sum(one[name] for name in parts) and periods == one["expected_cents"]
            self.book.check("forecast adds up", holds=well, told=f"{told}, periods {periods}")

    def ageing(self) -> None:
        answer = self.line.ask("ageing", "GET", "/v1/ageing?by=customer")
        if not answer.good:
            return
        owed: dict[str, int] = {}
        for row in answer.body:
            parts = sum(row[name] for name in _AGES) + row["disputed_cents"] - row["credits_cents"]
            self.book.check("ages add up", holds=parts == row["open_cents"], told=f"{row}"[:_MOST_TOLD])
            owed[row["group"]] = owed.get(row["group"], 0) + row["open_cents"]
        other = {
            code: (cents, owed.get(code, 0))
            for code, cents in self.known.quiet.items()
            if owed.get(code, 0) != cents
        }
        self.book.check("ageing of the untouched", holds=not other, told=f"{other}"[:_MOST_TOLD])

    def limit(self) -> None:
        code = self._somebody()
        answer = self.line.ask("limit", "GET", f"/v1/customers/{code}/limit")
        if answer.good:
            told, owed = answer.body["exposure_cents"], self.known.quiet[code]
            self.book.check(
                "exposure of the untouched", holds=told == owed, told=f"{code}: {told}, not {owed}"
            )

    def alerts(self) -> None:
        answer = self.line.ask("alerts", "GET", "/v1/alerts?limit=50")
        if answer.good:
            numbers = [one["id"] for one in answer.body["alerts"]]
            self.book.check("alerts in order", holds=numbers == sorted(set(numbers)), told=f"{numbers}")

    def page(self) -> None:
        answer = self.line.ask("today's page", "GET", "/today", Cookie=self.cookie)
        if answer.good:
            whole = "</html>" in answer.body
            self.book.check("page is whole", holds=whole, told=answer.body[-_MOST_TOLD:])

    def _somebody(self) -> str:
        return self.chance.choice(self.customers)

    def _as_expected(self, told: Mapping[str, Any], place: int) -> None:
        wanted = self.known.expected.get((told["model"], place))
        well = wanted is not None and all(
            isclose(told[name], wanted[name], rel_tol=_ROUNDING, abs_tol=_ROUNDING) for name in _FIGURES
        )
        figures = {name: told[name] for name in _FIGURES}
        self.book.check(
            "score as its version says", holds=well, told=f"{told['model']}: {figures}, not {wanted}"
        )

    def _sums_up(self, told: Mapping[str, Any]) -> None:
        well = told["pd_12m_low"] <= told["pd_12m"] <= told["pd_12m_high"]
        self.book.check("score within its interval", holds=well, told=f"{told['customer']} {told['pd_12m']}")
