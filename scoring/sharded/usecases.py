"""What is said of a whole book at once."""

from datetime import date

import pandas as pd

from ledger.exported.gateway import Exported
from ledger.usecases import load_facts
from scoring.lateness.artifact import LATENESS
from scoring.lateness.table import in_order
from scoring.sharded.gateway import Engine, Progress
from scoring.sharded.shard import opened, part_of, predictions
from scoring.usecases import Champions
from store.session import ReadSession


def predict_book(session: ReadSession, registry: Champions, *, as_of: date) -> pd.DataFrame:
    """When each invoice open on the evening of `as_of` will be paid, by customer and number."""
    model = registry.champion(LATENESS)
    shard = opened(load_facts(session), as_of)
    return in_order([predictions(shard, part_of(shard), model)]).assign(model=model.label)


def predict_export(
    exported: Exported, registry: Champions, engine: Engine, *, as_of: date, progress: Progress
) -> pd.DataFrame:
    """The same, to the last bit, of an exported book by parts."""
    model = registry.champion(LATENESS)
    book = engine.book(exported, as_of=as_of, progress=progress)
    tables = book.run(predictions, [()] * exported.manifest.partitions, model)
    return in_order(tables).assign(model=model.label)
