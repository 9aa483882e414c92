"""What can be asked of the ledger."""

from collections.abc import Sequence
from datetime import datetime

from ledger.errors import EmptyLedger, UnknownCustomer
from ledger.facts import Facts
from ledger.imports.usecases import import_invoices
from ledger.repository import FactsRepository
from store.session import ReadSession

__all__ = ["import_invoices", "load_facts"]


def load_facts(
    session: ReadSession, *, customers: Sequence[str] | None = None, as_recorded: datetime | None = None
) -> Facts:
    """All facts, or those of the customers with these codes; as the database held them at an instant, if
    given.

    Raises UnknownCustomer for a code nobody has, EmptyLedger before the first import.
    """
    repository = FactsRepository(session, as_recorded=as_recorded)
    horizon = repository.horizon()
    if horizon is None:
        raise EmptyLedger("The ledger is empty. Import invoices first.")
    if customers is None:
        return repository.facts(customers=None, horizon=horizon)
    found = repository.customer_ids(customers)
    for code in customers:
        if code not in found:
            raise UnknownCustomer(
                f"No customer has the code “{code}”. Check it, or import their invoices first."
            )
    return repository.facts(customers=sorted(found.values()), horizon=horizon)
