"""The trail: what is changed, taken out or put in shows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from access.audit import GENESIS, Done, Entry, breaks, chained

AT = datetime(2026, 11, 27, 9, tzinfo=UTC)
_DONES = st.builds(
    Done,
    st.text(max_size=5),
    st.sampled_from(["api", "pages", "command"]),
    st.text(max_size=5),
    st.text(max_size=5),
    st.none() | st.dictionaries(st.text(max_size=3), st.integers() | st.text(max_size=3), max_size=2),
)


def _trail(dones: list[Done]) -> list[Entry]:
    found: list[Entry] = []
    for number, done in enumerate(dones, start=1):
        before = found[-1].hash if found else GENESIS
        found.append(chained(done, number=number, at=AT + timedelta(minutes=number), before=before))
    return found


@given(st.lists(_DONES, max_size=6))
def test_what_was_written_holds(dones: list[Done]) -> None:
    assert list(breaks(_trail(dones))) == []


@given(st.lists(_DONES, min_size=2, max_size=6), st.data())
def test_an_entry_taken_out_shows(dones: list[Done], data: st.DataObject) -> None:
    trail = _trail(dones)
    del trail[data.draw(st.integers(0, len(trail) - 2))]
    assert list(breaks(trail))


@given(st.lists(_DONES, min_size=1, max_size=6), _DONES, st.data())
def test_an_entry_changed_shows_even_with_a_new_hash(
    dones: list[Done], other: Done, data: st.DataObject
) -> None:
    trail = _trail(dones)
    place = data.draw(st.integers(0, len(trail) - 1))
    old = trail[place]
    if other == old.done:
        return
    changed = replace(old, done=other)
    assert list(breaks([*trail[:place], changed, *trail[place + 1 :]]))
    rehashed = chained(other, number=old.number, at=old.at, before=old.before)
    after = [*trail[:place], rehashed, *trail[place + 1 :]]
    assert bool(list(breaks(after))) == (place < len(trail) - 1)
