"""The trail of who did what: each entry holds the hash of the one before, so none can be changed unseen."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

# What the first entry holds in the place of a hash before it.
GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Done:
    """Something done: by whom, through which door, to what. `detail` holds no customer's name or amount."""

    actor: str
    door: str  # "api", "pages", "command" or "worker"
    act: str
    subject: str = ""
    detail: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """An act in its place of the chain."""

    number: int
    at: datetime
    done: Done
    before: str
    hash: str


@dataclass(frozen=True, slots=True)
class Break:
    """Where the chain does not hold, and why."""

    number: int
    why: str


def chained(done: Done, *, number: int, at: datetime, before: str) -> Entry:
    """The entry after the one whose hash is `before`."""
    return Entry(number, at, done, before, _hash(done, number, at, before))


def breaks(entries: Iterable[Entry]) -> Iterator[Break]:
    """Where the chain, told from its first entry on, does not follow from itself."""
    before, expected = GENESIS, 1
    for one in entries:
        if one.number != expected:
            yield Break(one.number, f"Entry {expected} should come here: one was taken out.")
        elif one.before != before:
            yield Break(one.number, "It does not follow from the entry before it.")
        elif one.hash != _hash(one.done, one.number, one.at, one.before):
            yield Break(one.number, "It was changed after it was written.")
        before, expected = one.hash, one.number + 1


def _hash(done: Done, number: int, at: datetime, before: str) -> str:
    told = [
        number,
        at.astimezone(UTC).isoformat(timespec="microseconds"),
        done.actor,
        done.door,
        done.act,
        done.subject,
        done.detail,
        before,
    ]
    return sha256(json.dumps(told, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
