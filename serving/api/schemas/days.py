"""Days as they come in: written as ISO 8601 and in no other way."""

import re
from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator

_WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _as_written(told: Any) -> Any:
    """A number would be taken for seconds since 1970. Raises ValueError."""
    if told is None or isinstance(told, date) or (isinstance(told, str) and _WRITTEN.fullmatch(told)):
        return told
    raise ValueError("a day is written as 2024-05-31")


Day = Annotated[date, BeforeValidator(_as_written)]
