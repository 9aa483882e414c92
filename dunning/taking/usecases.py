"""Give a collector the next entry of the day, so that no two speak to the same customer."""

from datetime import date

from dunning.outcomes.usecases import hand
from dunning.today.usecases import Asked, QueueRules, todays_queue
from dunning.today.work import QueueEntry
from kernel.language import Language
from ledger.imports.repository import ImportRepository
from ledger.registers.usecases import Act
from scoring.usecases import Champions
from store.session import WriteSession

_LOOKED_AT = 1_000


def take(
    session: WriteSession,
    registry: Champions,
    by: QueueRules,
    act: Act,
    collector: str,
    *,
    on: date,
    language: Language,
) -> QueueEntry | None:
    """The collector's own first entry; else the first that is nobody's, handed over. None: nothing waits.

    Whoever takes at the same time waits, and then sees what was taken. Raises OutcomeRefused where nobody of
    this name collects.
    """
    ImportRepository(session).lock()
    asked = Asked(_LOOKED_AT)
    entries = todays_queue(session, registry, by, asked, on=on, language=language)
    for one in entries:
        if one.candidate.collector == collector:
            return one
    for one in entries:
        if not one.candidate.collector:
            why = "Taken from the queue."
            hand(session, act, one.customer, collector, by.policy, why=why)
            return one
    return None
