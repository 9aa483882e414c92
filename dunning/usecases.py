"""What a collector's day needs: load, predict, rank."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date

import numpy as np
from numpy.typing import NDArray

from dunning.worklist import MOST_DAYS, Account, LateInvoice, QueueEntry, worklist
from features.pairs import day_number, day_of
from features.streams import streams_of
from kernel.language import Language
from kernel.money import Money
from ledger.as_known import as_known
from ledger.credits import accounts_in_credit
from ledger.timeline import timeline
from ledger.usecases import load_facts
from scoring.lateness.artifact import LATENESS
from scoring.lateness.open_items import OpenInvoices, open_invoices
from scoring.lateness.predict import curves_in_pieces
from scoring.lateness.promised import with_promises
from scoring.usecases import Champions
from store.session import ReadSession

_SOON = 7


def todays_queue(
    session: ReadSession,
    registry: Champions,
    *,
    on: date,
    capacity: int,
    language: Language = Language.ENGLISH,
) -> list[QueueEntry]:
    """The day's contacts from what is known that evening. Raises EmptyLedger or NoChampion."""
    facts = as_known(load_facts(session), on)
    states = timeline(facts)
    streams = streams_of(states, beside=facts.beside, customers=facts.customers)
    late = _past_due(open_invoices(facts, states, streams, as_of=on), day_number(on))
    model = registry.champion(LATENESS)
    days, soon = np.zeros(len(late.pairs)), np.zeros(len(late.pairs))
    for rows, by_habit in curves_in_pieces(model, streams, late.pairs):
        curves = with_promises(by_habit, late.promised.take(rows))
        days[rows] = curves.expected_days(curves.from_day, most=MOST_DAYS)
        soon[rows] = curves.paid_by(curves.from_day + _SOON - 1)
    codes = facts.customers.set_index("customer_id")["code"]
    held = accounts_in_credit(facts, states, day=day_number(on)).items()
    credit = {(str(codes[key[0]]), str(key[1])): int(cents) for key, cents in held}
    return worklist(_accounts(late, days, soon, credit, on=on), capacity=capacity, language=language)


def _past_due(items: OpenInvoices, day: int) -> OpenInvoices:
    return items.take(np.flatnonzero(items.pairs.due < day))


def _accounts(
    late: OpenInvoices,
    days: NDArray[np.float64],
    soon: NDArray[np.float64],
    credit: Mapping[tuple[str, str], int],
    *,
    on: date,
) -> list[Account]:
    owed: defaultdict[tuple[str, str], list[LateInvoice]] = defaultdict(list)
    for row, (customer, currency) in enumerate(zip(late.customer, late.currency, strict=True)):
        due_on = day_of(int(late.pairs.due[row]))
        owed[customer, currency].append(
            LateInvoice(
                number=late.number[row],
                due_on=due_on,
                days_late=(on - due_on).days,
                open=Money(int(late.pairs.open_cents[row]), currency),
                expected_days=float(days[row]),
                soon=float(soon[row]),
            )
        )
    return [
        Account(customer, tuple(invoices), Money(credit.get((customer, currency), 0), currency))
        for (customer, currency), invoices in owed.items()
    ]
