"""Loads which customers of the ledger are a company."""

from collections.abc import Collection

from sqlalchemy import select

from ledger.imports.repository import COMPANY
from store.base import Base
from store.many import listed
from store.session import ReadSession


class CustomerCodes:
    """Codes of customers by their number in the ledger."""

    def __init__(self, session: ReadSession) -> None:
        self._session = session

    def of(self, ids: Collection[int]) -> dict[int, str]:
        customer = Base.metadata.tables["customer"].c
        rows = select(customer.id, customer.code).where(
            customer.company_id == COMPANY, customer.id.in_(listed(ids))
        )
        return {row.id: row.code for row in self._session.execute(rows)}
