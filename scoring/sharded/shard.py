"""What is worked out for one part of a book; the sum over all parts is handed to each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from features import shards
from features.streams import Streams, streams_of
from ledger.as_known import as_known
from ledger.facts import Facts
from ledger.timeline import timeline
from scoring.lateness.artifact import LatenessModel
from scoring.lateness.open_items import open_invoices
from scoring.lateness.predict import curves_in_pieces
from scoring.lateness.promised import Words, with_promises, words_of
from scoring.lateness.table import table_of


@dataclass(frozen=True, slots=True)
class Shard:
    """A part of a book as known on the evening of `as_of`."""

    as_of: date
    facts: Facts
    states: pd.DataFrame
    streams: Streams


@dataclass(frozen=True, slots=True)
class Whole:
    """What is read of the whole book, whoever is asked about: parts of it add up."""

    book: shards.Book
    words: Words


def opened(facts: Facts, as_of: date) -> Shard:
    """A part from its facts, later ones cut away."""
    known = as_known(facts, as_of)
    states = timeline(known)
    streams = streams_of(states, beside=known.beside, customers=known.customers)
    return Shard(as_of, known, states, streams)


def part_of(shard: Shard) -> Whole:
    """What this part adds to the whole."""
    return Whole(shards.book_of(shard.streams), words_of(shard.facts.beside, as_of=shard.as_of))


def whole_of(parts: Sequence[Whole]) -> Whole:
    words = Words(sum(part.words.kept for part in parts), sum(part.words.judged for part in parts))
    return Whole(shards.together([part.book for part in parts]), words)


def within(shard: Shard, whole: Whole) -> Streams:
    """The part's streams, as part of that book."""
    return shards.joined(shard.streams, [whole.book])


def predictions(shard: Shard, whole: Whole, model: LatenessModel) -> pd.DataFrame:
    """What the model says of the part's open invoices, as `scoring.lateness.table.table_of` has it."""
    streams = within(shard, whole)
    items = open_invoices(shard.facts, shard.states, streams, as_of=shard.as_of, book_words=whole.words)
    tables = []
    for rows, curves in curves_in_pieces(model, streams, items.pairs):
        some = items.take(rows)
        tables.append(table_of(some, with_promises(curves, some.promised), as_of=shard.as_of))
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame()
