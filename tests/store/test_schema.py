"""The schema: one history of migrations, the same as the models, made once by whoever comes first."""

import subprocess
import sys
from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from ledger import tables
from store.session import Database, open_database

_ROOT = Path(__file__).parents[2]
_OPEN = "import sys; from store.session import open_database; open_database(sys.argv[1])"


def test_the_migrations_make_what_the_models_say(database: Database) -> None:
    with database.read() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, tables.Company.metadata) == []


def test_processes_that_start_together_make_one_schema(database_url: str) -> None:
    command = [sys.executable, "-c", _OPEN, database_url]
    together = [subprocess.Popen(command, cwd=_ROOT, stderr=subprocess.PIPE) for _ in range(3)]
    errors = [process.communicate()[1].decode() for process in together]
    assert [process.returncode for process in together] == [0, 0, 0], errors
    database = open_database(database_url)
    with database.read() as session:
        assert session.execute(text("SELECT count(*) FROM company")).scalar_one() == 1
    database.close()
