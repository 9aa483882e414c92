"""JSON from strangers: either a value, or a sentence."""

import json
from typing import Any

from ledger.errors import FileUnreadable


def looks_like_json(text: str) -> bool:
    return text.lstrip()[:1] in {"{", "["}


def parsed_file(text: str) -> Any:
    """The value of a whole file. Raises FileUnreadable."""
    try:
        return json.loads(text)
    except RecursionError as error:
        raise FileUnreadable("The file nests JSON too deep to be read. Export it again.") from error
    except ValueError as error:
        raise FileUnreadable(f"The file is not valid JSON: {error}. Export it again.") from error


def parsed_object(value: Any) -> dict[str, Any]:
    """An object given as such or written as a text, as the gazette does; empty when there is none.

    Raises ValueError when a text is there and holds no object.
    """
    if isinstance(value, dict):
        return value
    if value is None or (isinstance(value, str) and not value.strip()):
        return {}
    try:
        found = json.loads(value) if isinstance(value, str) else None
    except (RecursionError, ValueError):
        found = None
    if not isinstance(found, dict):
        raise ValueError("is not written as JSON")
    return found


def text_in(value: Any, name: str) -> str:
    """A field of an object as text, blank when absent or no plain value."""
    found = value.get(name) if isinstance(value, dict) else None
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return ""
    return str(found).strip()
