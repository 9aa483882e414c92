"""One yearly statement as a file tells it, and what must hold of it before it is believed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from kernel.siren import siren
from ledger.files.liasse import DEPRECIATION_OF
from ledger.files.rejection import Doubt, Rejection
from ledger.files.statement_words import COMPLETE, KINDS, OPEN_WORDS
from ledger.files.wording import plain

_LONGEST_YEAR = 24  # months; the first year of a company may exceed twelve, none that was seen exceeds this
_USUAL_YEAR = 12
_SHOWN = 40


class StatementLine(NamedTuple):
    """A statement with its amounts in cents by code, net of depreciation on the asset side.

    `told` are the codes the file has a place for, also where it leaves the place blank.
    """

    line: int
    siren: str
    closed_on: date
    opened_on: date | None
    months: int
    kind: str
    filed_on: date | None
    confidential: bool
    lines: Mapping[str, int]
    ratios: Mapping[str, float]
    told: frozenset[str]


@dataclass(slots=True)
class StatementFile:
    """What one file holds. `read` is the number of statements and of lines set aside."""

    form: str
    settings: Mapping[str, object] = field(default_factory=dict)
    statements: list[StatementLine] = field(default_factory=list)
    rejections: list[Rejection] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    @property
    def read(self) -> int:
        return len(self.statements) + len(self.rejections)


class About(NamedTuple):
    """What a file says about a statement beside its amounts, checked."""

    siren: str
    closed_on: date
    opened_on: date | None
    months: int
    kind: str
    filed_on: date | None
    confidential: bool

    @property
    def identity(self) -> tuple[str, date, str]:
        return self.siren, self.closed_on, self.kind


def about(
    *,
    number: str,
    closed_on: date | None,
    opened_on: date | None,
    months: str,
    kind: str | None,
    filed_on: date | None,
    confidential: str,
) -> About:
    """Whose statement it is, of which year and kind. Raises ValueError with a sentence.

    A `kind` of None means the file has no place for it: the codes of forms 2050 to 2053 are those of complete
    statements.
    """
    if not number:
        raise ValueError("The SIREN is missing.")
    company = siren(number[:_SHOWN])
    if closed_on is None:
        raise ValueError("The closing date is missing.")
    if opened_on is not None and opened_on >= closed_on:
        raise ValueError(f"The year opens on {opened_on}, not before it closes on {closed_on}.")
    if filed_on is not None and filed_on <= closed_on:
        raise ValueError(
            f"It was filed on {filed_on}, not after the year closed on {closed_on}: one of the two is wrong."
        )
    return About(
        siren=company,
        closed_on=closed_on,
        opened_on=opened_on,
        months=_months(months, opened_on, closed_on),
        kind=COMPLETE if kind is None else _kind(kind),
        filed_on=filed_on,
        confidential=plain(confidential) not in OPEN_WORDS,
    )


def statement(
    line: int,
    said: About,
    amounts: Mapping[str, int],
    *,
    ratios: Mapping[str, float] | None = None,
    told: Iterable[str] = (),
    gross: bool = True,
) -> StatementLine:
    """A statement from its amounts as written; `gross` when assets may be before depreciation.

    Raises ValueError for one that tells nothing, or has total assets below zero.
    """
    lines = _net(amounts) if gross else dict(amounts)
    if not lines and not ratios and not said.confidential:
        raise ValueError("It holds no amount under a code we know.")
    if lines.get("CO", 0) < 0:
        raise ValueError("Its total assets (CO) are negative, which no balance sheet can be.")
    return StatementLine(line, *said, lines=lines, ratios=ratios or {}, told=frozenset({*told, *lines}))


def _net(amounts: Mapping[str, int]) -> dict[str, int]:
    """Assets net of the depreciation told beside them.

    The form has a box for the gross amount and one for its depreciation (BX and BY); the net has none. Where
    total assets as written already equal the other side (EE), the file has net amounts under these codes.
    """
    lines = dict(amounts)
    if "CO" in amounts and amounts.get("EE") == amounts["CO"]:
        return lines
    for beside, code in DEPRECIATION_OF.items():
        if beside in amounts and code in amounts:
            lines[code] = amounts[code] - abs(amounts[beside])
    return lines


def _months(written: str, opened_on: date | None, closed_on: date) -> int:
    if written:
        if not (written.isascii() and written.isdigit()):
            raise ValueError(f"“{written[:_SHOWN]}” is not a number of months.")
        months = int(written[:9])
    elif opened_on is not None:
        months = round((closed_on - opened_on).days * _USUAL_YEAR / 365.25)
    else:
        months = _USUAL_YEAR
    if not 1 <= months <= _LONGEST_YEAR:
        raise ValueError(f"A year of {months} months is not possible; it has 1 to {_LONGEST_YEAR}.")
    return months


def _kind(written: str) -> str:
    if not written:
        raise ValueError(
            "The kind of statement is missing: complete (C), simplified (S) or consolidated (K)."
        )
    try:
        return KINDS[plain(written)]
    except KeyError:
        raise ValueError(
            f"“{written[:_SHOWN]}” is not a kind of statement we read: complete (C), simplified (S) or "
            "consolidated (K)."
        ) from None
