"""Parts of a book tell what the whole tells, bit for bit, however it is parted."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from features.frame import frame_of
from features.interval import interval_frame, intervals_of
from features.pairs import Pairs
from features.shards import book_of, joined
from features.streams import Streams, streams_of
from ledger.beside import Beside
from ledger.exported.partition import cut, partition_of
from ledger.facts import Facts
from ledger.timeline import timeline
from tests.features.besides import besides, streams_beside, supposed, with_customers
from tests.features.ledgers import Ledger, facts_of, ledgers, pairs_on

drawn = settings(derandomize=True, deadline=None, max_examples=8)
_CODES = {1: "C1", 2: "C2", 3: "C3", 4: "C4"}


def _told(streams: Streams, facts: Facts, day: int) -> pd.DataFrame:
    """Each invoice held that evening, and each account's supposed one, by what they are."""
    states = timeline(facts)
    held = pairs_on(facts, day, states=states)
    own = frame_of(streams, held, country="FR")
    own.index = pd.MultiIndex.from_arrays(
        [
            states["customer_id"].to_numpy()[held.state],
            states["invoice_id"].to_numpy()[held.state].astype(str),
        ]
    )
    accounts, pairs = supposed(streams, day)
    every = frame_of(streams, pairs, country="FR").set_index(accounts)
    return pd.concat([own, every.rename_axis([None, None])])


@drawn
@given(ledgers(), besides(), st.integers(0, 160), st.integers(1, 4))
def test_features_of_parts_are_those_of_the_whole(
    ledger: Ledger, beside: Beside, day: int, partitions: int
) -> None:
    facts = with_customers(facts_of(*ledger), beside, codes=_CODES)
    whole = _told(streams_beside(facts), facts, day)
    place = partition_of(facts, partitions)
    shards = [cut(facts, place.index[place == part]) for part in range(partitions)]
    streams = [streams_beside(shard) for shard in shards]
    books = [book_of(one) for one in streams]
    told = pd.concat(
        [_told(joined(one, books[::-1]), shard, day) for one, shard in zip(streams, shards, strict=True)]
    )
    pd.testing.assert_frame_equal(told.sort_index(), whole.sort_index(), check_exact=True)


@drawn
@given(ledgers(), st.sets(st.integers(0, 160), min_size=2, max_size=4))
def test_a_pair_is_told_the_same_whatever_else_is_asked(ledger: Ledger, days: set[int]) -> None:
    facts = facts_of(*ledger)
    streams = streams_of(timeline(facts))
    several = [pairs_on(facts, day) for day in sorted(days)]
    every = Pairs(
        **{
            name: np.concatenate([getattr(one, name) for one in several])
            for name in Pairs.__dataclass_fields__
        }
    )
    alone = [frame_of(streams, one, country="FR") for one in several]
    pd.testing.assert_frame_equal(
        frame_of(streams, every, country="FR"), pd.concat(alone, ignore_index=True), check_exact=True
    )

    def intervals(pairs: Pairs) -> pd.DataFrame:
        return interval_frame(streams, pairs, intervals_of(pairs, pairs.due + 90), country="FR")

    pd.testing.assert_frame_equal(
        intervals(every), pd.concat([intervals(one) for one in several], ignore_index=True), check_exact=True
    )
