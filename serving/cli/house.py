"""The house as a command finds it: opened from the environment, closed at the end."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from serving import clock
from serving.cli.output import remark
from serving.opening import evening, open_house
from serving.settings import Settings
from store.session import Database, ReadSession


@contextmanager
def opened(settings: Settings) -> Iterator[Database]:
    database = open_house(settings)
    try:
        yield database
    finally:
        database.close()


def day_for(session: ReadSession, asked: date | None) -> date:
    """The day a command answers for, said when nobody named it and it is not today."""
    chosen = evening(session, asked=asked, today=clock.today())
    remark(chosen.note)
    return chosen.day
