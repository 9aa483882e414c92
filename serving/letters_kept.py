"""The printed letters that lie in the home."""

import shutil
from collections.abc import Iterable
from datetime import date

from serving.settings import Settings


def drop_letters(where: Settings, marks: Iterable[str]) -> int:
    """Remove the letters of these marks; how many there were."""
    found = [path for mark in marks for path in (where.home / "letters").rglob(f"{mark}-*.pdf")]
    for path in found:
        path.unlink()
    return len(found)


def drop_letters_before(where: Settings, first_kept: date) -> int:
    """Remove the letters of the days before; how many days there were."""
    folders = (where.home / "letters").glob("????-??-??")
    old = [one for one in folders if one.is_dir() and one.name < first_kept.isoformat()]
    for one in old:
        shutil.rmtree(one)
    return len(old)
