"""The house opened, clients set to work, faults let loose, and everything looked at in the end."""

import importlib
import os
import random
import re
import tempfile
import threading
import time
import urllib.parse
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import psycopg

from scoring.default.model import DEFAULT
from scoring.gateway import CHAMPION, Registry, quiet_client
from scoring.grades import GradePolicy
from scoring.vectors.repository import WholeScores
from scoring.vectors.usecases import score_features
from serving.cli.output import progress
from serving.policies import policy_in_force
from serving.settings import settings_from
from store.session import open_database
from tests.messaging.servers import MailBox, mail_server

company = importlib.import_module("experiments.0024_soak.company")
explaining = importlib.import_module("experiments.0024_soak.explaining")
faults = importlib.import_module("experiments.0024_soak.faults")
house = importlib.import_module("experiments.0024_soak.house")
judging = importlib.import_module("experiments.0024_soak.judging")
memory = importlib.import_module("experiments.0024_soak.memory")
reading = importlib.import_module("experiments.0024_soak.reading")
said = importlib.import_module("experiments.0024_soak.said")
talking = importlib.import_module("experiments.0024_soak.talking")
writing = importlib.import_module("experiments.0024_soak.writing")

SEED, VECTORS = 5, 40
_WRITES = 0.35  # so many of what a client does are writes
_LONGEST_EVERY, _SHORTEST_EVERY, _FAULTS_WANTED = 30.0, 8.0, 12
_CALM_SECONDS = 10.0
_LONGEST_DRAIN = 180.0
_RESTING = "SELECT count(*) FROM outbox_message WHERE state = ANY(%s)"
_FAULT = re.compile(r'"fault": "(\w+)"')


@dataclass
class House:
    """All that runs, for faults to reach."""

    home: Path
    environment: Mapping[str, str]
    database: Any
    box: MailBox
    service: Any
    outbox: Any


@dataclass
class Soaked:
    """What came of it."""

    seconds: float
    wrong: dict[str, list[str]]
    writes: Mapping[str, Mapping[str, int]]
    mails: Mapping[str, int]
    recoveries: Mapping[str, list[float]]
    growth: Mapping[str, Any]
    book: Any
    happened: list[Any]
    logged: Mapping[str, int] = field(default_factory=dict)


def soaked(minutes: float) -> Soaked:
    # A Unix socket's path must stay short.
    folder = tempfile.TemporaryDirectory(prefix="soak-", ignore_cleanup_errors=True)
    with folder as place, ExitStack() as stack:
        logs = Path(place)
        box = stack.enter_context(mail_server())
        database = house.Database(logs / "pg")
        stack.callback(database.close)
        environment = _environment(logs / "home", database.url, box)
        firm = company.furnished(logs / "home", environment)
        known = _known(firm)
        service = house.Service(environment, logs / "service.log")
        stack.callback(service.close)
        outbox = house.Outbox(environment, logs / "outbox.log")
        stack.callback(outbox.close)
        here = House(firm.home, environment, database, box, service, outbox)
        done = _played(here, firm, known, minutes * 60)
        done.logged = _logged(logs)
        return done


def _played(here: House, firm: Any, known: Any, seconds: float) -> Soaked:
    book = said.Said()
    stored = judging.stored_scores(firm.database)
    first = _champions(firm)
    every = min(max(seconds / _FAULTS_WANTED, _SHORTEST_EVERY), _LONGEST_EVERY)
    fates = faults.Faults(here, every, first[DEFAULT.name])
    fates.stored = lambda: stored.update(judging.stored_scores(firm.database))
    clients = _clients(here.service.port, firm, known, book)
    for client in clients:
        client.writer.begin()
    company.encours(here.environment, "score", "--all", "--json")  # the accounts of this study too
    fates.stored()
    sampler = memory.Sampler(lambda: _whom(here))
    sampler.start()
    begun = time.monotonic()
    with _working(clients):
        fates.start()
        _waited(seconds)
        fates.stop()
        time.sleep(_CALM_SECONDS)
    took = time.monotonic() - begun
    sampler.stop()
    _drained(firm.database)
    wrong, writes = _judged(firm, book, clients)
    told_of_mail, mails = judging.faults_of_mail(firm.database, judging.marks_of(here.box.mails))
    wrong |= {
        "mails": told_of_mail,
        "answers": explaining.faults_of_answers(book, fates.happened),
        "scores": explaining.faults_of_scores(book, fates.promotions, first, stored),
        "faults that failed": fates.failed,
    }
    found = explaining.recoveries(book, fates.happened, begun + took)
    grown = {name: memory.growth(samples) for name, samples in sampler.samples.items()}
    wrong["recovery"] = explaining.too_slow(found)
    long_enough = took >= memory.LEAST_SECONDS
    wrong["memory"] = [f"{name} grew: {one}" for name, one in grown.items() if long_enough and one.grows]
    return Soaked(took, wrong, writes, mails, found, grown, book, fates.happened)


def _judged(firm: Any, book: Any, clients: list["Client"]) -> tuple[dict[str, list[str]], Any]:
    wrong_writes, writes = judging.faults_of_writes(firm.database, book)
    owed = {one.code: one.cents for client in clients for one in client.writer.accounts}
    return {
        "writes": wrong_writes,
        "money": judging.faults_of_money(firm.database, owed),
        "checks": book.wrong,
        "clients": [told for client in clients for told in client.broke],
        "audit and replay": judging.trail(firm.environment),
    }, writes


@dataclass
class Client:
    """A program: reads and writes in turn until it is told to stop. What breaks it is a fault of ours."""

    reader: Any
    writer: Any
    chance: random.Random
    broke: list[str] = field(default_factory=list)

    def work(self, stopped: threading.Event) -> None:
        while not stopped.is_set():
            try:
                if self.chance.random() < _WRITES:
                    self.writer.write()
                else:
                    self.reader.read()
            except Exception as error:
                self.broke.append(f"{type(error).__name__}: {error}")
                return


def _clients(port: int, firm: Any, known: Any, book: Any) -> list[Client]:
    made, taken = [], dict[str, str]()
    cookie = _signed_in(port)
    for number, key in enumerate(firm.keys):
        line = talking.Line(port, {"X-API-Key": key}, book)
        chance = random.Random(SEED + number)  # noqa: S311  # a study's draws
        reader = reading.Reader(line, book, known, chance, cookie)
        made.append(Client(reader, writing.Writer(line, book, chance, number, firm.today, taken), chance))
    return made


@contextmanager
def _working(clients: list[Client]) -> Iterator[None]:
    stopped = threading.Event()
    threads = [threading.Thread(target=one.work, args=(stopped,), daemon=True) for one in clients]
    for one in threads:
        one.start()
    try:
        yield
    finally:
        stopped.set()
        for one in threads:
            one.join(2 * talking.PATIENCE_SECONDS)


def _waited(seconds: float) -> None:
    begun = time.monotonic()
    with progress("Soaking") as step:
        while (passed := time.monotonic() - begun) < seconds:
            step(round(passed), round(seconds))
            time.sleep(min(1.0, seconds - passed))


def _drained(url: str) -> None:
    """Faults are over: what the outbox holds leaves, or is seen to be ambiguous."""
    until = time.monotonic() + _LONGEST_DRAIN
    while time.monotonic() < until:
        with psycopg.connect(url) as connection:
            row = connection.execute(_RESTING, [list(judging.RESTING)]).fetchone()
        if row is not None and row[0] == 0:
            return
        time.sleep(1.0)


def _whom(here: House) -> dict[str, int]:
    """Those that live throughout, and those that are killed now and then."""
    found = {"service, parent": here.service.parent.pid, "outbox, spared": here.outbox.spared.pid}
    workers = here.service.workers()
    if workers:
        found["service, eldest"] = workers[0]
    return found


def _environment(home: Path, url: str, box: MailBox) -> dict[str, str]:
    home.mkdir()
    plain = {name: value for name, value in os.environ.items() if not name.startswith("ENCOURS_")}
    return {
        **plain,
        "ENCOURS_HOME": str(home),
        "ENCOURS_DATABASE_URL": url,
        "ENCOURS_SMTP_URL": f"smtp://127.0.0.1:{box.port}",
        "ENCOURS_MAIL_FROM": "Soak <credit@soak.example>",
        "ENCOURS_RATE_PER_MINUTE": "0",
        "ENCOURS_AUTHOR": "soak",
        "OMP_NUM_THREADS": "1",
        "PYTHONPATH": str(company.ROOT),
    }


def _known(firm: Any) -> Any:
    """What answers must be, by a registry of this process and by plain sums."""
    database, registry = open_database(firm.database), Registry(firm.home)
    grades = policy_in_force(settings_from(firm.environment), "grades", GradePolicy)
    with database.read() as session:
        whole = [one for one in WholeScores(session).every(None) if one.features is not None]
    database.close()
    vectors = [dict(one.features or {}) for one in whole[:: max(len(whole) // VECTORS, 1)][:VECTORS]]
    expected = {}
    for version in (1, 2):
        for place, vector in enumerate(vectors):
            label = f"{DEFAULT.name} {version}"
            one = score_features(registry, vector, model=label, in_default=False, grades=grades)
            expected[label, place] = {"pd_12m": one.pd_12m, "pd_12m_low": one.low, "pd_12m_high": one.high}
    return reading.Known(firm.owed, vectors, expected)


def _champions(firm: Any) -> dict[str, str]:
    client = quiet_client(firm.home)
    return {
        kind: f"{kind} {client.get_model_version_by_alias(kind, CHAMPION).version}" for kind in company.KINDS
    }


def _signed_in(port: int) -> str:
    """The cookie of somebody who looks at pages."""
    connection = HTTPConnection("127.0.0.1", port, timeout=talking.PATIENCE_SECONDS)
    form = urllib.parse.urlencode({"email": company.EMAIL, "password": company.PASSWORD})
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/login", body=form, headers=kind)
    answer = connection.getresponse()
    answer.read()
    cookie = (answer.getheader("Set-Cookie") or "").partition(";")[0]
    connection.close()
    if not cookie:
        raise company.Broken(f"Nobody could sign in: {answer.status}.")
    return cookie


def _logged(logs: Path) -> dict[str, int]:
    """Faults that the processes logged, by their kind."""
    found: dict[str, int] = {}
    for path in logs.glob("*.log"):
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            kind = _FAULT.search(line)
            if kind is not None:
                name = f"{path.stem}: {kind[1]}"
                found[name] = found.get(name, 0) + 1
    return found
