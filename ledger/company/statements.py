"""Yearly statements as facts: checked, dated by when they became public, and read back by kind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kernel.dated import Dated, NotInForce
from ledger.files.rejection import Doubt, Rejection
from ledger.files.statement_lines import StatementLine
from ledger.files.statement_words import CONSOLIDATED
from ledger.registers.catalogue import FinancialStatementRow
from ledger.registers.register import Told, Version, standing_on

Held = Version[FinancialStatementRow]

# By the day the year opened. ANC 2022-06 narrowed the exceptional result and dropped transfers of charges
# (79x), which breaks operating figures in two: a series across 2025 compares what is not alike.
CHART_OF_ACCOUNTS = Dated(
    {date(2014, 1, 1): "PCG 2014", date(2025, 1, 1): "PCG 2025"},
    source="Règlements ANC 2014-03 and ANC 2022-06 (years opened from 2025-01-01 on, as several firms state)",
)
BEFORE_2014 = "before PCG 2014"
NOT_TOLD = (
    "not told"  # consolidated statements follow rules of their own, or IFRS: the file does not say which
)

_MONTHS_A_YEAR = 12
# What adds up to what, on one form: total, parts added, parts taken off.
_SUMS: Sequence[tuple[str, tuple[str, ...], tuple[str, ...]]] = (
    ("DL", ("DA", "DB", "DC", "DD", "DE", "DF", "DG", "DH", "DI", "DJ", "DK"), ()),
    ("EC", ("DS", "DT", "DU", "DV", "DW", "DX", "DY", "DZ", "EA", "EB"), ()),
    ("FR", ("FL", "FM", "FN", "FO", "FP", "FQ"), ()),
    ("GF", ("FS", "FT", "FU", "FV", "FW", "FX", "FY", "FZ", "GA", "GB", "GC", "GD", "GE"), ()),
    ("GG", ("FR",), ("GF",)),
)
_EURO, _THOUSAND = 100, 100_000  # cents; forms are filled in whole euros, some exports in thousands
_ROUNDINGS = 6  # halves of a unit: a sum of a dozen rounded parts may be off by so many units


@dataclass(frozen=True, slots=True)
class Latest:
    """The last statement of one kind that an evening knew, and the one of the year before it, if any."""

    latest: Held
    before: Held | None


def tell_statements(
    lines: Sequence[StatementLine], *, on: date
) -> tuple[list[Told], list[Rejection], list[Doubt]]:
    """Facts to enter, lines set aside, and what does not add up. `on` is the day of the import.

    A statement is known from the day it was filed, else from the import: never from the day it closes.
    """
    rejections: list[Rejection] = []
    doubts: list[Doubt] = []
    last: dict[str, StatementLine] = {}
    for line in sorted(lines, key=lambda one: (one.filed_on or on, one.line)):
        if late := _not_yet(line, on):
            rejections.append(Rejection(line.line, late))
            continue
        name = f"{line.siren} {line.closed_on} {line.kind}"
        if name in last:
            why = f"The same statement is told again on line {line.line}, filed later or further down."
            rejections.append(Rejection(last[name].line, why))
        last[name] = line
    for line in last.values():
        doubts += _unbalanced(line)
    told = [Told(name, line.filed_on or on, _row(line)) for name, line in last.items()]
    return told, rejections, doubts


def statements_on(versions: Sequence[Held], as_of: date) -> list[Held]:
    """Each statement once, as known on an evening, the latest year first.

    Where several sources tell the statement of one company, year and kind, the one with most lines is kept.
    """
    best: dict[tuple[str, date, str], Held] = {}
    for one in standing_on(versions, as_of):
        identity = one.row.siren, one.row.closed_on, one.row.kind
        held = best.get(identity)
        if held is None or _worth(one) > _worth(held):
            best[identity] = one
    return sorted(best.values(), key=lambda one: (one.row.closed_on, one.row.kind), reverse=True)


def latest_by_kind(statements: Iterable[Held]) -> dict[str, Latest]:
    """The last statement of each kind and the one before: kinds never mix. All are of one company."""
    kinds: dict[str, list[Held]] = {}
    for one in sorted(statements, key=lambda one: one.row.closed_on, reverse=True):
        kinds.setdefault(one.row.kind, []).append(one)
    return {kind: Latest(held[0], held[1] if len(held) > 1 else None) for kind, held in kinds.items()}


def chart_of(line: StatementLine) -> str:
    """The chart of accounts that the year was kept under, by the day it opened."""
    if line.kind == CONSOLIDATED:
        return NOT_TOLD
    try:
        return CHART_OF_ACCOUNTS.on(line.opened_on or _first_day(line.closed_on, line.months))
    except NotInForce:
        return BEFORE_2014


def _worth(one: Held) -> tuple[int, date, int]:
    return len(one.row.lines), one.known_on, one.id


def _not_yet(line: StatementLine, on: date) -> str | None:
    """Why a statement cannot be known by the day of the import; None when it can."""
    if line.closed_on >= on:
        return f"The year closes on {line.closed_on}, not before the import on {on}: no statement exists yet."
    if line.filed_on is not None and line.filed_on > on:
        return f"It was filed on {line.filed_on}, after the import on {on}: check the date."
    return None


def _first_day(closed_on: date, months: int) -> date:
    """The first day of a year of so many months that closes at the end of a day."""
    after = closed_on + timedelta(days=1)
    years, month = divmod(after.month - 1 - months, _MONTHS_A_YEAR)
    return date(after.year + years, month + 1, min(after.day, 28))


def _row(line: StatementLine) -> FinancialStatementRow:
    return FinancialStatementRow(
        siren=line.siren,
        closed_on=line.closed_on,
        months=line.months,
        kind=line.kind,
        chart=chart_of(line),
        lines=dict(sorted(line.lines.items())),
        ratios=dict(sorted(line.ratios.items())),
        confidential=line.confidential,
    )


def _unbalanced(line: StatementLine) -> list[Doubt]:
    """What does not add up. A total is checked only when the file has a place for each of its parts."""
    found = []
    lines = line.lines
    unit = _THOUSAND if all(cents % _THOUSAND == 0 for cents in lines.values()) else _EURO
    slack = _ROUNDINGS * unit
    if "CO" in lines and "EE" in lines and abs(lines["CO"] - lines["EE"]) > slack:
        sides = f"total assets (CO) are {_euros(lines['CO'])}, the other side (EE) {_euros(lines['EE'])}"
        found.append(("CO", sides))
    for total, added, taken in _SUMS:
        if total in lines and line.told.issuperset((*added, *taken)):
            parts = _sum(lines, added) - _sum(lines, taken)
            if abs(parts - lines[total]) > slack:
                found.append((total, f"{total} is {_euros(lines[total])}, its parts make {_euros(parts)}"))
    year = f"{line.siren}, year closed on {line.closed_on}"
    return [Doubt(line.line, f"{year}: {what}.", f"sum {total}") for total, what in found]


def _sum(lines: Mapping[str, int], codes: Iterable[str]) -> int:
    return sum(lines.get(code, 0) for code in codes)


def _euros(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100:,}.{abs(cents) % 100:02d}"
