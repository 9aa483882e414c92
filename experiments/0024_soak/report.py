"""What a soak came to, as text."""

import os
import statistics
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from experiments.common import Figures, table

_SHOWN = 12
_DOORS = ("asked", "good", "refused", "unavailable", "lost", "p50_ms", "p99_ms")
_WRITES = ("acknowledged", "refused", "unknown", "of unknown there")
_RECOVERY = ("times", "median_s", "longest_s", "mended_s")
_MEMORY = ("first_mib", "second_mib", "last_mib", "most_mib", "mib_per_hour")


def verdict(done: Any) -> str:
    bad = sum(len(one) for one in done.wrong.values())
    return "clean" if bad == 0 else f"**{bad} findings**"


def text(done: Any) -> str:
    parts = (
        "# Result",
        f"{verdict(done)} in {done.seconds / 60:.1f} minutes: {len(done.book.asked):,} requests, "
        f"{sum(done.book.checks.values()):,} answers checked, {len(done.happened)} faults.",
        _findings(done.wrong),
        "## Requests",
        table(_doors(done.book), _DOORS, digits=0),
        "## Writes, as clients were told and as the database holds them",
        table(done.writes, _WRITES),
        "## Mails",
        table({"mails": done.mails}, list(done.mails)),
        "## Faults, and how long after their end answers were whole again",
        table(_faults(done), _RECOVERY, digits=1),
        "`mended_s`: until what was killed stood again and had answered; the others answered meanwhile.",
        "## Memory",
        table({name: _memory(one) for name, one in done.growth.items()}, _MEMORY, digits=1),
        "## What was checked of answers",
        table({name: {"times": times} for name, times in sorted(done.book.checks.items())}, ("times",)),
        _logged(done.logged),
        f"The machine had {os.cpu_count()} processors and, in the end, {os.getloadavg()[1]:.1f} processes "
        "that wanted one.",
    )
    return "\n\n".join(part for part in parts if part)


def _findings(wrong: Mapping[str, list[str]]) -> str:
    lines = []
    for what, found in wrong.items():
        lines += [f"- {what}: {one}" for one in found[:_SHOWN]]
        if len(found) > _SHOWN:
            lines.append(f"- {what}: {len(found) - _SHOWN} more")
    return "\n".join(lines)


def _doors(book: Any) -> dict[str, Figures]:
    by: dict[str, list[Any]] = defaultdict(list)
    for one in book.asked:
        by[one.door].append(one)
    return {door: _door(asked) for door, asked in sorted(by.items())}


def _door(asked: list[Any]) -> Figures:
    good = sorted(one.ended - one.begun for one in asked if one.status // 100 == 2)
    return {
        "asked": len(asked),
        "good": len(good),
        "refused": sum(one.status // 100 == 4 for one in asked),
        "unavailable": sum(one.status // 100 == 5 for one in asked),
        "lost": sum(one.status <= 0 for one in asked),
        "p50_ms": 1000 * statistics.median(good) if good else None,
        "p99_ms": 1000 * good[min(int(0.99 * len(good)), len(good) - 1)] if good else None,
    }


def _faults(done: Any) -> dict[str, Figures]:
    by: dict[str, list[Any]] = defaultdict(list)
    for one in done.happened:
        by[one.told].append(one)
    return {told: _fault(every, done.recoveries.get(told, [])) for told, every in by.items()}


def _fault(every: list[Any], felt: list[float]) -> Figures:
    return {
        "times": len(every),
        "median_s": statistics.median(felt) if felt else None,
        "longest_s": max(felt, default=None),
        "mended_s": max(one.mended - one.over for one in every) if felt else None,
    }


def _memory(one: Any) -> Figures:
    return {
        "first_mib": one.first,
        "second_mib": one.second,
        "last_mib": one.last,
        "most_mib": one.most,
        "mib_per_hour": one.per_hour,
    }


def _logged(logged: Mapping[str, int]) -> str:
    told = ", ".join(f"{name} {times}" for name, times in sorted(logged.items()))
    return f"Faults in the logs: {told}." if told else ""
