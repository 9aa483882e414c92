"""The house's day, step by step: each is done once, even if the day is begun twice."""

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from credit.alerts.policy import AlertPolicy
from credit.alerts.telling.usecases import run_and_tell
from credit.alerts.usecases import HOUSE, RunOrder
from dunning.reminders.usecases import DunOrder, dun
from ledger.registers.usecases import Act
from messaging import usecases as messages
from messaging.delivery import State as MessageState
from messaging.policy import MessagingPolicy
from privacy.policy import RetentionPolicy
from privacy.retention.rules import first_kept
from privacy.retention.usecases import purge
from scoring.gateway import Registry
from scoring.grades import GradePolicy
from scoring.usecases import refresh_scores
from serving import errors
from serving.dunning import dunning_rules, still_wanted
from serving.letters_kept import drop_letters_before
from serving.policies import policy_in_force
from serving.press import press_of
from serving.senders import post, senders
from serving.settings import Settings
from store.jobs.repository import Kept, State, Step, claim, end, steps_of
from store.session import Database

JOB = "daily"
_LEASE = timedelta(hours=2)  # longer than any step takes
_MOST_MESSAGES = 1_000_000
_LONGEST_IMPORT = 3_600
# Sub-folders of the import folder, as `encours import` calls them, in the order that makes sense of them.
KINDS = (
    *("customers", "contacts", "fec", "invoices", "payments", "allocations", "orders"),
    *("bank", "einvoice", "statements", "bodacc"),
)
_IMPORT = "from serving.cli.main import main; main()"


class StepFailed(RuntimeError):
    """A step of the day could not be done, as its sentence says."""


@dataclass(frozen=True, slots=True)
class Round:
    """A day in the house."""

    database: Database
    where: Settings
    on: date
    now: Callable[[], datetime]
    rest: messages.Rest = messages.no_rest

    @property
    def act(self) -> Act:
        return Act(self.where.author or "encours", self.on, self.now())


@dataclass(frozen=True, slots=True)
class DayStep:
    """`needs` are steps without which this one would act on what is not known."""

    name: str
    do: Callable[[Round], str]
    needs: tuple[str, ...] = ()


def run_day(at: Round, *, anew: bool = False) -> list[Kept]:
    """Do what is left of the day. A step that fails leaves the next ones to go on, but those that need it."""
    worker = worker_name()
    for one in STEPS:
        step = Step(JOB, at.on, one.name)
        undone = [name for name in one.needs if _state(at, name) is not State.DONE]
        if undone or not claim(at.database, step, worker=worker, at=at.now(), lease=_LEASE, anew=anew):
            continue
        try:
            state, told = State.DONE, one.do(at)
        except Exception as error:  # whatever it is, the day says so and goes on
            state, told = State.FAILED, errors.sentence_of(error) or type(error).__name__
        with at.database.transaction() as session:
            end(session, step, worker=worker, state=state, at=at.now(), told=told)
    return day_so_far(at)


def day_so_far(at: Round) -> list[Kept]:
    with at.database.read() as session:
        return steps_of(session, JOB, day=at.on)


def worker_name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def _state(at: Round, name: str) -> State | None:
    return next((one.state for one in day_so_far(at) if one.step.name == name), None)


def _import_folder(at: Round) -> str:
    """Every file in a sub-folder named after its kind; then it moves to `done`, or to `refused`."""
    folder = at.where.inbox
    if folder is None:
        return "no folder set (ENCOURS_INBOX)"
    done, refused = 0, []
    for kind, path in _waiting(folder):
        told = _imported(kind, path, at)
        if told:
            refused.append(f"{kind}/{path.name}")
        _moved(path, folder / ("refused" if told else "done") / f"{at.on}" / kind, told)
        done += not told
    if refused:
        raise StepFailed(
            f"{done} files imported, {len(refused)} refused: {', '.join(refused[:5])}. "
            f"Their reasons lie beside them in {folder / 'refused'}. Mend them and put them back."
        )
    return f"{done} files imported"


def _waiting(folder: Path) -> Iterator[tuple[str, Path]]:
    for kind in KINDS:
        for path in sorted((folder / kind).glob("*")):
            if path.is_file() and not path.name.startswith(".") and path.suffix != ".part":
                yield kind, path


def _imported(kind: str, path: Path, at: Round) -> str:
    """What it said when it refused, blank when it took the file: one file, one act, one process."""
    command = [sys.executable, "-c", _IMPORT, "import", kind, str(path), "--on", f"{at.on}", "--json"]
    try:
        run = subprocess.run(  # noqa: S603  # our own program; the file's name is one argument
            command,
            capture_output=True,
            text=True,
            timeout=_LONGEST_IMPORT,
            check=False,
            env=_environment(at),
        )
    except subprocess.TimeoutExpired:
        return f"It was not read within {_LONGEST_IMPORT} seconds."
    return "" if run.returncode == 0 else (run.stderr.strip() or run.stdout.strip() or "It was refused.")


def _environment(at: Round) -> dict[str, str]:
    return at.where.for_children()


def _moved(path: Path, target: Path, told: str) -> None:
    target.mkdir(parents=True, exist_ok=True)
    shutil.move(path, target / path.name)
    if told:
        (target / f"{path.name}.txt").write_text(told + "\n", encoding="utf-8")


def _score(at: Round) -> str:
    grades = policy_in_force(at.where, "grades", GradePolicy)
    with at.database.transaction() as session:
        told = refresh_scores(session, Registry(at.where.home), as_of=at.on, grades=grades)
    return f"{told.customers} customers scored, {told.moved} moved"


def _alerts(at: Round) -> str:
    policy = policy_in_force(at.where, "alerts", AlertPolicy)
    order = RunOrder(at.on, policy, at.where.author or HOUSE, at.now())
    with at.database.transaction() as session:
        ran = run_and_tell(session, order, post(at.where), progress=lambda *_told: None)
    return f"{len(ran.alerts)} alerts"


def _dun(at: Round) -> str:
    order = DunOrder(at.act, dunning_rules(at.where), at.where.engine)
    with at.database.transaction() as session:
        ran = dun(session, order, press_of(at.where))
    return ", ".join(f"{name} {count}" for name, count in sorted(ran.counts.items())) or "nothing to do"


def _retention(at: Round) -> str:
    policy = policy_in_force(at.where, "retention", RetentionPolicy)
    on = min(at.on, at.now().date())  # a day begun too early drops nothing too early
    with at.database.transaction() as session:
        dropped = purge(session, policy, on=on)
    drop_letters_before(at.where, first_kept(policy.messages_months, on=on))
    return ", ".join(f"{one.name} {one.rows}" for one in dropped if one.rows) or "nothing to drop"


def _deliver(at: Round) -> str:
    done = deliver_ready(at.database, at.where, now=at.now, limit=_MOST_MESSAGES, rest=at.rest)
    return ", ".join(f"{state.value} {count}" for state, count in sorted(done.items())) or "nothing to send"


def deliver_ready(
    database: Database,
    where: Settings,
    *,
    now: Callable[[], datetime],
    limit: int,
    rest: messages.Rest = messages.no_rest,
) -> dict[MessageState, int]:
    """Send what is ready, each message once."""
    policy = policy_in_force(where, "messaging", MessagingPolicy)
    done = messages.deliver(
        database,
        senders(where, policy),
        policy,
        now=now,
        worker=worker_name(),
        limit=limit,
        still_wanted=still_wanted(where),
        rest=rest,
    )
    return dict(done.states)


# Nobody is chased while payments that may have come lie unread.
STEPS = (
    DayStep("import", _import_folder),
    DayStep("score", _score, needs=("import",)),
    DayStep("alerts", _alerts, needs=("import",)),
    DayStep("dun", _dun, needs=("import",)),
    DayStep("deliver", _deliver, needs=("import",)),
    DayStep("retention", _retention),
)
