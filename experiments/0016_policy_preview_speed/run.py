"""Time the preview of a limit policy on both databases, and say where the time goes."""

import argparse
import cProfile
import importlib
import pstats
import statistics
import time
from dataclasses import replace
from pathlib import Path

from credit.limit.policy import LimitPolicy
from credit.limit.usecases import Preview, preview
from experiments.common import Figures, table, told, write_result
from kernel.policy import policy_from
from scoring.grades import GradePolicy
from serving.tuning import collect_rarely
from store.session import open_database

beside = importlib.import_module("experiments.0016_policy_preview_speed.beside")
days = importlib.import_module("experiments.0017_alert_speed.days")
servers = importlib.import_module("experiments.0006_ageing_speed.run")
invented = importlib.import_module("experiments.0006_ageing_speed.invented")

CUSTOMERS, EACH, ROUNDS, FLOOR_SECONDS = 20_000, 12, 3, 10.0
COLUMNS = ("clock_s", "cpu_s", "accounts", "rising", "falling")
_POLICIES = Path(__file__).parents[2] / "policy"
NOW = policy_from((_POLICIES / "limit.toml").read_text("utf-8"), LimitPolicy, name="policy/limit.toml")
GRADES = policy_from((_POLICIES / "grades.toml").read_text("utf-8"), GradePolicy, name="policy/grades.toml")
# What is told of the time: a function by the end of its file's path and its name.
PARTS = {
    "what is owed and bought": ("credit/trade/repository.py", "trade"),
    "profiles and groups": ("ledger/master/repository.py", "profiles_on"),
    "accounts": ("credit/repository.py", "_accounts"),
    "scores": ("credit/repository.py", "scored_of"),
    "limits, covers, orders": ("credit/repository.py", "_versions"),
    "both policies": ("credit/limit/limit.py", "decide"),
    "the whole": ("credit/limit/usecases.py", "preview"),
}


def main() -> None:
    collect_rarely()  # as every command does
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=CUSTOMERS)
    parser.add_argument("--each", type=int, default=EACH, help="invoices of a customer")
    options = parser.parse_args()
    customers, each = options.customers, options.each
    invoices = customers * each
    rows: dict[str, Figures] = {}
    shares: dict[str, Figures] = {}
    with servers.addresses() as urls:
        for kind, url in urls.items():
            told(f"writing {invoices:,} invoices into {kind}")
            written(url, customers=customers, each=each)
            rows[kind] = measured(url)
            shares[kind] = parts(url)
            told(f"{kind}: {rows[kind]}")
    text = RESULT.format(
        verdicts="\n".join(_verdict(kind, float(row["clock_s"] or 0)) for kind, row in rows.items()),
        invoices=f"{invoices:,}",
        customers=f"{customers:,}",
        rounds=ROUNDS,
        table=table(rows, COLUMNS, digits=2),
        shares=table(shares, list(PARTS)[:-1], digits=2),
    )
    write_result(__file__, text) if (customers, each) == (CUSTOMERS, EACH) else print(text)


def written(url: str, *, customers: int, each: int) -> None:
    database = open_database(url)
    invented.invent(database, invoices=customers * each, each=each)
    days.grant(database, invoices=customers * 50)  # which it has fifty of, as that study has it
    scored_on = beside.eve(invented.LAST_DAY)
    beside.tell(database, customers=customers, scored_on=scored_on, grades=GRADES)
    database.close()


def changed(policy: LimitPolicy) -> LimitPolicy:
    """Half of what capacity allows and half the loss accepted, so that limits move."""
    rules, tables = policy.capacity, ("equity_share", "working_capital_share", "experience")
    halved = {name: {key: one / 2 for key, one in getattr(rules, name).items()} for name in tables}
    least = {key: one // 2 for key, one in rules.without_accounts_cents.items()}
    appetite = replace(policy.appetite, expected_loss_cents=policy.appetite.expected_loss_cents // 2)
    capacity = replace(rules, without_accounts_cents=least, **halved)
    need = replace(policy.need, headroom=policy.need.headroom / 2)
    return replace(policy, version="tried", need=need, capacity=capacity, appetite=appetite)


def measured(url: str) -> Figures:
    clock, cpu = [], []
    for _ in range(ROUNDS):
        cpu_before, clock_before = time.process_time(), time.perf_counter()
        found = previewed(url)
        clock.append(time.perf_counter() - clock_before)
        cpu.append(time.process_time() - cpu_before)
    return {
        "clock_s": statistics.median(clock),
        "cpu_s": statistics.median(cpu),
        "accounts": found.customers,
        "rising": found.rising,
        "falling": found.falling,
    }


def previewed(url: str) -> Preview:
    database = open_database(url)
    with database.read() as session:
        found = preview(session, NOW, changed(NOW), as_of=invented.LAST_DAY)
    database.close()
    return found


def parts(url: str) -> Figures:
    """Shares of the time of the preview; what one part does inside another counts for both."""
    profiler = cProfile.Profile()
    profiler.runcall(previewed, url)
    spent = {(path, name): row[3] for (path, _, name), row in pstats.Stats(profiler).stats.items()}  # type: ignore[attr-defined]
    seconds = {
        part: sum(one for (path, own), one in spent.items() if own == name and path.endswith(file))
        for part, (file, name) in PARTS.items()
    }
    return {part: one / seconds["the whole"] for part, one in seconds.items()}


def _verdict(kind: str, seconds: float) -> str:
    end = "kept" if seconds < FLOOR_SECONDS else "**missed**"
    return f"- {kind}: a preview in {seconds:.2f} s; the floor of {FLOOR_SECONDS:.0f} s is {end}."


RESULT = """
# Result

{verdicts}

{customers} customers with {invoices} invoices; medians of {rounds} rounds.

{table}

Shares of the time, under a profiler; the rest puts the parts together:

{shares}
"""

if __name__ == "__main__":
    main()
