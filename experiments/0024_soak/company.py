"""A small company in a house of its own: its ledger, two versions of each model, scores, reminders, keys."""

import csv
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from experiments.common import quiet, told
from ledger.usecases import load_facts
from scoring.default.model import DEFAULT
from scoring.lateness.artifact import LATENESS
from serving import clock
from simulation.usecases import write_company
from store.session import open_database
from tests.training.companies import SMALL as SMALL_LATENESS
from tests.training.default.companies import SMALL as SMALL_DEFAULT
from training.acts import Deed
from training.default.fitting import train_default
from training.gateway import Tracking
from training.lateness.fitting import train

ROOT = Path(__file__).parents[2]
PROGRAM = (sys.executable, "-c", "from serving.cli.main import main; main()")
CUSTOMERS, YEARS, SEED = 200, 2, 11
PROGRAMS = 4
EMAIL, PASSWORD = "ana@soak.example", "quatre mots sans lien"
_LAST_DAY_OF_EVERY_MONTH = 28
_EARLIER = timedelta(days=90)
KINDS = (LATENESS.name, DEFAULT.name)

# The shipped patience waits for minutes where this study has seconds.
_PATIENCE = """
version = "soak"
attempts = 30
first_wait_seconds = 2
growth = 1.5
longest_wait_seconds = 10
jitter = 0.2
timeout_seconds = 3
lease_seconds = 30
soft_bounces = 3
messages_per_minute = 0
attachments_bytes = 7000000
"""


class Broken(RuntimeError):
    """Something that this study rests on did not work."""


@dataclass(frozen=True, slots=True)
class Company:
    """A furnished house, and what its clients know of it."""

    environment: Mapping[str, str]
    home: Path
    today: date
    keys: tuple[str, ...]
    owed: Mapping[str, int]  # cents by customer, by plain sums over the file of invoices

    @property
    def database(self) -> str:
        return self.environment["ENCOURS_DATABASE_URL"]


def encours(environment: Mapping[str, str], *arguments: str, said: str = "") -> str:
    """What a command printed. Raises Broken."""
    run = subprocess.run(  # noqa: S603  # our own program
        [*PROGRAM, *arguments],
        cwd=ROOT,
        env=dict(environment),
        input=said,
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise Broken(f"encours {' '.join(arguments)}: {run.stderr.strip() or run.stdout.strip()}")
    return run.stdout


def furnished(home: Path, environment: Mapping[str, str]) -> Company:
    """Invent, import, learn, score, alert, remind; make keys and a user."""
    today = clock.today()
    start = date(today.year - YEARS, today.month, min(today.day, _LAST_DAY_OF_EVERY_MONTH))
    told(f"inventing {CUSTOMERS} customers from {start} on")
    files = home / "files"
    write_company(files, customers=CUSTOMERS, months=12 * YEARS, seed=SEED, start=start)
    _write_policies(home)
    encours(environment, "import", "customers", str(files / "customers.csv"), "--on", f"{start}")
    encours(environment, "import", "invoices", str(files / "invoices.csv"))
    _learn(home, environment["ENCOURS_DATABASE_URL"], today)
    told("scoring, alerts, reminders")
    for command in (("score", "--all"), ("alerts", "run"), ("dun",)):
        encours(environment, *command, "--json")
    encours(
        *(environment, "users", "add", EMAIL, "--name", "Ana", "--role", "credit_manager"),
        said=f"{PASSWORD}\n",
    )
    keys = tuple(
        json.loads(encours(environment, "keys", "make", f"soak-{number}", "--json"))["key"]
        for number in range(PROGRAMS)
    )
    return Company(environment, home, today, keys, _owed(files / "invoices.csv"))


def _learn(home: Path, url: str, today: date) -> None:
    """Small models: what they are worth is studied elsewhere."""
    database, tracking = open_database(url), Tracking(home)
    with database.read() as session:
        facts = load_facts(session)
    database.close()
    for day in (today - _EARLIER, today):
        told(f"learning from what was known on {day}")
        known = {"as_of": day, "progress": quiet, "country": "FR"}
        tracking.release(LATENESS, train(facts, recipe=SMALL_LATENESS, **known), figures={})
        tracking.release(DEFAULT, train_default(facts, recipe=SMALL_DEFAULT, **known), figures={})


def promote(home: Path, kind: str, version: int) -> None:
    """As `encours models promote` does it, but for the validation report that small models have none of."""
    told = {"who": "soak", "at": f"{clock.now():%Y-%m-%dT%H:%M:%SZ}", "why": "the soak swaps champions"}
    Tracking(home).act(kind, deed=Deed.PROMOTE, to=version, **told)


def _write_policies(home: Path) -> None:
    folder = home / "policy"
    folder.mkdir()
    (folder / "messaging.toml").write_text(_PATIENCE, encoding="utf-8")
    queue, sender = (
        (ROOT / "policy" / name).read_text(encoding="utf-8") for name in ("queue.toml", "sender.toml")
    )
    ours = sender.replace("example = true", "example = false")
    (folder / "sender.toml").write_text(ours, encoding="utf-8")
    collectors = "".join(f'\n[[collectors]]\nname = "soak-{number}"\n' for number in range(PROGRAMS))
    (folder / "queue.toml").write_text(queue + collectors, encoding="utf-8")


def _owed(invoices: Path) -> dict[str, int]:
    owed: dict[str, int] = {}
    with invoices.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            cents = 0 if row["paid_on"] else round(float(row["amount"]) * 100)
            owed[row["customer"]] = owed.get(row["customer"], 0) + cents
    return owed
