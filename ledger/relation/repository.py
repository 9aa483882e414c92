"""Loads what stands between us and customers, and what they owe."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from ledger.errors import ActRefused, UnknownCase, UnknownCustomer
from ledger.registers.catalogue import RELATION_ACTS, RelationActRow
from ledger.registers.repository import RegisterRepository
from ledger.relation.accounts import Accounts, accounts_on
from ledger.relation.cases import RelationAct
from ledger.relation.followed import followed
from ledger.replaced.invoices import Replaced, replaced_on
from ledger.replaced.repository import invoice_moves, replaced_invoices
from ledger.repository import FactsRepository, HistoryRepository
from store.memory import remembered
from store.session import ReadSession


@dataclass(frozen=True, slots=True)
class Known:
    """Acts of all time, and the accounts of the customers they concern as known on an evening."""

    acts: Sequence[RelationAct]
    accounts: Accounts


class RelationRepository:
    """The relation as the database held it at an instant, or as it holds it."""

    def __init__(self, session: ReadSession, *, as_recorded: datetime | None) -> None:
        self._session = session
        self._as_recorded = as_recorded
        self._register: RegisterRepository[RelationActRow] = RegisterRepository(session, RELATION_ACTS)
        self._facts = FactsRepository(session, as_recorded=as_recorded)

    def next_id(self) -> int:
        return self._register.next_id()

    def customer_id(self, code: str) -> int:
        """Raises UnknownCustomer."""
        found = self._facts.customer_ids([code])
        if code not in found:
            raise UnknownCustomer(
                f"No customer has the code “{code}”. Check it, or import their invoices first."
            )
        return found[code]

    def customer_of_case(self, number: int, *, matter: str) -> int:
        """Raises UnknownCase."""
        same = [self._register.where("case_id", number), self._register.where("matter", matter)]
        acts = self._register.versions(as_recorded=self._as_recorded, among=same)
        if not acts:
            raise UnknownCase(f"No {matter.replace('_', '-')} has the number {number}.")
        return acts[0].row.customer_id

    def of_customer(self, customer_id: int, *, as_of: date) -> Known:
        """With the customers under whom sources and accounts hold the same invoices."""
        replaced = self._replaced(as_of)
        among = replaced.with_others([customer_id])
        acts = [
            act
            for one in among
            for act in self._register.versions(
                as_recorded=self._as_recorded, among=[self._register.where("customer_id", one)]
            )
        ]
        acts.sort(key=lambda act: (act.id, act.version))
        return Known(followed(acts, replaced), self._accounts(among, as_of, replaced))

    def of_all(self, *, as_of: date) -> Known:
        """With the accounts of those customers with whom anything happened."""
        if self._as_recorded is not None:
            return self._all(as_of)
        last = HistoryRepository(self._session).last_import
        return remembered(self._session, ("relations", as_of), last, lambda: self._all(as_of))

    def _all(self, as_of: date) -> Known:
        acts, replaced = self._register.versions(as_recorded=self._as_recorded), self._replaced(as_of)
        among = replaced.with_others({act.row.customer_id for act in acts})
        return Known(followed(acts, replaced), self._accounts(among, as_of, replaced))

    def acts(self, *, as_of: date) -> list[RelationAct]:
        """Acts of all time, on the invoices that stood that evening."""
        return followed(self._register.versions(as_recorded=self._as_recorded), self._replaced(as_of))

    def holders(self, numbers: Sequence[str]) -> dict[str, list[str]]:
        """The codes of the customers who have an invoice with such a number."""
        history = HistoryRepository(self._session)
        return {number: [one.customer for one in history.invoices_numbered(number)] for number in numbers}

    def check_order(self, known: Known, *, on: date) -> None:
        """Acts with a customer are known in the order they are written down. Raises ActRefused."""
        last = max((act.known_on for act in known.acts), default=on)
        if on < last:
            raise ActRefused(
                f"Something with this customer was written down as known on {last}, so nothing more can be "
                f"known on {on}. If it happened then, say so as the day it happened."
            )

    def _replaced(self, as_of: date) -> Replaced:
        return replaced_invoices(self._session, as_of=as_of, as_recorded=self._as_recorded)

    def _accounts(self, customers: Sequence[int], as_of: date, replaced: Replaced) -> Accounts:
        facts = self._facts.facts(customers=customers, horizon=self._facts.horizon() or as_of)
        return accounts_on(facts, as_of=as_of, beside=replaced.customers)


class RelationOverTime:
    """The relation on many evenings, with all that it concerns read once."""

    def __init__(self, session: ReadSession) -> None:
        self._acts = RegisterRepository(session, RELATION_ACTS).versions(as_recorded=None)
        self._moves = invoice_moves(session)
        moved = {key for one in self._moves for key in (one.from_customer, one.to_customer)}
        customers = sorted({act.row.customer_id for act in self._acts} | moved)
        repository = FactsRepository(session, as_recorded=None)
        self._facts = repository.facts(customers=customers, horizon=repository.horizon() or date.max)

    def replaced(self, as_of: date) -> Replaced:
        return replaced_on(self._moves, as_of)

    def on(self, as_of: date) -> Known:
        """As `RelationRepository.of_all`, perhaps with the accounts of more customers."""
        replaced = self.replaced(as_of)
        accounts = accounts_on(self._facts, as_of=as_of, beside=replaced.customers)
        return Known(followed(self._acts, replaced), accounts)


def accounts_of(session: ReadSession, customers: Sequence[int], *, as_of: date) -> Accounts:
    """The accounts of some customers as known on an evening, without what stands between us."""
    facts = FactsRepository(session, as_recorded=None)
    return accounts_on(facts.facts(customers=customers, horizon=facts.horizon() or as_of), as_of=as_of)
