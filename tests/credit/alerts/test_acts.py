"""What people do with alerts, as a fold of acts."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.alerts.acts import ActOnAlertRefused, AlertAct, Done, Standing, State, checked, standing_of
from tests.credit.alerts.samples import ON
from tests.tables import rows


def act(text: str) -> AlertAct:
    """`snooze 3` on day 0 until day 3, `assign Bo`, `ack`, `over`; a day after @."""
    what, _, day = text.partition("@")
    on = ON + timedelta(days=int(day or 0))
    word, _, said = what.partition(" ")
    if word == "snooze":
        return AlertAct(Done.SNOOZED, on, "Ana", until_on=ON + timedelta(days=int(said)))
    if word == "assign":
        return AlertAct(Done.ASSIGNED, on, "Ana", person=said)
    return AlertAct(Done.ACKNOWLEDGED if word == "ack" else Done.OVER, on, "Ana")


@rows("""
    acts                       | day | state
                               | 0   | open
    ack                        | 0   | acknowledged
    snooze 3                   | 3   | snoozed
    snooze 3                   | 4   | open
    snooze 3, snooze 5@1       | 4   | snoozed
    snooze 5, snooze 3@1       | 4   | open
    snooze 3, ack@1            | 2   | acknowledged
    assign Bo                  | 0   | open Bo
    assign Bo, assign Cy@2     | 1   | open Bo
    assign Bo, assign Cy@2     | 2   | open Cy
    assign Bo, ack@1           | 1   | acknowledged Bo
    over@1                     | 0   | open
    ack, over@1                | 1   | over
""")
def test_how_an_alert_stands(acts: str, day: str, expected: str) -> None:
    """Acts of later days do not count; a snooze ends by itself; whoever has it keeps it."""
    told = standing_of(
        [act(one.strip()) for one in acts.split(",") if one.strip()], on=ON + timedelta(int(day))
    )
    assert f"{told.state.value} {told.assigned_to}".strip() == expected


@dataclass
class _Desk:
    """The plain model: what a clerk would keep on a card."""

    put_away: str = ""
    asleep_until: date | None = None
    who: str = ""

    def state(self, on: date) -> str:
        asleep = self.asleep_until is not None and on <= self.asleep_until
        return self.put_away or ("snoozed" if asleep else "open")


@given(
    st.lists(st.sampled_from(["ack", "over", "snooze 2", "snooze 9", "assign Bo", "assign Cy"]), max_size=8)
)
def test_the_fold_says_what_a_card_would_say(words: list[str]) -> None:
    card, acts = _Desk(), []
    for place, word in enumerate(words):
        one = act(f"{word}@{place}")
        acts.append(one)
        if one.done is Done.ASSIGNED:
            card.who = one.person
        elif one.done is Done.SNOOZED:
            card.put_away, card.asleep_until = "", one.until_on
        else:
            card.put_away, card.asleep_until = one.done.value, None
        now = standing_of(acts, on=one.on)
        assert (now.state.value, now.assigned_to) == (card.state(one.on), card.who)


@pytest.mark.parametrize(
    ("wrong", "before"),
    [
        (AlertAct(Done.ACKNOWLEDGED, ON, ""), Standing(State.OPEN)),
        (AlertAct(Done.SNOOZED, ON, "Ana", until_on=ON), Standing(State.OPEN)),
        (AlertAct(Done.ASSIGNED, ON, "Ana", person=" "), Standing(State.OPEN)),
        (AlertAct(Done.ACKNOWLEDGED, ON, "Ana"), Standing(State.ACKNOWLEDGED)),
        (AlertAct(Done.SNOOZED, ON, "Ana", until_on=ON + timedelta(1)), Standing(State.OVER)),
    ],
)
def test_what_does_not_fit_is_refused_with_a_sentence(wrong: AlertAct, before: Standing) -> None:
    with pytest.raises(ActOnAlertRefused, match=r"\.$"):
        checked(wrong, before, number=7)
