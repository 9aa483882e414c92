"""Times the day of dunning over a large book, each step in a process of its own."""

import argparse
import importlib
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import update

from dunning.policy import DunningPolicy
from dunning.press import PlainPress
from dunning.queue_policy import QueuePolicy
from dunning.reminders.usecases import DunOrder, Rules, dun, preview
from dunning.scenario import Scenario
from dunning.today.texts import QueueTexts
from dunning.today.usecases import Asked, QueueRules, todays_queue
from experiments.common import Figures, table, told, write_result
from kernel.policy import policy_from
from ledger.registers.usecases import Act
from messaging.delivery import State
from scoring.gateway import NullRegistry
from scoring.lateness.artifact import LATENESS
from serving.tuning import collect_rarely
from store.base import Base
from store.session import Database, open_database

invented = importlib.import_module("experiments.0021_dunning_speed.invented")
servers = importlib.import_module("experiments.0006_ageing_speed.run")

CUSTOMERS, FLOOR_SECONDS, FLOOR_MIB = 20_000, 60.0, 1_024
LEARNT_FROM, CAPACITY = 6_000, 20
LATER = invented.ON + timedelta(days=8)
COLUMNS = ("clock_s", "cpu_s", "peak_MiB", "customers", "send", "task", "hold", "wait")
_ROOT = Path(__file__).parents[2]


def main() -> None:
    collect_rarely()  # as every command does
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=CUSTOMERS)
    parser.add_argument("--model", type=Path, help="The folder of the model by which a step predicts.")
    parser.add_argument("--step", nargs=3, metavar=("URL", "WHAT", "DAY"), help="One step, in this process.")
    asked = parser.parse_args()
    if asked.step:
        print(json.dumps(_step(*asked.step, asked.model)))
        return
    rows: dict[str, Figures] = {}
    verdicts = []
    with servers.addresses() as urls, tempfile.TemporaryDirectory() as held:
        _learn(Path(held))
        for kind, url in urls.items():
            told(f"writing {asked.customers:,} customers into {kind}")
            database = open_database(url)
            invented.invent(database, customers=asked.customers)
            database.close()
            verdicts.append(_measure(kind, url, rows, Path(held)))
    text = RESULT.format(
        verdicts="\n".join(verdicts),
        invoices=f"{asked.customers * 10:,}",
        table=table(rows, COLUMNS, digits=1),
    )
    write_result(__file__, text) if asked.customers == CUSTOMERS else print(text)


def _learn(held: Path) -> None:
    told(f"learning from {LEARNT_FROM:,} invoices")
    command = [sys.executable, "-m", "experiments.0021_dunning_speed.learnt", str(held), str(LEARNT_FROM)]
    subprocess.run(command, check=True, cwd=_ROOT)  # noqa: S603  # our own


def _measure(kind: str, url: str, rows: dict[str, Figures], model: Path) -> str:
    first, again = str(invented.ON), str(LATER)
    for what, day, name in (
        ("queue", first, f"the queue, its first {CAPACITY}"),
        ("preview", first, "a dry run"),
        ("dun", first, "the run"),
        ("dun", first, "the same day again"),
        ("send", first, "sending all of it"),
        ("dun", again, "eight days later"),
    ):
        rows[f"{kind}, {name}"] = _apart(url, what, day, model)
        told(f"{kind}, {name}: {rows[f'{kind}, {name}']}")
    run = rows[f"{kind}, the run"]
    seconds, memory = float(run["clock_s"] or 0), float(run["peak_MiB"] or 0)
    kept = "kept" if seconds < FLOOR_SECONDS and memory < FLOOR_MIB else "**missed**"
    added = int(rows[f"{kind}, the same day again"].get("send") or 0)
    figures = f"a day in {seconds:.1f} s and {memory:,.0f} MiB"
    return f"- {kind}: {figures}; the floors are {kept}. Run again it sends {added}."


def _apart(url: str, what: str, day: str, model: Path) -> Figures:
    command = [sys.executable, "-m", "experiments.0021_dunning_speed.run", "--step", url, what, day]
    command += ["--model", str(model)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=_ROOT)  # noqa: S603  # our own
    figures: Figures = json.loads(done.stdout.splitlines()[-1])
    return figures


def _step(url: str, what: str, day: str, model: Path) -> Figures:
    on = date.fromisoformat(day)
    database = open_database(url)
    clock, cpu = time.perf_counter(), time.process_time()
    counts: dict[str, int] = {}
    if what == "queue":
        counts = {"customers": _listed(database, on, model)}
    elif what == "send":
        counts = {"send": _all_sent(database, on)}
    else:
        rules = _rules()
        if what == "preview":
            with database.read() as session:
                ran = preview(session, rules, on=on)
        else:
            act = Act("study", on, datetime(on.year, on.month, on.day, 8, tzinfo=UTC))
            with database.transaction() as session:
                ran = dun(session, DunOrder(act, rules), PlainPress("credit@example.com"))
        counts = {"customers": len(ran.decided), **ran.counts}
    clock, cpu = time.perf_counter() - clock, time.process_time() - cpu
    database.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"clock_s": clock, "cpu_s": cpu, "peak_MiB": peak, **counts}


def _listed(database: Database, on: date, model: Path) -> int:
    """The day's first contacts, the model read from its files as the command reads it."""
    files = {path.name: path.read_text(encoding="utf-8") for path in model.iterdir()}
    registry = NullRegistry({LATENESS.name: LATENESS.read(files, "lateness 1")})
    policy = policy_from(_text("policy/queue.toml"), QueuePolicy, name="queue.toml")
    texts = policy_from(_text("policy/queue_texts.toml"), QueueTexts, name="queue_texts.toml")
    with database.read() as session:
        by = QueueRules(_rules(), policy, texts)
        return len(todays_queue(session, registry, by, Asked(CAPACITY), on=on))


def _all_sent(database: Database, on: date) -> int:
    """Say in the outbox that everything left: what study 0022 does one by one."""
    outbox = Base.metadata.tables["outbox_message"]
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    with database.transaction() as session:
        done = session.execute(update(outbox).values(state=State.SENT.value, changed_at=at))
        return int(done.rowcount)  # type: ignore[attr-defined]


def _rules() -> Rules:
    policy = policy_from(_text("policy/dunning.toml"), DunningPolicy, name="dunning.toml")
    found: Sequence[Scenario] = [
        policy_from(path.read_text(encoding="utf-8"), Scenario, name=path.name)
        for path in sorted((_ROOT / "scenarios").glob("*.toml"))
    ]
    return Rules(policy, {one.code: one for one in found})


def _text(name: str) -> str:
    return (_ROOT / name).read_text(encoding="utf-8")


RESULT = """
# Result

{verdicts}

{invoices} open invoices; decided and written down in one transaction.

{table}

Python 3.11, two cores.
"""

if __name__ == "__main__":
    main()
