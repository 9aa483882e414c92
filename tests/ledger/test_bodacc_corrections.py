"""What the gazette takes back: corrections and cancellations are versions, the past stays."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.company.announcements import Applied, enter_announcements
from ledger.files.bodacc import Announcement
from ledger.registers.catalogue import LegalEventRow
from ledger.registers.register import Version, standing_on
from tests.ledger.gazette import COMPANY, LIQUIDATION, OTHER, RECEIVERSHIP, judged, read

_ON = date(2024, 7, 1)
_AT = datetime(2024, 7, 1, tzinfo=UTC)
_FIRST = judged(11, "2024-03-05", LIQUIDATION, "2024-02-20")
_CORRECTION = judged(22, "2024-03-12", RECEIVERSHIP, "2024-02-21", typeavis="rectificatif", before=_FIRST)
_CANCELLATION = judged(33, "2024-03-20", LIQUIDATION, typeavis="annulation", before=_FIRST)


class _Register:
    """The versions of legal events, in memory."""

    def __init__(self) -> None:
        self.versions: list[Version[LegalEventRow]] = []

    def take(self, *told: dict[str, Any] | Announcement, on: date = _ON) -> Applied:
        heard = [one if isinstance(one, Announcement) else read(one)[0] for one in told]
        next_id = max((one.id for one in self.versions), default=0) + 1
        applied = enter_announcements(heard, self.versions, next_id=next_id, on=on)
        self.versions += [
            Version(
                one.id, one.version, "bodacc", one.source_id, one.known_on, _AT, "", LegalEventRow(*one.row)
            )
            for one in applied.entered.versions
        ]
        return applied

    def on(self, day: str | date) -> list[LegalEventRow]:
        as_of = date.fromisoformat(day) if isinstance(day, str) else day
        return [one.row for one in standing_on(self.versions, as_of)]

    def kinds(self, day: str) -> list[str]:
        return [one.kind for one in self.on(day) if not one.cancelled]


def test_a_correction_counts_from_its_own_publication() -> None:
    """Read months later, it leaves the evenings before it alone; the first publication keeps its day."""
    register = _Register()
    entered = register.take(_FIRST, _CORRECTION).entered
    assert (entered.accepted, entered.corrected, entered.unchanged) == (2, 1, 0)
    assert register.kinds("2024-03-04") == []
    assert register.kinds("2024-03-11") == ["opening_liquidation"]
    assert register.kinds("2024-03-12") == ["opening_receivership"]
    (row,) = register.on("2024-03-12")
    assert (row.published_on, row.happened_on) == (date(2024, 3, 5), date(2024, 2, 21))


def test_a_cancellation_ends_what_it_cancels_from_its_publication() -> None:
    register = _Register()
    register.take(_FIRST, _CANCELLATION)
    assert register.kinds("2024-03-19") == ["opening_liquidation"]
    assert register.kinds("2024-03-20") == []
    assert [one.cancelled for one in register.on("2024-03-20")] == [True]


def test_a_cancellation_without_siren_applies_to_what_it_names() -> None:
    register = _Register()
    register.take(_FIRST, _CANCELLATION | {"registre": None})
    assert register.kinds("2024-03-20") == []


def test_a_correction_that_arrives_after_a_later_one_does_not_undo_it() -> None:
    register = _Register()
    register.take(_FIRST, _CANCELLATION)
    register.take(_CORRECTION)
    assert register.kinds("2024-03-11") == ["opening_liquidation"]
    assert register.kinds("2024-03-12") == ["opening_receivership"]
    assert register.kinds("2024-03-20") == []


def test_a_correction_of_the_company_moves_the_event() -> None:
    """A proceeding published under a wrong SIREN leaves it, and is the other company's from that day."""
    register = _Register()
    moved = judged(22, "2024-03-12", LIQUIDATION, siren=OTHER, typeavis="rectificatif", before=_FIRST)
    register.take(_FIRST, moved)
    assert [(one.siren, one.cancelled) for one in register.on("2024-03-12")] == [
        (COMPANY, True),
        (OTHER, False),
    ]
    assert [one.siren for one in register.on("2024-03-11")] == [COMPANY]


def test_what_a_correction_leaves_blank_still_stands() -> None:
    """An empty judgment is told as a doubt when read; it does not hide that a proceeding is open."""
    register = _Register()
    empty = judged(22, "2024-03-12", "", typeavis="rectificatif", before=_FIRST)
    register.take(_FIRST, empty)
    assert [(one.kind, one.happened_on) for one in register.on("2024-03-12")] == [
        ("opening_liquidation", date(2024, 2, 20))
    ]
    assert register.take(empty, _FIRST).entered.versions == []


def test_a_correction_of_a_correction_reaches_the_first_announcement() -> None:
    register = _Register()
    again = judged(44, "2024-03-25", LIQUIDATION, "2024-02-22", typeavis="rectificatif", before=_CORRECTION)
    register.take(again, _CORRECTION, _FIRST)
    (row,) = register.on("2024-03-25")
    assert (row.kind, row.happened_on) == ("opening_liquidation", date(2024, 2, 22))


def test_what_corrects_nothing_we_hold_is_kept_with_a_doubt() -> None:
    """Once the announcement it corrects arrives, it is applied, and no longer stands for itself."""
    register = _Register()
    applied = register.take(_CORRECTION)
    assert "corrects A202400351" in applied.doubts[0].why
    assert "is not held" in applied.doubts[0].why
    assert register.kinds("2024-03-12") == ["opening_receivership"]
    assert register.take(_FIRST).doubts == []
    assert register.kinds("2024-03-11") == ["opening_liquidation"]
    assert register.kinds("2024-03-12") == ["opening_receivership"]


def test_a_cancellation_kept_by_itself_opens_nothing_and_waits() -> None:
    register = _Register()
    register.take(_CANCELLATION)
    assert register.kinds("2024-03-20") == []
    register.take(_FIRST)
    assert register.kinds("2024-03-19") == ["opening_liquidation"]
    assert register.kinds("2024-03-20") == []


def test_a_cancellation_of_nothing_held_without_siren_is_set_aside() -> None:
    applied = _Register().take(_CANCELLATION | {"registre": None})
    assert "names no SIREN. Import it together with what it cancels" in applied.rejections[0].why
    assert (applied.entered.accepted, applied.entered.unchanged) == (0, 0)


def test_what_the_portal_changes_without_a_correction_is_known_from_the_import() -> None:
    """Nobody could know before. Once the gazette corrected an announcement, the correction stands."""
    register = _Register()
    register.take(_FIRST, on=date(2024, 4, 1))
    applied = register.take(judged(11, "2024-03-05", RECEIVERSHIP, "2024-02-20"), on=_ON)
    assert (applied.entered.accepted, applied.entered.corrected) == (1, 1)
    assert register.kinds("2024-06-30") == ["opening_liquidation"]
    assert register.kinds("2024-07-01") == ["opening_receivership"]
    register = _Register()
    register.take(_FIRST, _CORRECTION)
    applied = register.take(judged(11, "2024-03-05", "Autre jugement d'ouverture", "2024-02-20"))
    assert "the correction stands" in applied.doubts[0].why
    assert register.kinds("2024-07-01") == ["opening_receivership"]


def test_an_announcement_of_tomorrow_is_told() -> None:
    applied = _Register().take(_FIRST, on=date(2024, 3, 1))
    assert "not known before then" in applied.doubts[0].why


@st.composite
def _histories(draw: st.DrawFn, *, moving: bool = True, crowded: bool = False) -> list[Announcement]:
    """First announcements, and corrections and cancellations of them; `moving`, some to another company.

    `crowded`, two share a day, which the gazette does not do to one announcement.
    """
    told: list[dict[str, Any]] = []
    firsts: list[dict[str, Any]] = []
    for number in range(1, draw(st.integers(1, 7)) + 1):
        day = (date(2024, 1, 1) + timedelta(days=10 * (number // 2 if crowded else number))).isoformat()
        typeavis = draw(st.sampled_from(["annonce", "rectificatif", "annulation"])) if firsts else "annonce"
        before = None if typeavis == "annonce" else draw(st.sampled_from(firsts))
        siren = draw(st.sampled_from([COMPANY, COMPANY, OTHER]))
        if before is not None and not moving:
            siren = before["registre"][-9:]
        one = judged(
            number,
            day,
            draw(st.sampled_from([LIQUIDATION, RECEIVERSHIP])),
            siren=siren,
            typeavis=typeavis,
            before=before,
        )
        told.append(one)
        if typeavis == "annonce":
            firsts.append(one)
    return read(*told)


def _standing(register: _Register) -> list[list[tuple[object, ...]]]:
    """What each evening knows, but for what is cancelled."""
    evenings = (date(2024, 1, 1) + timedelta(days=5 * n) for n in range(18))
    return [sorted(tuple(map(str, row)) for row in register.on(day) if not row.cancelled) for day in evenings]


def _in_parts(told: Sequence[Announcement], cuts: list[int]) -> list[list[Announcement]]:
    edges = [0, *sorted(cut % (len(told) + 1) for cut in cuts), len(told)]
    return [list(told[start:end]) for start, end in pairwise(edges)]


@given(told=_histories(), order=st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_i35_the_order_within_a_file_changes_nothing(told: list[Announcement], order: Any) -> None:
    straight, mixed = _Register(), _Register()
    straight.take(*told)
    shuffled = list(told)
    order.shuffle(shuffled)
    mixed.take(*shuffled)
    assert _standing(mixed) == _standing(straight)


@given(
    told=_histories(moving=False),
    cuts=st.lists(st.integers(0, 7), max_size=3),
    order=st.randoms(use_true_random=False),
)
@settings(max_examples=60)
def test_files_brought_one_after_the_other_tell_what_they_tell_together(
    told: list[Announcement], cuts: list[int], order: Any
) -> None:
    """Whichever file comes first, a cancellation before what it cancels included."""
    together, apart = _Register(), _Register()
    together.take(*told)
    shuffled = list(told)
    order.shuffle(shuffled)
    for part in _in_parts(shuffled, cuts):
        apart.take(*part)
    assert _standing(apart) == _standing(together)


@given(told=_histories(), cuts=st.lists(st.integers(0, 7), max_size=3))
@settings(max_examples=60)
def test_files_brought_in_the_order_of_time_tell_what_they_tell_together(
    told: list[Announcement], cuts: list[int]
) -> None:
    """Also where corrections move an event from one company to another and back."""
    together, apart = _Register(), _Register()
    together.take(*told)
    for part in _in_parts(told, cuts):
        apart.take(*part)
    assert _standing(apart) == _standing(together)


@given(
    told=_histories() | _histories(moving=False, crowded=True), cuts=st.lists(st.integers(0, 7), max_size=2)
)
@settings(max_examples=60)
def test_twice_is_once(told: list[Announcement], cuts: list[int]) -> None:
    """Whole or in parts, what was read before adds no version."""
    register = _Register()
    register.take(*told)
    for part in [told, *_in_parts(told, cuts)]:
        entered = register.take(*part).entered
        assert (entered.versions, entered.accepted, entered.unchanged) == ([], 0, len(part))


@given(told=_histories(), evening=st.integers(0, 90))
@settings(max_examples=60)
def test_i32_what_is_published_later_changes_no_earlier_evening(
    told: list[Announcement], evening: int
) -> None:
    as_of = date(2024, 1, 1) + timedelta(days=evening)
    early, all_of_it = _Register(), _Register()
    early.take(*(one for one in told if one.published_on <= as_of))
    all_of_it.take(*told)
    assert early.on(as_of) == all_of_it.on(as_of)
