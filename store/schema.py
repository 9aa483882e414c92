"""Brings a database to the schema of this version of the program."""

import sqlite3
import time
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from store.engine import is_sqlite, writing
from store.errors import DatabaseTooNew

_SCRIPTS = Path(__file__).resolve().parent.parent / "migrations"  # in the working tree as in a wheel
_LOCK = 4_919_202_011  # any number, as long as every version of the program takes the same
_WAL_ATTEMPTS = 200
_WAL_PAUSE_SECONDS = 0.05


def bring_up_to_date(engine: Engine) -> None:
    """Create or migrate the schema. Safe when two processes start together."""
    config = _config()
    scripts = ScriptDirectory.from_config(config)
    head = scripts.get_current_head()
    with engine.connect() as connection:
        if _revision(connection) == head:
            return
    if is_sqlite(engine):
        _write_ahead(engine)
    with writing(engine).begin() as connection:
        if not is_sqlite(connection):
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        # Asked again now that we hold the lock: another process may have done the work meanwhile.
        revision = _revision(connection)
        if revision == head:
            return
        _refuse_unknown(revision, scripts)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_unknown(revision: str | None, scripts: ScriptDirectory) -> None:
    known = {script.revision for script in scripts.walk_revisions()}
    if revision is not None and revision not in known:
        raise DatabaseTooNew(
            f"The database is at version {revision}, which this program does not know: "
            "a later program wrote it. Install that later version, or open another database."
        )


def _write_ahead(engine: Engine) -> None:
    """Let readers read while one process writes; the file remembers it.

    SQLite does not wait for its turn here, busy timeout or not, when another process opens the file.
    """
    for attempt in range(_WAL_ATTEMPTS):
        connection = engine.raw_connection()
        try:
            connection.cursor().execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError:
            if attempt == _WAL_ATTEMPTS - 1:
                raise
            time.sleep(_WAL_PAUSE_SECONDS)
        else:
            return
        finally:
            connection.close()
