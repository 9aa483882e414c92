"""The life of an alert: told once, told again only after it was over. A pure fold over days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from credit.alerts.base import Finding

Memory = Mapping[str, int]  # what was told and is not over, by key, with the rank it had when told


@dataclass(frozen=True, slots=True)
class Day:
    """What a day brings: alerts to tell, keys of those that are over, and what to remember."""

    fired: tuple[Finding, ...]
    over: tuple[str, ...]
    memory: Memory


def live(memory: Memory, found: Iterable[Finding]) -> Day:
    """One day of one customer's alerts.

    What was told stays told until it is cleared or its rank is above the one remembered: then it may be told
    again, at once if it still holds. What nobody finds any more is forgotten. A rank that falls is
    remembered, so that rising again counts.
    """
    fired: list[Finding] = []
    over: list[str] = []
    kept: dict[str, int] = {}
    ended: set[str] = set()
    for one in found:
        told = memory.get(one.key)
        armed = told is None or one.cleared or one.rank > told
        if told is not None and armed:
            ended.add(one.key)
        if one.raised and armed:
            kept[one.key] = one.rank
            if not one.quiet:
                fired.append(one)
        elif not armed and told is not None:
            kept[one.key] = min(told, one.rank)
    over = sorted(ended | {key for key in memory if key not in kept})
    return Day(tuple(fired), tuple(over), kept)
