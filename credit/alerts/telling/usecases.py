"""Run the alerts of a day and put what is to be sent into the outbox, in one transaction."""

from collections.abc import Collection
from datetime import date, datetime

from credit.alerts.acts import AlertAct, Done
from credit.alerts.telling.digest import Post, assignment, digests, usable, webhooks
from credit.alerts.told import ToldAlert
from credit.alerts.usecases import Progress, Ran, RunOrder, act_on_alert, run_alerts
from ledger.master.contacts import contacts_on
from ledger.registers.catalogue import CONTACTS, PROFILES
from ledger.registers.register import standing_on
from ledger.registers.repository import RegisterRepository
from messaging.usecases import enqueue
from store.session import ReadSession, WriteSession

_OWNER = "sales_owner"
_FEW = 500  # beyond, reading all contacts costs less than naming their customers


def run_and_tell(session: WriteSession, order: RunOrder, post: Post | None, *, progress: Progress) -> Ran:
    """The alerts of a day; without a `post` nothing is sent. Raises RunRefused."""
    ran = run_alerts(session, order, progress=progress)
    if post is None or not ran.alerts:
        return ran
    messages = webhooks(ran.alerts, post, on=order.on)
    if post.sender:
        owners = _owners(session, {one.customer_id for one in ran.alerts}, on=order.on)
        messages += digests(ran.alerts, owners, post, on=order.on, run=ran.run)
    enqueue(session, messages, at=order.recorded_at)
    return ran


def act_and_tell(
    session: WriteSession, number: int, act: AlertAct, post: Post | None, *, recorded_at: datetime
) -> ToldAlert:
    """An act on an alert; whoever it is assigned to is told. Raises UnknownAlert or ActOnAlertRefused."""
    after = act_on_alert(session, number, act, recorded_at=recorded_at)
    if post is not None and act.done is Done.ASSIGNED:
        message = assignment(after, post, act=len(after.alert.acts))
        enqueue(session, [] if message is None else [message], at=recorded_at)
    return after


def _owners(session: ReadSession, customers: Collection[int], *, on: date) -> dict[int, str]:
    """The address of who looks after each customer: its sales contact, else what its master names."""
    contacts, profiles = RegisterRepository(session, CONTACTS), RegisterRepository(session, PROFILES)
    few = len(customers) <= _FEW
    told = contacts.versions(
        as_recorded=None, among=[contacts.within("customer_id", sorted(customers))] if few else []
    )
    named = profiles.versions(
        as_recorded=None, among=[profiles.within("customer_id", sorted(customers))] if few else []
    )
    found = {
        one.row.customer_id: one.row.sales_owner
        for one in standing_on(named, on)
        if one.row.sales_owner and usable(one.row.sales_owner)
    }
    for customer, theirs in contacts_on(told, on).items():
        mails = [one.row.email for one in theirs if one.row.role == _OWNER and one.row.email]
        if mails and usable(mails[0]):
            found[customer] = mails[0]
    return found
