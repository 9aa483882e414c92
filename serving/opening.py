"""Opening the house: its folder, its database, the day it is asked about."""

from dataclasses import dataclass
from datetime import date

from ledger import usecases
from serving.settings import SettingRefused, Settings
from store.session import Database, ReadSession, open_database

# A ledger fed at least monthly is alive; an older one is a sample or a file someone tries out,
# and everything in it would look hopelessly late today.
_DAYS_A_LEDGER_STAYS_FRESH = 31


@dataclass(frozen=True, slots=True)
class Evening:
    """The day an answer is given for, and why when nobody named it."""

    day: date
    note: str


def open_house(settings: Settings) -> Database:
    """The database, in a home that is created when missing. Raises SettingRefused when it cannot be."""
    try:
        settings.home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise SettingRefused(
            f"The folder {settings.home} cannot be created: {error.strerror}. "
            "Name one that can be written in ENCOURS_HOME."
        ) from error
    return open_database(settings.database_url)


def evening(session: ReadSession, *, asked: date | None, today: date) -> Evening:
    """The day asked for; else today, or the last day of a ledger that ended long ago."""
    horizon = usecases.horizon(session)
    return evening_of(horizon, today=today) if asked is None else evening_asked(asked, horizon)


def evening_asked(asked: date, horizon: date | None) -> Evening:
    if horizon is None or (asked - horizon).days <= _DAYS_A_LEDGER_STAYS_FRESH:
        return Evening(asked, "")
    return Evening(
        asked,
        f"The ledger ends on {horizon}, long before {asked}: what was paid in between is not known here, "
        "so customers look worse than they are.",
    )


def evening_of(horizon: date | None, *, today: date) -> Evening:
    if horizon is None or (today - horizon).days <= _DAYS_A_LEDGER_STAYS_FRESH:
        return Evening(today, "")
    return Evening(horizon, f"The ledger ends on {horizon}: answers are as of that day, not of today.")
