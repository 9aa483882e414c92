"""Time a day's alerts on both databases, and count the false alarms of the change in habit."""

import argparse
import importlib
import statistics
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from credit.alerts.base import Signals
from credit.alerts.habit import habit_of
from credit.alerts.policy import AlertPolicy
from credit.alerts.relation import habit_change
from credit.alerts.usecases import Ran, RunOrder, run_alerts
from experiments.common import Figures, quiet, table, told, write_result
from kernel.policy import policy_from
from serving.tuning import collect_rarely
from store.session import open_database

days = importlib.import_module("experiments.0017_alert_speed.days")
servers = importlib.import_module("experiments.0006_ageing_speed.run")
invented = importlib.import_module("experiments.0006_ageing_speed.invented")

INVOICES, DAYS, FLOOR_SECONDS = 1_000_000, 3, 5.0
COLUMNS = ("clock_s", "cpu_s", "gathered", "judged", "alerts")
WATCHED, LOOKS, SEED = 1_000, 52, 20_241_127
_TEXT = (Path(__file__).parents[2] / "policy" / "alerts.toml").read_text(encoding="utf-8")
POLICY = policy_from(_TEXT, AlertPolicy, name="policy/alerts.toml")
_ON = date(2024, 1, 1)


def main() -> None:
    collect_rarely()  # as every command does
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--invoices", type=int, default=INVOICES)
    invoices = int(parser.parse_args().invoices)
    rows: dict[str, Figures] = {}
    verdicts = []
    with servers.addresses() as urls:
        for kind, url in urls.items():
            told(f"writing {invoices:,} invoices into {kind}")
            verdicts.append(measure(kind, url, invoices, rows))
    text = RESULT.format(
        verdicts="\n".join(verdicts),
        invoices=f"{invoices:,}",
        days=DAYS,
        table=table(rows, COLUMNS, digits=2),
        alarms=table(false_alarms(), ("told of in a year",), digits=3),
        power=table(power(), ("payments until told", "within 12 payments"), digits=2),
        watched=f"{WATCHED:,}",
    )
    write_result(__file__, text) if invoices == INVOICES else print(text)


def measure(kind: str, url: str, invoices: int, rows: dict[str, Figures]) -> str:
    """Fill `rows` for one database, and say whether the floor is kept."""
    database = open_database(url)
    invented.invent(database, invoices=invoices)
    days.grant(database, invoices=invoices)
    database.close()
    rows[f"{kind}, the first run"], _ = timed(url, invented.LAST_DAY)
    measured = []
    for number in range(1, DAYS + 1):
        on = invented.LAST_DAY + timedelta(days=number)
        days.bring(url, on, seed=number)
        figures, _ = timed(url, on)
        measured.append(figures)
    middle = {name: statistics.median(float(one[name] or 0) for one in measured) for name in COLUMNS}
    rows[f"{kind}, a day"] = {
        name: value if name in COLUMNS[:2] else round(value) for name, value in middle.items()
    }
    rows[f"{kind}, the same day again"], _ = timed(url, on)
    rows[f"{kind}, the same day anew"], again = timed(url, on, anew=True)
    missed = "nothing that they missed" if not again.alerts else f"**{len(again.alerts)} alerts they missed**"
    seconds = float(rows[f"{kind}, a day"]["clock_s"] or 0)
    end = "kept" if seconds < FLOOR_SECONDS else "**missed**"
    return (
        f"- {kind}: a day's alerts in {seconds:.2f} s; the floor of {FLOOR_SECONDS:.0f} s is {end}. "
        f"Reading everything after the last day finds {missed}."
    )


def timed(url: str, on: date, *, anew: bool = False) -> tuple[Figures, Ran]:
    database = open_database(url)
    recorded_at = datetime(on.year, on.month, on.day, tzinfo=UTC)
    order = RunOrder(on, POLICY, "study", recorded_at, anew=anew)
    cpu, clock = time.process_time(), time.perf_counter()
    with database.transaction() as session:
        ran = run_alerts(session, order, progress=quiet)
    clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
    database.close()
    told(f"{on}: {clock:.2f} s, {ran.gathered} gathered, {len(ran.alerts)} alerts")
    figures = {"clock_s": clock, "cpu_s": cpu, "gathered": ran.gathered, "judged": ran.judged}
    return {**figures, "alerts": len(ran.alerts)}, ran


def false_alarms() -> dict[str, Figures]:
    chance = np.random.default_rng(SEED)
    length = POLICY.habit.hanging_payments + LOOKS
    kinds = {
        "normal, spread of 3 days": lambda: chance.normal(5, 3, length),
        "normal, spread of 12 days": lambda: chance.normal(5, 12, length),
        "skewed": lambda: chance.gamma(1.2, 12, length),
        "normal, correlated 0.3": lambda: _hanging_together(chance, length, 0.3),
        "normal, correlated 0.5": lambda: _hanging_together(chance, length, 0.5),
        "normal, correlated 0.3, forty payments seen": lambda: _hanging_together(
            chance, POLICY.habit.payments + LOOKS, 0.3
        ),
    }
    return {
        name: {"told of in a year": sum(_first_told(draw()) > 0 for _ in range(WATCHED)) / WATCHED}
        for name, draw in kinds.items()
    }


def power() -> dict[str, Figures]:
    """Payers who change after forty payments, seen how many payments later."""
    chance = np.random.default_rng(SEED)
    rows: dict[str, Figures] = {}
    for later, spread in ((10, 6), (20, 6), (20, 12)):
        seen = []
        for _ in range(WATCHED // 5):
            late = chance.normal(5, spread, POLICY.habit.hanging_payments + LOOKS)
            late[POLICY.habit.hanging_payments :] += later
            seen.append(_first_told(late) or LOOKS + 1)
        share = sum(one <= 12 for one in seen) / len(seen)
        rows[f"{later} days later, spread of {spread}"] = {
            "payments until told": statistics.median(seen),
            "within 12 payments": share,
        }
    return rows


def _first_told(drawn: NDArray[np.float64]) -> int:
    """After how many looks the payer was told of, 0 for never."""
    late = np.round(drawn).astype(np.int64)
    for look in range(1, LOOKS + 1):
        seen = late[: len(late) - LOOKS + look]
        paid = _ON.toordinal() - 7 * np.arange(len(seen))[::-1]
        (found,) = habit_change(_signals(paid, seen), POLICY)
        if found.raised:
            return look
    return 0


def _signals(paid: NDArray[np.int64], late: NDArray[np.int64]) -> Signals:
    habit = habit_of(paid, late, POLICY.habit)
    return Signals(1, "EUR", _ON, _ON - timedelta(days=30), 0, 0, 0, 0, habit=habit)


def _hanging_together(chance: np.random.Generator, length: int, hold: float) -> NDArray[np.float64]:
    late = chance.normal(0, 10, length)
    for place in range(1, length):
        late[place] += hold * late[place - 1]
    return 5 + late


RESULT = """
# Result

{verdicts}

{invoices} invoices; medians of {days} days. Anew, everything is read again.

{table}

Of {watched} steady payers of each kind, looked at after each of 52 weekly payments, this share was told of:

{alarms}

And of payers who change, after so many payments:

{power}
"""

if __name__ == "__main__":
    main()
