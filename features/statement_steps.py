"""Which statement of each customer was the newest known, and the one of the year before it."""

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from features.ratios import ratios_of
from features.steps import SPAN, Ints, Step, days_in, ordered, owners_in
from ledger.beside import STATEMENT_ITEMS

# Of both kinds the company's own accounts count: who owes us is the company, not its group.
_CONSOLIDATED = "consolidated"
# A year not told lies between two statements that are further apart than the later one's months and a month.
_DAYS_A_MONTH, _SLACK_MONTHS = 31, 1
_NONE = -1


@dataclass(slots=True)
class _Newest:
    """Rows of the last two years of one kind, as known so far, and the day the newer one was first known."""

    now: int = _NONE
    before: int = _NONE
    filed: int = _NONE

    def hear(self, row: int, closed: list[int], day: int) -> None:
        """A year told again replaces itself, a later one moves up, an older one comes in behind or not."""
        if self.now == _NONE or closed[row] > closed[self.now]:
            self.before, self.now, self.filed = self.now, row, day
        elif closed[row] == closed[self.now]:
            self.now = row
        elif self.before == _NONE or closed[row] >= closed[self.before]:
            self.before = row


@dataclass(slots=True)
class _Company:
    """One company's statements, by kind."""

    siren: str
    kinds: dict[bool, _Newest] = field(default_factory=dict)

    def hear(self, row: int, *, consolidated: bool, closed: list[int], day: int) -> _Newest:
        self.kinds.setdefault(consolidated, _Newest()).hear(row, closed, day)
        return self.kinds.get(False) or self.kinds[True]


def statement_step(statements: pd.DataFrame, customers: Ints) -> Step:
    """By customer: the ratios of the newest statement known. A confidential one tells nothing."""
    told = statements.assign(owner=owners_in(statements["customer_id"], customers))
    told = told.loc[(told["owner"] >= 0) & ~told["confidential"] & told["closed_on"].notna()]
    told = ordered(told, ["owner", "known_on", "closed_on"])
    closed, day = days_in(told["closed_on"]), days_in(told["known_on"])
    now, before, filed = _newest(told, closed, day)
    items = {name: told[name].to_numpy(np.float64) for name in (*STATEMENT_ITEMS, "months")}
    months = np.where(items["months"] > 0, items["months"], 12.0)
    apart = closed[now] - closed[before]
    follows = (before != _NONE) & (apart <= (months[now] + _SLACK_MONTHS) * _DAYS_A_MONTH)
    values = ratios_of(
        {name: column[now] for name, column in items.items()},
        {name: np.where(follows, column[before], np.nan) for name, column in items.items()},
    )
    sirens = told["siren"].to_numpy()
    values["siren"] = np.array([float(one) if one.isdigit() else np.nan for one in sirens], dtype=np.float64)
    values["closed_day"] = closed[now].astype(np.float64)
    values["filing_delay"] = (filed - closed[now]).astype(np.float64)
    return Step(told["owner"].to_numpy(np.int64) * SPAN + day, values)


def _newest(told: pd.DataFrame, closed: Ints, day: Ints) -> tuple[Ints, Ints, Ints]:
    """For each row in order: the row of the newest statement then, the one before it, when it was filed."""
    found = np.empty((len(told), 3), dtype=np.int64)
    owners, closings, days = told["owner"].tolist(), closed.tolist(), day.tolist()
    sirens, consolidated = told["siren"].tolist(), (told["kind"] == _CONSOLIDATED).tolist()
    owner, company = _NONE, _Company("")
    for row, (customer, siren) in enumerate(zip(owners, sirens, strict=True)):
        if customer != owner or siren != company.siren:
            owner, company = customer, _Company(siren)
        newest = company.hear(row, consolidated=consolidated[row], closed=closings, day=days[row])
        found[row] = newest.now, newest.before, newest.filed
    return found[:, 0], found[:, 1], found[:, 2]
