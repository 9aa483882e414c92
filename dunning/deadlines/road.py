"""The deadlines of one customer at the end of the road: a pure decision from what is owed and known."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dunning.claims import Kind
from dunning.deadlines.deadline import (
    ACCEPTANCE,
    DECLARATION,
    NEWS,
    NOTICE,
    PRESCRIPTION,
    RELIEF,
    RETENTION,
    Deadline,
)
from dunning.deadlines.law import LawDeadlines
from dunning.law.ruled import Certainty, Ruled
from dunning.partners.policy import PartnersPolicy
from ledger.company.proceeding import Proceeding
from ledger.relation.hand_overs import CLOSED, FACTOR

_POLICY = "policy/partners.toml"
_NOTICE = "Code civil, art. 1344: the delay is the one our letter printed"


@dataclass(frozen=True, slots=True)
class Late:
    """An open invoice past its due date; `notice_on` is the last day printed on its last reminder."""

    number: str
    issued_on: date | None
    due_on: date
    open_cents: int
    currency: str
    notice_on: date | None = None
    held: bool = False


@dataclass(frozen=True, slots=True)
class Given:
    """A hand-over that stands: since when, when we last heard of it, and its status; blank before any."""

    number: int
    partner: str
    party: str
    since: date
    heard_on: date | None
    status: str
    invoices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Road:
    """`debtor` as the law sees it; `declared` once the declaration of our claim is kept as a paper."""

    code: str
    name: str
    debtor: Kind
    late: tuple[Late, ...]
    given: tuple[Given, ...] = ()
    proceeding: Proceeding | None = None
    declared: bool = False


def deadlines_of(
    road: Road, law: LawDeadlines, policy: PartnersPolicy, *, on: date, until: date
) -> list[Deadline]:
    """Those up to `until`, those missed for money still owed, and those whose day cannot be told."""
    found = [
        *_prescriptions(road, law, on),
        *_declaration(road, law, on),
        *_notices(road, on),
        *_of_given(road, policy, on),
    ]
    return [one for one in found if one.last_on is None or one.last_on <= until]


def in_order(found: Iterable[Deadline]) -> list[Deadline]:
    """Soonest first; a day that cannot be told comes before all: it may be today."""
    return sorted(
        found, key=lambda one: (one.last_on or date.min, one.customer, one.kind, one.currency, one.invoices)
    )


def _prescriptions(road: Road, law: LawDeadlines, on: date) -> Iterator[Deadline]:
    """Not of claims that a proceeding stays: they are declared, and nobody may go to court for them."""
    free = [one for one in road.late if not _stayed(road, one)]
    ruled = [(_prescription(road, law, one), one) for one in free]
    yield from _grouped(road, PRESCRIPTION, [(rule, one) for rule, one in ruled if rule is not None], on)


def _stayed(road: Road, one: Late) -> bool:
    """Born before the opening of a proceeding that is open still."""
    opened = None if road.proceeding is None else road.proceeding.open_since
    return opened is not None and (one.issued_on is None or one.issued_on < opened)


def _prescription(road: Road, law: LawDeadlines, one: Late) -> Ruled | None:
    return law.prescription(due_on=one.due_on, issued_on=one.issued_on, debtor=road.debtor)


def _declaration(road: Road, law: LawDeadlines, on: date) -> Iterator[Deadline]:
    """Of claims born before the opening, until their declaration is kept; relief once it is late."""
    proceeding = road.proceeding
    if proceeding is None or not proceeding.open:
        return
    born = [one for one in road.late if _stayed(road, one)]
    told = [(RETENTION, law.retention(proceeding))]
    rule = None if road.declared else law.declaration(proceeding)
    if rule is not None:
        told.append((DECLARATION, rule))
        if rule.last_on is not None and rule.last_on < on:
            told.append((RELIEF, law.relief(proceeding)))
    for kind, ruled in told:
        if ruled is not None:
            yield from _grouped(road, kind, [(ruled, one) for one in born], on, about=proceeding.court or "")


def _notices(road: Road, on: date) -> Iterator[Deadline]:
    """What a letter announced is due once its day has passed; not where something holds the claim back."""
    ruled = [
        (Ruled(one.notice_on, _NOTICE, Certainty.CHOSEN), one)
        for one in road.late
        if one.notice_on is not None and not one.held
    ]
    yield from _grouped(road, NOTICE, ruled, on)


def _of_given(road: Road, policy: PartnersPolicy, on: date) -> Iterator[Deadline]:
    for one in road.given:
        if one.status == CLOSED or one.party == FACTOR:
            continue
        kind, days = (NEWS, policy.news_days) if one.status else (ACCEPTANCE, policy.accept_days)
        last_on = (one.heard_on or one.since) + timedelta(days=days)
        late = [item for item in road.late if not one.invoices or item.number in one.invoices]
        rule = Ruled(last_on, _POLICY, Certainty.CHOSEN)
        about = f"{one.partner} ({one.number})"
        yield from _grouped(road, kind, [(rule, item) for item in late], on, about=about)


def _grouped(
    road: Road, kind: str, ruled: Sequence[tuple[Ruled, Late]], on: date, *, about: str = ""
) -> Iterator[Deadline]:
    """One deadline for all invoices that share rule, day and currency; rules nobody verified are left out."""
    groups: dict[tuple[Any, ...], list[Late]] = {}
    rules: dict[tuple[Any, ...], Ruled] = {}
    for rule, one in ruled:
        if rule.certainty is Certainty.UNVERIFIED:
            continue
        key = (rule.last_on, rule.article, one.currency)
        groups.setdefault(key, []).append(one)
        rules[key] = rule
    for key, late in groups.items():
        rule = rules[key]
        yield Deadline(
            kind=kind,
            customer=road.code,
            name=road.name,
            last_on=rule.last_on,
            invoices=tuple(one.number for one in late),
            cents=sum(one.open_cents for one in late),
            currency=late[0].currency,
            article=rule.article,
            certainty=rule.certainty,
            missed=rule.last_on is not None and rule.last_on < on,
            about=about,
        )
