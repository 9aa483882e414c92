"""What was drawn for the hold-out: each level of an item once, whatever is decided later."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import insert, select

from dunning.queue_policy import Stage
from dunning.scenario import Way
from dunning.tables import DunningTrial
from dunning.trials.trial import Trial
from ledger.imports.repository import COMPANY
from store.base import table_of
from store.session import ReadSession, WriteSession

_CHUNK = 500


def logged(session: ReadSession, *, until: date) -> list[Trial]:
    rows = select(DunningTrial).where(DunningTrial.company_id == COMPANY, DunningTrial.drawn_on <= until)
    return [
        Trial(
            *(row.item, row.level, row.customer_id, row.invoice_id),
            way=Way(row.way),
            stage=Stage(row.stage),
            held=row.held,
            days=row.days,
            propensity=row.propensity,
            drawn_on=row.drawn_on,
        )
        for row in session.scalars(rows.order_by(DunningTrial.item, DunningTrial.level))
    ]


def log(session: WriteSession, trials: Sequence[Trial], *, policy: str, recorded_at: datetime) -> int:
    """Write down those not written down before. Returns how many."""
    items = sorted({one.item for one in trials})
    before: set[tuple[str, int]] = set()
    for start in range(0, len(items), _CHUNK):
        rows = select(DunningTrial.item, DunningTrial.level).where(
            DunningTrial.company_id == COMPANY, DunningTrial.item.in_(items[start : start + _CHUNK])
        )
        before |= {(item, level) for item, level in session.execute(rows)}
    fresh = [one for one in trials if (one.item, one.level) not in before]
    if fresh:
        added = [_row(one, policy, recorded_at) for one in fresh]
        session.execute(insert(table_of(DunningTrial)), added)
    return len(fresh)


def _row(one: Trial, policy: str, recorded_at: datetime) -> dict[str, object]:
    return {
        "company_id": COMPANY,
        "item": one.item,
        "level": one.level,
        "customer_id": one.customer_id,
        "invoice_id": one.invoice_id,
        "way": one.way.value,
        "stage": one.stage.value,
        "held": one.held,
        "days": one.days,
        "propensity": one.propensity,
        "drawn_on": one.drawn_on,
        "recorded_at": recorded_at,
        "policy": policy,
    }
