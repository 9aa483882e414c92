"""The papers of a model as blocks of a page: of Markdown, as much as our own runs write."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

_HEAD = re.compile(r"(#{1,6}) +(.+)")
_RULE = re.compile(r"\|[-:| ]+\|")
_STRONG = re.compile(r"\*\*(.+?)\*\*")


@dataclass(frozen=True, slots=True)
class Block:
    """A `title`, `text`, `list` or `table`; `rows` are its lines, or cells below those that head a table."""

    kind: str
    rows: Sequence[Sequence[str]]
    level: int = 0


def blocks_of(text: str) -> Iterator[Block]:
    """In their order; what is no heading, list or table is a paragraph."""
    for kind, lines in groupby(text.splitlines(), _kind):
        told = [line.strip() for line in lines]
        if kind == "title":
            for found in filter(None, map(_HEAD.fullmatch, told)):
                yield Block(kind, [[found[2]]], len(found[1]))
        elif kind == "table":
            yield Block(kind, [_cells(line) for line in told if not _RULE.fullmatch(line)])
        elif kind == "list":
            yield Block(kind, [[line[2:]] for line in told])
        elif kind == "text":
            yield Block(kind, [[" ".join(told)]])


def strong_of(text: str) -> list[tuple[str, bool]]:
    """Pieces of a line, and whether each is said with weight."""
    pieces = [(piece, place % 2 == 1) for place, piece in enumerate(_STRONG.split(text))]
    return [one for one in pieces if one[0]]


def _kind(line: str) -> str:
    plain = line.strip()
    if not plain:
        return ""
    if _HEAD.fullmatch(plain):
        return "title"
    if plain.startswith("|"):
        return "table"
    return "list" if plain.startswith(("- ", "* ")) else "text"


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]
