"""What the hold-out has shown so far."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from dunning.queue_policy import QueuePolicy
from dunning.trials.estimate import Evidence, Unit, evidence_of
from dunning.trials.log.repository import logged
from dunning.trials.trial import Trial
from ledger.relation.accounts import Accounts, accounts_on
from ledger.repository import FactsRepository
from store.session import ReadSession

_WEEK, _MONTH = timedelta(days=7), timedelta(days=30)
# Cash that leaves less than this share open has paid an invoice: bank fees, roundings.
_FORGIVEN = 0.005


def evidence(session: ReadSession, policy: QueuePolicy, *, on: date) -> list[Evidence]:
    """By way and stage, from trials whose days have passed by the evening of `on`."""
    trials = [one for one in logged(session, until=on) if one.item.startswith("i:")]
    if not trials:
        return []
    repository = FactsRepository(session, as_recorded=None)
    customers = sorted({one.customer_id for one in trials})
    facts = repository.facts(customers=customers, horizon=repository.horizon() or on)
    units = _units(trials, accounts_on(facts, as_of=on), on)
    return evidence_of(units, at_least=policy.evidence_at_least)


def _units(trials: Sequence[Trial], accounts: Accounts, on: date) -> list[Unit]:
    """Invoices of one customer drawn together stand or fall together: they count as one."""
    grouped: defaultdict[tuple[int, date, int], list[Trial]] = defaultdict(list)
    for one in trials:
        grouped[one.customer_id, one.drawn_on, one.level].append(one)
    return [
        Unit(
            *(among[0].way, among[0].stage, among[0].held, among[0].propensity),
            within_7=_share(among, accounts, _WEEK, on),
            within_30=_share(among, accounts, _MONTH, on),
        )
        for among in grouped.values()
    ]


def _share(among: Sequence[Trial], accounts: Accounts, days: timedelta, on: date) -> float | None:
    if among[0].drawn_on + days > on:
        return None
    paid = [_paid(one, accounts, one.drawn_on + days) for one in among]
    return sum(paid) / len(paid)


def _paid(one: Trial, accounts: Accounts, until: date) -> bool:
    items = accounts.among([one.invoice_id])
    if not items:
        return False
    before = items[0].amount_cents - accounts.settled_cents(one.invoice_id, until=one.drawn_on)
    came = accounts.received_cents(items, since=one.drawn_on + timedelta(days=1), until=until)
    return before > 0 and came >= before * (1.0 - _FORGIVEN)
