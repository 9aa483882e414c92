"""The house as a command finds it: opened from the environment, closed at the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from access.audit import Done
from serving import clock
from serving.cli.output import remark
from serving.cli.running import running
from serving.opening import evening, open_house
from serving.settings import Settings, settings
from serving.witness import OnceWitness
from store.session import Database, ReadSession


@contextmanager
def opened(where: Settings) -> Iterator[Database]:
    database = open_house(where)
    database.witness = OnceWitness(_done(where))
    try:
        yield database
    finally:
        database.close()


def _done(where: Settings) -> Done:
    """The command that runs; of what it was told, only who acts and which customer it is about."""
    told = running()
    author, customer = (told.params.get(name) for name in ("author", "customer"))
    return Done(str(author or where.author), "command", told.path, str(customer or ""))


def day_for(session: ReadSession, asked: date | None) -> date:
    """The day a command answers for, said when nobody named it and it is not today."""
    chosen = evening(session, asked=asked, today=clock.today())
    remark(chosen.note(settings().language))
    return chosen.day
