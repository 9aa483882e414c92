"""Watch the model in service: load facts, look, report. Nothing is written."""

from datetime import date

from ledger.as_known import as_known
from ledger.usecases import load_facts
from scoring.lateness.artifact import LATENESS
from scoring.usecases import Champions
from store.session import ReadSession
from training.watch.health import fed, month_of
from training.watch.lateness import watched
from training.watch.policy import POLICY
from training.watch.report import WatchReport, report_of


def watch_lateness(session: ReadSession, registry: Champions, *, as_of: date) -> WatchReport:
    """How the lateness model in service stands on an evening. Raises NoChampion or EmptyLedger."""
    model = registry.champion(LATENESS)
    facts = load_facts(session)
    seen = watched(model, facts, as_of=as_of, policy=POLICY)
    months = sorted({*seen.reference, *seen.months, month_of(as_of)})
    health = fed(as_known(facts, as_of), as_of=as_of, months=months, reference=seen.reference)
    return report_of(seen, health, policy=POLICY)
