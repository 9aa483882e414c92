"""One day of a worker: decide, and send what is ready. It runs in a process that may be killed anywhere."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from dunning.policy import DunningPolicy
from dunning.press import PlainPress
from dunning.reminders.usecases import DunOrder, Rules, dun, still_wanted
from dunning.scenario import Scenario
from kernel.policy import policy_from
from ledger.registers.usecases import Act
from messaging.gateway import SmtpSender, smtp_server
from messaging.message import Channel, Message
from messaging.policy import MessagingPolicy
from messaging.usecases import deliver
from store.session import WriteSession, open_database

_ROOT = Path(__file__).parents[2]
PATIENCE = MessagingPolicy(
    version="study",
    attempts=8,
    first_wait_seconds=60,
    growth=3.0,
    longest_wait_seconds=3_600,
    jitter=0.2,
    timeout_seconds=5,
    lease_seconds=600,
)
LEVELS = 3
SCENARIO = """
version = "study"
code = "standard"
[name]
fr = "Étude"
en = "Study"
"""
STEP = """
[[steps]]
level = {level}
days = {days}
way = "email"
form = "reminder"
tone = "neutral"
roles = ["accounts_payable"]
"""


class Day(NamedTuple):
    url: str
    smtp: str
    on: date
    name: str


def rules() -> Rules:
    """The shipped policy with three e-mails, and no rule that needs a score."""
    text = (_ROOT / "policy" / "dunning.toml").read_text(encoding="utf-8")
    plain = text.split("[[rules]]")[0] + "rules = []\n" if "rules = []" not in text else text
    top, tables = plain.replace("rules = []\n", "").split("# Below this", 1)
    policy = policy_from(f"{top}rules = []\n# Below this{tables}", DunningPolicy, name="dunning.toml")
    steps = "".join(STEP.format(level=n, days=8 * n - 3) for n in range(1, LEVELS + 1))
    return Rules(policy, {"standard": policy_from(SCENARIO + steps, Scenario, name="standard.toml")})


def work(day: Day) -> None:
    database, told = open_database(day.url), rules()
    at = datetime(day.on.year, day.on.month, day.on.day, 9, tzinfo=UTC)
    with database.transaction() as session:
        press = PlainPress("Encours <credit@example.com>")
        dun(session, DunOrder(Act(day.name, day.on, at), told), press)

    def wanted(session: WriteSession, message: Message) -> bool:
        return still_wanted(session, message, told, on=day.on)

    sender = SmtpSender(smtp_server(day.smtp), timeout=PATIENCE.timeout_seconds)
    senders = {Channel.EMAIL: sender}
    deliver(database, senders, PATIENCE, now=lambda: at, worker=day.name, limit=1_000, still_wanted=wanted)
    database.close()
