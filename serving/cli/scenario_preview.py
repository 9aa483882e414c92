"""What `encours scenario preview` prints: one table, the scenario tried beside the rules as they stand."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from credit.stored import as_plain
from dunning.notice import Form
from dunning.replay.replayed import (
    CROWD_ABOVE,
    CROWD_DAYS,
    LAST_OF_SPREAD,
    SOON_DAYS,
    START_DAYS,
    Conflicts,
    Peak,
    Replay,
    Replayed,
)
from dunning.scenario import Way
from dunning.words import way_text
from kernel.language import Language, day_text, number_text
from serving.cli.output import print_table, say
from serving.cli.scenario_preview_words import held_text, word

_NAMED = 3
_BARS = " ▁▂▃▄▅▆▇█"
_Cells = Callable[[Replayed], str]
_Row = tuple[str, _Cells]


def as_json(told: Replay) -> Any:
    """As the value tells it, with what its figures are by."""
    by = {"soon_days": SOON_DAYS, "crowd_days": CROWD_DAYS, "crowd_above": CROWD_ABOVE}
    return as_plain({**asdict(told), "by": {**by, "start_days": START_DAYS}})


def tell(told: Replay, language: Language) -> None:
    columns = [one for one in (told.tried, told.present) if one is not None]
    say(_head(told, language))
    rows: list[tuple[str, ...]] = []
    for part in (_steps, _customers, _load, _held, _conflicts):
        rows += [("", *("" for _ in columns))] if rows else []
        rows += [(label, *map(cell, columns)) for label, cell in part(columns, language)]
    names = [one.scenario or word("present", language) for one in columns]
    print_table(("", *names), rows, right=range(1, 1 + len(columns)))
    _weeks(columns, names, language)
    for sentence in _notes(told, language):
        say(sentence)


def _head(told: Replay, language: Language) -> str:
    first, last = day_text(told.first, language), day_text(told.last, language)
    return word("head", language).format(first=first, last=last, days=told.present.load.days)


def _steps(columns: Sequence[Replayed], language: Language) -> Iterator[_Row]:
    keys = sorted({(one.level, one.way, one.form) for column in columns for one in column.steps})
    for level, way, form in keys:
        label = word("step", language).format(level=level, way=way_text(way, language))
        if form in (Form.PRE_DUE, Form.FORMAL_NOTICE):
            label += f" ({word(form.value, language)})"
        yield label, _step_cell((level, way, form), language)
    yield word("contacts", language), lambda one: number_text(one.contacts, language)


def _step_cell(key: tuple[int, Way, Form], language: Language) -> _Cells:
    def cell(one: Replayed) -> str:
        found = next((step for step in one.steps if (step.level, step.way, step.form) == key), None)
        return "–" if found is None else number_text(found.steps, language)

    return cell


def _customers(_columns: Sequence[Replayed], language: Language) -> Iterator[_Row]:
    yield word("late", language), lambda one: number_text(one.late, language)
    yield word("reached", language), lambda one: number_text(one.reached, language)
    for count in range(LAST_OF_SPREAD + 1):
        label = word("spread_more" if count == LAST_OF_SPREAD else "spread", language)
        yield label.format(count=count), _spread_cell(count, language)
    yield word("most", language), lambda one: f"{one.most}{_among(one.most_codes)}"


def _spread_cell(count: int, language: Language) -> _Cells:
    return lambda one: number_text(one.spread[count], language)


def _load(columns: Sequence[Replayed], language: Language) -> Iterator[_Row]:
    yield word("mean", language), lambda one: _decimal(one.load.mean, language)
    yield word("busiest", language), lambda one: _peak(one.load.busiest, language)
    usual = word("usual", language).format(days=START_DAYS)
    yield usual, lambda one: _peak(one.load.usual, language)
    ways = [way for way in Way if any(one.way is way for column in columns for one in column.load.ways)]
    for way in ways:
        label = word("by_way", language).format(way=way_text(way, language))
        yield label, _way_cell(way, language)


def _way_cell(way: Way, language: Language) -> _Cells:
    def cell(one: Replayed) -> str:
        found = next((load for load in one.load.ways if load.way is way), None)
        if found is None:
            return "–"
        return f"{_decimal(found.mean, language)} / {_peak(found.busiest, language)}"

    return cell


def _held(columns: Sequence[Replayed], language: Language) -> Iterator[_Row]:
    matters = dict.fromkeys(one.matter for column in columns for one in column.held)
    for matter in matters:
        label = word("held", language).format(matter=held_text(matter, language))
        yield label, _held_cell(matter, language)
    if not matters:
        yield word("held_none", language), lambda _one: "–"


def _held_cell(matter: str, language: Language) -> _Cells:
    def cell(one: Replayed) -> str:
        found = next((held for held in one.held if held.matter == matter), None)
        if found is None:
            return "–"
        invoices = f" ({number_text(found.invoices, language)})" if found.invoices else ""
        return f"{number_text(found.customers, language)}{invoices}"

    return cell


def _conflicts(columns: Sequence[Replayed], language: Language) -> Iterator[_Row]:
    def row(name: str, cell: Callable[[Conflicts], str], **more: int) -> _Row:
        return word(name, language).format(**more), lambda one: cell(one.conflicts)

    def number(count: int) -> str:
        return number_text(count, language)

    yield row("reminded", lambda one: number(one.reminded))
    yield row("paid_soon", lambda one: number(one.paid_soon), days=SOON_DAYS)
    yield row("paid_before", lambda one: number(one.paid_before))
    yield row("crowded", lambda one: _crowded(one), above=CROWD_ABOVE, days=CROWD_DAYS)
    yield row("delayed", lambda one: number(one.delays.steps))
    yield row("delay", lambda one: _delay(one, language))
    yield row("fell_away", lambda one: number(one.delays.fell_away))
    yield row("several_levels", lambda one: number(one.several_levels))
    yield row("approvals", lambda one: number(one.approvals))
    yield row("approvals_busiest", lambda one: _peak(one.approvals_busiest, language))
    keys = sorted({(one.level, one.way) for column in columns for one in column.conflicts.unreachable})
    for level, way in keys:
        label = word("unreachable", language).format(level=level, way=way_text(way, language))
        yield label, _unreached_cell(level, way, language)
    yield row("fallback", lambda one: number(one.fallback))
    yield row("notices", lambda one: f"{number(one.notices_paid)} / {number(one.notices)}")


def _unreached_cell(level: int, way: Way, language: Language) -> _Cells:
    def cell(one: Replayed) -> str:
        among = one.conflicts.unreachable
        return number_text(
            sum(found.customers for found in among if (found.level, found.way) == (level, way)), language
        )

    return cell


def _crowded(one: Conflicts) -> str:
    return f"{len(one.crowded)}{_among([found.code for found in one.crowded])}"


def _delay(one: Conflicts, language: Language) -> str:
    if not one.delays.steps:
        return "–"
    mean = _decimal(one.delays.mean_days, language)
    return f"{mean} / {one.delays.most_days} ({one.delays.most_code})"


def _among(codes: Sequence[str]) -> str:
    """A few of them by name."""
    if not codes:
        return ""
    return f" ({', '.join(codes[:_NAMED])}{' …' if len(codes) > _NAMED else ''})"


def _peak(peak: Peak, language: Language) -> str:
    if peak.on is None:
        return "–"
    return f"{number_text(peak.steps, language)} ({day_text(peak.on, language)})"


def _decimal(value: float, language: Language) -> str:
    text = f"{value:.1f}"
    return text.replace(".", ",") if language is Language.FRENCH else text


def _weeks(columns: Sequence[Replayed], names: Sequence[str], language: Language) -> None:
    """A bar a week, all on one scale."""
    most = max((week.steps for column in columns for week in column.load.weeks), default=0)
    if most == 0:
        return
    say("")
    say(word("weeks", language).format(most=most))
    width = max(map(len, names))
    for name, column in zip(names, columns, strict=True):
        bars = "".join(_BARS[-(-week.steps * (len(_BARS) - 1) // most)] for week in column.load.weeks)
        say(f"{name.ljust(width)}  {bars}")


def _notes(told: Replay, language: Language) -> Iterator[str]:
    yield ""
    yield word("payments", language)
    if told.late_at_start:
        yield word("start", language).format(count=number_text(told.late_at_start, language))
    if told.unknown_at_start:
        yield word("lent", language).format(count=number_text(told.unknown_at_start, language))
    if told.scored_on:
        first = day_text(told.scored_on[0], language)
        yield word("scores", language).format(first=first)
    else:
        yield word("no_scores", language)
