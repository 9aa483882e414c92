"""Whether a company is in an insolvency proceeding, and by when claims are to be declared."""

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.company.claims import declared_by
from ledger.company.proceeding import EFFECTS, proceeding_of
from ledger.registers.catalogue import LegalEventRow
from tests.tables import rows

_KINDS = {
    "RJ": "opening_receivership",
    "LJ": "opening_liquidation",
    "S": "opening_safeguard",
    "?": "opening",
    "xRJ": "extension_receivership",
    "c>RJ": "conversion_receivership",
    "c>LJ": "conversion_liquidation",
    "plan": "plan",
    "sale": "sale_plan",
    "plan-": "plan_resolution",
    "plan>LJ": "plan_resolution_liquidation",
    "end": "closure",
    "noassets": "closure_insufficient_assets",
    "back": "reopening_liquidation",
    "undone": "retraction",
    "appeal": "appeal",
    "date": "other_judgment",
    "claims": "claims_filed",
}


def _event(told: str) -> LegalEventRow:
    """`RJ 10`: judged on the 10th of January, published a week later; `RJ 10!`: cancelled since."""
    word, day = told.rstrip("!").split()
    happened_on = date(2024, 1, int(day))
    return LegalEventRow(
        siren="732829320",
        published_on=date(2024, 1, int(day) + 7),
        happened_on=happened_on,
        family="collective",
        kind=_KINDS[word],
        nature=word,
        court="Bordeaux",
        cancelled=told.endswith("!"),
    )


@rows("""
    events                         | open   | stage         | opened | since | how it ended
                                   | none   |               |        |       |
    RJ 5                           | open   | receivership  | 5      | 5     |
    RJ 5!                          | none   |               |        |       |
    RJ 5, c>LJ 9                   | open   | liquidation   | 5      | 9     |
    c>LJ 9, RJ 5                   | open   | liquidation   | 5      | 9     |
    RJ 5, c>LJ 9!                  | open   | receivership  | 5      | 5     |
    S 5, c>RJ 9, c>LJ 12           | open   | liquidation   | 5      | 12    |
    RJ 5, plan 9                   | open   | plan          | 5      | 9     |
    RJ 5, plan 9, end 12           | closed | plan          | 5      | 9     | closure
    RJ 5, plan 9, plan- 12         | open   | plan_resolved | 5      | 12    |
    RJ 5, plan 9, plan>LJ 12       | open   | liquidation   | 12     | 12    |
    LJ 5, noassets 9               | closed | liquidation   | 5      | 5     | closure_insufficient_assets
    LJ 5, noassets 9, back 12      | open   | liquidation   | 5      | 12    |
    LJ 5, LJ 5                     | open   | liquidation   | 5      | 5     |
    RJ 5, end 7, LJ 9              | open   | liquidation   | 9      | 9     |
    RJ 5, xRJ 9                    | open   | receivership  | 5      | 5     |
    xRJ 9                          | open   | receivership  | 9      | 9     |
    RJ 5, sale 9, date 10, claims 12 | open | receivership  | 5      | 5     |
    LJ 5, undone 9                 | closed | liquidation   | 5      | 5     | retraction
    c>LJ 9                         | open   | liquidation   |        | 9     |
    noassets 9                     | closed | unknown       |        | 9     | closure_insufficient_assets
    ? 5                            | open   | unknown       | 5      | 5     |
    appeal 9                       | none   |               |        |       |
    LJ 5, end 5                    | closed | liquidation   | 5      | 5     | closure
""")
def test_the_proceeding_is_the_fold_of_its_judgments(
    events: str, state: str, stage: str, opened: str, since: str, how: str
) -> None:
    """Judgments count by their own day. A conversion keeps the opening; the end of a plan in liquidation is a
    new proceeding; what is cancelled counts for nothing.
    """
    found = proceeding_of(_event(told) for told in events.split(", ") if told)
    if state == "none":
        assert found is None
        return
    assert found is not None
    assert (found.open, found.stage, found.since.day) == (state == "open", stage, int(since))
    assert found.opened_on == (date(2024, 1, int(opened)) if opened else None)
    assert (found.closed_by or "") == how
    assert (found.closed_on is None) == found.open


def test_an_appeal_is_told_without_guessing_its_effect() -> None:
    found = proceeding_of([_event("LJ 5"), _event("appeal 9")])
    assert found is not None
    assert (found.open, found.questioned_on) == (True, date(2024, 1, 9))


def test_claims_are_counted_from_the_publication_of_the_opening() -> None:
    """Not from the judgment, and not anew from a conversion."""
    found = proceeding_of([_event("RJ 5"), _event("c>LJ 9")])
    assert found is not None
    assert (found.published_on, found.claims_due_on) == (date(2024, 1, 12), date(2024, 3, 12))
    unseen = proceeding_of([_event("c>LJ 9")])
    assert unseen is not None
    assert unseen.claims_due_on is None


@rows("""
    published  | due        | from abroad
    2024-03-05 | 2024-05-06 | 2024-07-05
    2023-12-31 | 2024-02-29 | 2024-04-30
    2022-12-30 | 2023-02-28 | 2023-05-02
    2024-06-15 | 2024-08-16 | 2024-10-15
    2005-12-31 | none       | none
""")
def test_two_months_and_two_more_from_abroad(published: str, due: str, abroad: str) -> None:
    """To the same day of the month or the last, then to the next business day (5 May 2024 is a Sunday)."""
    near, far = declared_by(date.fromisoformat(published))
    assert (str(near).lower(), str(far).lower()) == (due, abroad)


_day = st.dates(date(2024, 1, 1), date(2024, 1, 12))
_events = st.lists(
    st.builds(
        lambda kind, judged, wait, cancelled: LegalEventRow(
            "732829320",
            judged.replace(day=judged.day + wait),
            judged,
            "collective",
            kind,
            kind,
            None,
            cancelled,
        ),
        st.sampled_from([*EFFECTS, "other_judgment"]),
        _day,
        st.integers(0, 9),
        st.booleans(),
    ),
    max_size=6,
)


@given(events=_events, order=st.randoms(use_true_random=False))
@settings(max_examples=100)
def test_i35_the_order_of_events_changes_nothing(events: list[LegalEventRow], order: Any) -> None:
    shuffled = list(events)
    order.shuffle(shuffled)
    assert proceeding_of(shuffled) == proceeding_of(events)


@given(events=_events)
@settings(max_examples=100)
def test_what_is_cancelled_or_no_judgment_counts_for_nothing(events: list[LegalEventRow]) -> None:
    counting = [one for one in events if not one.cancelled and one.kind in EFFECTS]
    assert proceeding_of(events) == proceeding_of(counting)
    assert proceeding_of(one._replace(family="sale") for one in events) is None
