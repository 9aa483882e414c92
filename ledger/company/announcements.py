"""Announcements of the gazette into legal events: corrections and cancellations become versions.

A fact is one announcement about one company. What the gazette prints is public, so each word is known from
the day it was published, also when it reaches us later; a correction leaves the evenings before it alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from ledger.company.chain import Chain, Outcome, Word
from ledger.files.bodacc import CANCELLATION, CORRECTION, INITIAL, Announcement
from ledger.files.rejection import Doubt, Rejection
from ledger.registers.catalogue import LegalEventRow
from ledger.registers.register import Entered, NewVersion, Version

Held = Version[LegalEventRow]
# Between the name of a correction not applied yet and what it corrects, which a later file may bring.
_ABOUT = "about"


@dataclass(slots=True)
class _Subject:
    """What corrections can be about: every company it was said to concern, and since when it is known."""

    since: date
    companies: set[str] = field(default_factory=set)


@dataclass(slots=True)
class Applied:
    """What enters the register, what could not, and what was surprising."""

    entered: Entered = field(default_factory=Entered)
    rejections: list[Rejection] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)


def enter_announcements(
    told: Sequence[Announcement], held: Sequence[Held], *, next_id: int, on: date
) -> Applied:
    """New events, and new versions of those that the gazette corrected or cancelled.

    `held` are all versions of this source. Which of several files brought which announcement, and in which
    order, makes no difference to what an evening knows; but an event moved to another company by several
    corrections, the later one brought first, is known of it from that later one only.
    """
    chains = _chains(held)
    once = {one.id: one for one in told}
    heard = {**{one.id: one for one in _waiting(chains)}, **once}
    subjects = _subjects(heard, chains)
    outcomes: dict[str, Outcome] = defaultdict(lambda: Outcome.UNCHANGED)
    applied = Applied()
    for one in sorted(heard.values(), key=_in_order):
        root = _root(one, heard)
        words = _words(one, root, subjects[root]) if root in subjects else _alone(one, root)
        for name, word in words.items():
            outcome = chains.setdefault(name, Chain()).hear(word, on=on)
            outcomes[one.id] = max(outcomes[one.id], outcome)
        if one.id in once and root not in subjects:
            _tell_not_held(applied, one, root)
    _end_late_moves(chains, subjects)
    _settle_waiting(chains, subjects)
    applied.entered.versions = _new_versions(chains, next_id)
    _count(applied, told, outcomes, on=on)
    return applied


def applied_since(one: Held) -> bool:
    """Whether it is a correction that stood for itself until what it corrects came: that one tells it now."""
    return one.version > 0 and f" {_ABOUT} " in one.source_id


def _chains(held: Sequence[Held]) -> dict[str, Chain]:
    chains: dict[str, Chain] = {}
    for one in held:
        chains.setdefault(one.source_id, Chain(id=one.id)).held.append((one.known_on, one.row))
    return chains


def _waiting(chains: Mapping[str, Chain]) -> Iterable[Announcement]:
    """Corrections held without what they correct, as they were published."""
    found: dict[str, Announcement] = {}
    for name, chain in chains.items():
        number, siren, *about = name.split()
        if about:
            known_on, row = chain.held[0]
            before = found[number].sirens if number in found else ()
            found[number] = Announcement(
                line=0,
                id=number,
                notice=CANCELLATION if row.cancelled else CORRECTION,
                sirens=(*before, siren),
                published_on=known_on,
                happened_on=row.happened_on,
                family=row.family,
                kind=row.kind,
                nature=row.nature,
                court=row.court,
                refers_to=about[-1],
            )
    return found.values()


def _subjects(heard: Mapping[str, Announcement], chains: Mapping[str, Chain]) -> dict[str, _Subject]:
    """Every first announcement that is told or held."""
    found: dict[str, _Subject] = {}
    for name, chain in chains.items():
        number, siren, *about = name.split()
        if not about:
            _widen(found, number, chain.versions[0][0], siren)
    for one in heard.values():
        if one.notice == INITIAL:
            _widen(found, one.id, one.published_on, *one.sirens)
    for one in heard.values():
        if one.notice == CORRECTION and (subject := found.get(_root(one, heard))):
            subject.companies.update(one.sirens)
    return found


def _widen(found: dict[str, _Subject], number: str, known_on: date, *sirens: str) -> None:
    subject = found.setdefault(number, _Subject(known_on))
    subject.since = min(subject.since, known_on)
    subject.companies.update(sirens)


def _in_order(one: Announcement) -> tuple[bool, date, str]:
    """First announcements first; then each correction after those published before it."""
    return one.notice != INITIAL, one.published_on, one.id


def _root(one: Announcement, heard: Mapping[str, Announcement]) -> str:
    """The first announcement that a chain of corrections leads to, itself if it is one; blank if none."""
    seen = {one.id}
    while one.notice != INITIAL:
        if one.refers_to is None or one.refers_to in seen or one.refers_to not in heard:
            return one.refers_to or ""
        one = heard[one.refers_to]
        seen.add(one.id)
    return one.id


def _words(one: Announcement, root: str, subject: _Subject) -> dict[str, Word]:
    """What an announcement says of each event it touches.

    A correction replaces what it corrects, also in whom it is about: a company that it no longer names has
    nothing to do with the event any more. Nothing is corrected before it was published.
    """
    known_on = max(one.published_on, subject.since)
    named = () if one.notice == CANCELLATION else one.sirens
    words = {}
    if one.notice != INITIAL:
        words = {_name(root, siren): Word(known_on, None, first=False) for siren in subject.companies}
    for siren in named:
        words[_name(root, siren)] = Word(known_on, _row(one, siren), first=one.notice == INITIAL)
    return words


def _alone(one: Announcement, root: str) -> dict[str, Word]:
    """A correction whose subject is not held stands for itself, a cancellation as cancelled."""
    about = f" {_ABOUT} {root}" if root else ""
    return {
        _name(one.id, siren) + about: Word(one.published_on, _row(one, siren), first=True)
        for siren in one.sirens
    }


def _end_late_moves(chains: Mapping[str, Chain], subjects: Mapping[str, _Subject]) -> None:
    """A correction that names another company may come after later ones, held already, that do not."""
    for root, subject in subjects.items():
        siblings = [chains[name] for siren in subject.companies if (name := _name(root, siren)) in chains]
        days = {day for chain in siblings for day, _ in chain.versions}
        for chain in siblings:
            if chain.moved_here:
                for day in sorted(days - {known_on for known_on, _ in chain.versions}):
                    chain.hear(Word(day, None, first=False), on=day)


def _settle_waiting(chains: Mapping[str, Chain], subjects: Mapping[str, _Subject]) -> None:
    """What was applied to its subject at last no longer stands for itself."""
    for name, chain in chains.items():
        _, _, *about = name.split()
        if about and about[-1] in subjects and not chain.versions[-1][1].cancelled:
            known_on, row = chain.versions[-1]
            chain.added.append((known_on, row._replace(cancelled=True)))


def _new_versions(chains: Mapping[str, Chain], next_id: int) -> list[NewVersion]:
    versions: list[NewVersion] = []
    for name, chain in chains.items():
        if chain.added and chain.id is None:
            chain.id, next_id = next_id, next_id + 1
        for place, (known_on, row) in enumerate(chain.added, start=len(chain.held)):
            versions.append(NewVersion(chain.id or 0, place, name, known_on, row))
    return versions


def _count(
    applied: Applied, told: Sequence[Announcement], outcomes: Mapping[str, Outcome], *, on: date
) -> None:
    """One count for each announcement told; told again, it is unchanged."""
    for one in {one.id: one for one in told}.values():
        outcome = outcomes[one.id]
        applied.entered.accepted += outcome >= Outcome.CORRECTED
        applied.entered.corrected += outcome == Outcome.CORRECTED
        if outcome == Outcome.KEPT:
            why = f"{one.id} reads otherwise than before, and was corrected since: the correction stands."
            applied.doubts.append(Doubt(one.line, why, "bodacc kept"))
        if one.published_on > on:
            why = f"{one.id} is dated {one.published_on}, after the day of the import: not known before then."
            applied.doubts.append(Doubt(one.line, why, "bodacc future"))
    applied.entered.unchanged = len(told) - applied.entered.accepted - len(applied.rejections)


def _tell_not_held(applied: Applied, one: Announcement, root: str) -> None:
    what = "cancels" if one.notice == CANCELLATION else "corrects"
    subject = f"{root}, which is not held" if root else "an announcement that it does not name"
    if one.sirens:
        why = f"{one.id} {what} {subject}: it is kept by itself."
        applied.doubts.append(Doubt(one.line, why, f"bodacc {what}"))
    else:
        why = f"{one.id} {what} {subject}, and names no SIREN. Import it together with what it {what}."
        applied.rejections.append(Rejection(one.line, why))


def _row(one: Announcement, siren: str) -> LegalEventRow:
    return LegalEventRow(
        siren=siren,
        published_on=one.published_on,
        happened_on=one.happened_on,
        family=one.family,
        kind=one.kind,
        nature=one.nature,
        court=one.court,
        cancelled=one.notice == CANCELLATION,
    )


def _name(number: str, siren: str) -> str:
    return f"{number} {siren}"
