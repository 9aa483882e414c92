"""What earlier imports of bank statements left behind: the balances they told."""

from datetime import date

from sqlalchemy import select

from ledger.bank.continuity import Told
from ledger.imports.repository import COMPANY
from store.base import Base
from store.session import ReadSession

STATEMENTS = "statements"  # the settings of an import of bank statements under which their balances lie


class BankRepository:
    def __init__(self, session: ReadSession) -> None:
        self._session = session

    def told(self, *, content: str, source: str) -> list[Told]:
        """The balances of all statements that a source delivered."""
        run = Base.metadata.tables["import_run"].c
        mine = (run.company_id == COMPANY, run.content == content, run.source == source)
        return [
            Told(
                account=one["account"],
                currency=one["currency"],
                opening_on=date.fromisoformat(one["opening_on"]),
                opening_cents=one["opening_cents"],
                closing_on=date.fromisoformat(one["closing_on"]),
                closing_cents=one["closing_cents"],
            )
            for (settings,) in self._session.execute(select(run.settings).where(*mine))
            for one in settings.get(STATEMENTS, ())
        ]
