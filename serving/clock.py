"""The one place that asks what time it is, and lets it pass."""

import time
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

# Encours serves French companies: their evening, not that of the machine, decides which day it is.
_HERE = ZoneInfo("Europe/Paris")


def today() -> date:
    return datetime.now(_HERE).date()


def now() -> datetime:
    """The instant, in UTC."""
    return datetime.now(UTC)


def rest(seconds: float) -> bool:
    """Let so many seconds pass; then one may always go on."""
    time.sleep(seconds)
    return True
