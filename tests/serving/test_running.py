"""Keeping the house running: its copies, its health, its day and its worker."""

import json
import zipfile
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import text

from access import usecases as access
from access.gateway import Argon2Hasher
from access.rights import Role
from access.usecases import NewUser
from serving.running import daily
from serving.running.backup import back_up, check, restore
from serving.running.daily import Round, day_so_far, run_day
from serving.running.doctor import Health, Patient, examine
from serving.running.errors import BackupRefused
from serving.running.worker import Worker
from serving.settings import Settings, settings_from
from store.copying import rows_of, tables_of
from store.jobs.repository import State
from store.session import Database, open_database
from tests.databases import KINDS, Databases
from tests.serving.conftest import INVOICES, Encours

AT = datetime(2024, 5, 10, 9, tzinfo=UTC)
DAY = date(2024, 5, 10)


def _house(tmp_path: Path, servers: Databases, kind: str, name: str) -> tuple[Database, Settings]:
    home = tmp_path / name
    home.mkdir()
    url = servers.new(kind)
    return open_database(url), settings_from({"ENCOURS_HOME": str(home), "ENCOURS_DATABASE_URL": url})


def _lived_in(database: Database, where: Settings) -> None:
    with database.transaction() as session:
        new = NewUser("Zoé", "zoe@example.com", frozenset({Role.ADMINISTRATOR}))
        access.add_user(session, Argon2Hasher(memory_kib=64), new, "quatre mots sans lien", at=AT)
        access.write_down(session, access.Done("Zoé", "pages", "sign in", detail={"é": None}), at=AT)
    (where.home / "policy").mkdir()
    (where.home / "policy" / "limit.toml").write_text("# ours\n")


@pytest.mark.parametrize(("source", "target"), [(one, other) for one in KINDS for other in KINDS])
def test_a_copy_from_either_database_comes_back_into_either(
    tmp_path: Path, servers: Databases, source: str, target: str
) -> None:
    database, where = _house(tmp_path, servers, source, "old")
    _lived_in(database, where)
    told = back_up(database, where, tmp_path / "copy.zip", at=AT, progress=lambda *_: None)
    assert told.rows["app_user"] == 1
    assert (tmp_path / "copy.zip").stat().st_mode & 0o077 == 0
    other, there = _house(tmp_path, servers, target, "new")
    restore(other, there, tmp_path / "copy.zip", progress=lambda *_: None)
    assert _everything(database) == _everything(other)
    assert (there.home / "policy" / "limit.toml").read_text() == "# ours\n"
    with other.read() as session:
        assert access.verify(session).breaks == ()
        assert access.named(session, "zoe@example.com").created_at == AT
    database.close()
    other.close()


def test_a_copy_is_never_overwritten_and_a_house_in_use_never_replaced(
    tmp_path: Path, servers: Databases
) -> None:
    database, where = _house(tmp_path, servers, "sqlite", "old")
    _lived_in(database, where)
    copy = tmp_path / "copy.zip"
    back_up(database, where, copy, at=AT, progress=lambda *_: None)
    with pytest.raises(BackupRefused, match="there already"):
        back_up(database, where, copy, at=AT, progress=lambda *_: None)
    with pytest.raises(BackupRefused, match="in use"):
        restore(database, where, copy, progress=lambda *_: None)
    database.close()


def test_a_damaged_or_foreign_copy_changes_nothing(tmp_path: Path, servers: Databases) -> None:
    database, where = _house(tmp_path, servers, "sqlite", "old")
    _lived_in(database, where)
    good = tmp_path / "copy.zip"
    back_up(database, where, good, at=AT, progress=lambda *_: None)
    other, there = _house(tmp_path, servers, "sqlite", "new")
    before = _everything(other)
    for name, why in (("tables/app_user.jsonl", "damaged"), ("home/policy/limit.toml", "damaged")):
        bad = _rewritten(good, tmp_path / "bad.zip", {name: b"[]\n"})
        with pytest.raises(BackupRefused, match=why):
            restore(other, there, bad, progress=lambda *_: None)
    manifest = json.loads(zipfile.ZipFile(good).read("manifest.json"))
    manifest["files"]["home/../../evil"] = {"sha256": "0"}
    bad = _rewritten(good, tmp_path / "bad.zip", {"manifest.json": json.dumps(manifest).encode()})
    with pytest.raises(BackupRefused, match="outside the home"):
        restore(other, there, bad, progress=lambda *_: None)
    (tmp_path / "text.zip").write_text("no zip")
    with pytest.raises(BackupRefused, match="cannot be read"):
        check(tmp_path / "text.zip")
    assert _everything(other) == before
    database.close()
    other.close()


def test_the_doctor_says_what_to_do(tmp_path: Path, servers: Databases) -> None:
    database, where = _house(tmp_path, servers, "sqlite", "house")
    found = {one.what: one for one in examine(Patient(database, where, AT, DAY))}
    assert found["database"].health is Health.WELL
    for what in ("ledger", "model", "mail", "daily job", "people"):
        assert (found[what].health, bool(found[what].to_do)) == (Health.MIND, True), found[what]
    (where.home / "policy").mkdir()
    (where.home / "policy" / "limit.toml").write_text("nonsense = [")
    late = Patient(database, where, AT, date(2090, 1, 1))
    ill = {one.what for one in examine(late) if one.health is Health.ILL}
    assert ill >= {"policy", "legal interest"}
    database.close()


def test_a_check_that_breaks_is_a_finding_and_the_others_go_on(
    tmp_path: Path, servers: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, where = _house(tmp_path, servers, "sqlite", "house")
    with database.transaction() as session:
        session.execute(text("DROP TABLE outbox_attempt"))
        session.execute(text("DROP TABLE outbox_attachment"))
        session.execute(text("DROP TABLE outbox_message"))
    found = list(examine(Patient(database, where, AT, DAY)))
    assert [one.what for one in found if one.health is Health.ILL] == ["outbox"]
    assert found[-1].what == "audit trail"
    database.close()


def test_the_day_is_done_once_and_what_failed_is_done_again(
    tmp_path: Path, servers: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, where = _house(tmp_path, servers, "sqlite", "house")
    at, done, broken = Round(database, where, DAY, lambda: AT), [], [True]

    def score(_at: Round) -> str:
        if broken[0]:
            raise ValueError("No model yet.")
        done.append("score")
        return "scored"

    steps = (
        daily.DayStep("import", lambda _at: done.append("import") or "1 file"),  # type: ignore[func-returns-value]
        daily.DayStep("score", score, needs=("import",)),
        daily.DayStep("dun", lambda _at: done.append("dun") or "2", needs=("score",)),  # type: ignore[func-returns-value]
    )
    monkeypatch.setattr(daily, "STEPS", steps)
    first = run_day(at)
    assert [(one.step.name, one.state, one.told) for one in first] == [
        ("import", State.DONE, "1 file"),
        ("score", State.FAILED, "No model yet."),
    ]
    broken[0] = False
    run_day(at)
    run_day(at)
    assert done == ["import", "score", "dun"]
    database.close()


def test_nobody_is_chased_while_a_file_lies_unread(
    encours: Encours, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = tmp_path / "inbox"
    (inbox / "invoices").mkdir(parents=True)
    (inbox / "payments").mkdir()
    (inbox / "invoices" / "may.csv").write_text(INVOICES)
    (inbox / "payments" / "may.csv").write_text("nothing of use\n")
    monkeypatch.setenv("ENCOURS_INBOX", str(inbox))
    told = json.loads(encours("daily", "--on", "2024-05-10", "--json").out)
    assert [(one["step"], one["state"]) for one in told] == [("import", "failed"), ("retention", "done")]
    assert (inbox / "done" / "2024-05-10" / "invoices" / "may.csv").exists()
    reason = inbox / "refused" / "2024-05-10" / "payments" / "may.csv.txt"
    assert reason.read_text().strip()
    told = json.loads(encours("daily", "--on", "2024-05-10", "--json").out)
    assert {one["step"]: one["state"] for one in told}["dun"] == "done"


def test_the_worker_begins_the_day_at_its_hour_and_outlives_faults(
    tmp_path: Path, servers: Databases, monkeypatch: pytest.MonkeyPatch
) -> None:
    database, where = _house(tmp_path, servers, "sqlite", "house")
    clock = [datetime(2024, 5, 10, 4, 59, tzinfo=UTC)]  # 06:59 in France
    monkeypatch.setattr(daily, "STEPS", (daily.DayStep("import", lambda _at: "none"),))
    worker = Worker(database, where, lambda: clock[0], time(7), 0.0)
    worker.run(Event(), rounds=1)
    at = Round(database, where, DAY, lambda: AT)
    assert day_so_far(at) == []
    clock[0] += timedelta(minutes=1)
    worker.run(Event(), rounds=2)
    assert [one.tries for one in day_so_far(at)] == [1]
    monkeypatch.setattr("serving.running.worker.run_day", lambda _at: 1 / 0)
    worker.run(Event(), rounds=2)
    stopped = Event()
    stopped.set()
    worker.run(stopped)
    database.close()


def _everything(database: Database) -> dict[str, list[object]]:
    with database.read() as session:
        return {one.name: list(rows_of(session, one)) for one in tables_of(session)}


def _rewritten(source: Path, target: Path, changes: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for one in old.namelist():
            new.writestr(one, changes.get(one, old.read(one)))
    return target
