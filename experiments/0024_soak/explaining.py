"""Answers beside what befell the house: which are explained by a fault, and how long one was felt."""

import importlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from math import isclose
from typing import Any

faults = importlib.import_module("experiments.0024_soak.faults")
said = importlib.import_module("experiments.0024_soak.said")

RECOVERY_SECONDS = 15.0
_GRACE = 1.0  # between what a fault did and when this study wrote it down
_ROUNDING = 1e-9
_UNAVAILABLE = 503
# Refusals that others bring about: an outcome that another one followed, an alert that is over.
_FORESEEN = {("undo", 409), ("outcome", 409), ("alert assigned", 409)}


def faults_of_answers(book: Any, happened: Sequence[Any]) -> list[str]:
    """Answers that were none, but for those that a fault explains."""
    wrong = []
    for one in book.asked:
        kinds = {fault.kind for fault in happened if _during(one, fault)}
        told = f"{one.door}: {one.status} ({one.told})"
        if not _explained(one, kinds):
            wrong.append(f"without a fault that explains it, {told}")
        if not one.proper:
            wrong.append(f"a refusal that does not say what it must, {told}")
    return _shortened(wrong)


def _during(one: Any, fault: Any) -> bool:
    return bool(one.ended >= fault.begun - _GRACE and one.begun <= fault.over + RECOVERY_SECONDS)


def _explained(one: Any, kinds: Collection[str]) -> bool:
    match one.status:
        case said.HUNG:
            return False
        case said.LOST:
            return faults.SERVICE in kinds
        case 503:
            return faults.DATABASE in kinds
    return one.status // 100 == 2 or (one.door, one.status) in _FORESEEN


def faults_of_scores(
    book: Any, promotions: Sequence[Any], first: Mapping[str, str], stored: Collection[tuple[str, str, float]]
) -> list[str]:
    """Versions that were not the champion while they answered, and stored scores that nobody stored."""
    wrong = []
    for begun, ended, label in book.models:
        may = _champions(label.split()[0], begun, ended, promotions, first)
        if label not in may:
            wrong.append(f"{label} answered, the champion was {', '.join(sorted(may))}")
    known: dict[tuple[str, str], list[float]] = {}
    for code, model, pd in stored:
        known.setdefault((code, model), []).append(pd)
    for code, model, pd in book.stored:
        if not any(isclose(pd, one, rel_tol=_ROUNDING) for one in known.get((code, model), ())):
            wrong.append(f"stored score of {code} by {model}: {pd} was never stored")
    return _shortened(wrong)


def _champions(
    kind: str, begun: float, ended: float, promotions: Sequence[Any], first: Mapping[str, str]
) -> set[str]:
    """Those that may answer what was asked between two instants."""
    moves = [one for one in promotions if one.label.startswith(f"{kind} ")]
    before = [one.label for one in moves if one.done <= begun]
    meanwhile = {one.label for one in moves if one.begun <= ended and one.done > begun}
    return {before[-1] if before else first[kind], *meanwhile}


def recoveries(book: Any, happened: Sequence[Any], until: float) -> dict[str, list[float]]:
    """Seconds from each fault's end to the last answer that it spoilt, by fault."""
    found: dict[str, list[float]] = {}
    spoilt = [one.ended for one in book.asked if one.status in (said.LOST, said.HUNG, _UNAVAILABLE)]
    for place, one in enumerate(happened):
        end = happened[place + 1].begun if place + 1 < len(happened) else until
        if one.kind in (faults.DATABASE, faults.SERVICE):
            last = max([one.over, *(at for at in spoilt if one.begun <= at < end)])
            found.setdefault(one.told, []).append(last - one.over)
    return found


def too_slow(found: Mapping[str, list[float]]) -> list[str]:
    return [f"{told}: {max(times):.1f} s" for told, times in found.items() if max(times) > RECOVERY_SECONDS]


def _shortened(wrong: Sequence[str]) -> list[str]:
    """The same sentence once, with how often."""
    often = Counter(wrong).most_common()
    return [f"{told} ({times} times)" if times > 1 else told for told, times in often]
