"""Tell what the pages say that has no French yet, and what the French says that no page does.

    .venv/bin/python scripts/translations.py

What lacks is written as it stands in serving/web/locale/fr/, one file a page, ready to be filled in.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "serving" / "web"
_PLACE = re.compile(r"%\(\w+\)s|%%")
_METHODS = [("**.py", "python"), ("**.html", "jinja2.ext:babel_extract")]
_OPTIONS = {"**.html": {"trim_blocks": "true", "lstrip_blocks": "true", "newstyle_gettext": "true"}}


def said() -> Catalog:
    """Every text that the pages mark for translation."""
    found = Catalog(charset="utf-8", fuzzy=False)
    told: Any = extract_from_dir(WEB, _METHODS, _OPTIONS)
    for name, _line, text, _comments, context in sorted(told, key=lambda one: (one[0], one[1])):
        found.add(text, None, [(name, None)], context=context)
    return found


def kept(language: str) -> Iterator[tuple[str, Message]]:
    """Every translation, with the file it stands in."""
    for path in sorted((WEB / "locale" / language).glob("*.po")):
        with path.open("rb") as file:
            yield from ((path.name, one) for one in read_po(file, locale=language) if one.id)


def faults(language: str) -> Iterator[str]:
    """What is lacking, what does not fit, what is said in two ways, and what nobody says."""
    found: dict[Any, tuple[str, Message]] = {}
    for name, one in kept(language):
        if one.id in found and _texts(found[one.id][1]) != _texts(one):
            yield f"# {name} and {found[one.id][0]} translate {one.id!r} in two ways: choose one."
        found[one.id] = (name, one)
    wanted = [one for one in said() if one.id]
    for one in wanted:
        theirs = found.get(one.id)
        texts = () if theirs is None else _texts(theirs[1])
        if not texts or not all(texts):
            yield f"# {', '.join(sorted({place for place, _ in one.locations}))}\n{_as_po(one)}"
        elif theirs is not None and any(theirs[1].check()):
            yield f"# {theirs[0]}: the translation of {one.id!r} has other placeholders."
    yield from (
        f"# {text!r} holds a % that stands for nothing: the page would fail." for text in _broken(wanted)
    )
    ids = {one.id for one in wanted}
    yield from (
        f"# {name} translates {one.id!r}, which no page says."
        for name, one in kept(language)
        if one.id not in ids
    )


def _broken(wanted: list[Message]) -> Iterator[str]:
    """A page fills every text in with %, whether or not it has a place for something."""
    for one in wanted:
        yield from (text for text in _ids(one) if "%" in _PLACE.sub("", text))


def _ids(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, (tuple, list)) else (str(message.id),)


def _texts(message: Message) -> tuple[str, ...]:
    told = message.string
    return tuple(told) if isinstance(told, (tuple, list)) else (str(told or ""),)


def _as_po(message: Message) -> str:
    if isinstance(message.id, (tuple, list)):
        one, many = message.id
        return f'msgid "{one}"\nmsgid_plural "{many}"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    escaped = str(message.id).replace("\\", "\\\\").replace('"', '\\"')
    return f'msgid "{escaped}"\nmsgstr ""\n'


def main() -> None:
    told = list(faults("fr"))
    sys.stdout.write("\n".join([*told, f"# {len(told)} to mend."]) + "\n")
    sys.exit(bool(told))


if __name__ == "__main__":
    main()
