"""Opening the house: its folder, its database, the day it is asked about."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kernel.language import Language, day_text
from ledger import usecases
from serving.settings import SettingRefused, Settings
from store.session import Database, ReadSession, open_database

# A ledger fed at least monthly is alive; an older one is a sample or a file someone tries out,
# and everything in it would look hopelessly late today.
_DAYS_A_LEDGER_STAYS_FRESH = 31

_CHOSEN: Mapping[Language, str] = {
    Language.ENGLISH: "The ledger ends on {ends_on}: answers are as of that day, not of today.",
    Language.FRENCH: "Les données s'arrêtent au {ends_on} : les réponses valent pour ce jour, "
    "non pour aujourd'hui.",
}
_BEYOND: Mapping[Language, str] = {
    Language.ENGLISH: "The ledger ends on {ends_on}, long before {day}: what was paid in between is not "
    "known here, so customers look worse than they are.",
    Language.FRENCH: "Les données s'arrêtent au {ends_on}, bien avant le {day} : ce qui fut payé entre-temps "
    "n'est pas connu ici, et les clients paraissent pires qu'ils ne sont.",
}


@dataclass(frozen=True, slots=True)
class Evening:
    """The day an answer is given for; `ends_on` is where a ledger stops whose end matters to the answer."""

    day: date
    ends_on: date | None = None

    def note(self, language: Language) -> str:
        """Why it is another day than today, or what the answer does not know; mostly blank."""
        if self.ends_on is None:
            return ""
        sentence = _CHOSEN if self.ends_on == self.day else _BEYOND
        return sentence[language].format(
            ends_on=day_text(self.ends_on, language), day=day_text(self.day, language)
        )


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
    return Evening(asked, horizon if _stale(horizon, asked) else None)


def evening_of(horizon: date | None, *, today: date) -> Evening:
    return Evening(horizon, horizon) if horizon and _stale(horizon, today) else Evening(today)


def _stale(horizon: date | None, day: date) -> bool:
    return horizon is not None and (day - horizon).days > _DAYS_A_LEDGER_STAYS_FRESH
