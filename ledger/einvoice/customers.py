"""Whose invoice it is: the buyer of a document among the customers of the ledger."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from kernel.days import Terms
from ledger.files.einvoice import EParty
from ledger.files.wording import plain


class KnownCustomer(NamedTuple):
    """A customer with what the customer master says of it, None where it says nothing."""

    id: int
    code: str
    name: str | None
    company: str | None  # the SIREN
    vat: str | None
    terms: Terms | None


class Candidates(NamedTuple):
    """Customers that may be the buyer, by what they share; `code` is that of a new one."""

    ids: tuple[int, ...]
    by: str
    code: str | None


@dataclass(slots=True)
class Buyers:
    """Customers by what identifies them; `same` leads from the master to the customers of the accounts."""

    customers: dict[int, KnownCustomer]
    same: Mapping[int, Collection[int]] = field(default_factory=dict)
    _by_company: dict[str, list[int]] = field(default_factory=dict)
    _by_vat: dict[str, list[int]] = field(default_factory=dict)
    _by_code: dict[str, int] = field(default_factory=dict)
    _by_name: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in list(self.customers.values()):
            self.add(one)

    def add(self, one: KnownCustomer) -> None:
        self.customers[one.id] = one
        self._by_code.setdefault(one.code.casefold(), one.id)
        if one.company is not None:
            self._by_company.setdefault(one.company, []).append(one.id)
        if one.vat is not None:
            self._by_vat.setdefault(one.vat, []).append(one.id)
        if one.name is not None:
            self._by_name.setdefault(plain(one.name), []).append(one.id)

    def candidates(self, buyer: EParty) -> Candidates:
        """By company number, else code, else exact name; none of them when the buyer is new."""
        company, code = buyer.company, buyer.company or buyer.vat or buyer.said.name
        if company is not None and (found := self._by_company.get(company)):
            return Candidates(self._of_accounts(found), "SIREN", code)
        if buyer.vat is not None and (found := self._by_vat.get(buyer.vat)):
            return Candidates(self._of_accounts(found), "VAT number", code)
        for written in (company, buyer.said.siret, buyer.vat):
            if written is not None and (known := self._by_code.get(written.casefold())) is not None:
                return Candidates((known,), "code", code)
        name = buyer.said.name
        if name is not None:
            named = self._by_name.get(plain(name), [])
            same = [one for one in named if self._may_be(one, company)]
            if same:
                return Candidates(self._of_accounts(same), "name", code)
            if code == name and (known := self._by_code.get(name.casefold())) is not None:
                return Candidates((known,), "code", code)
        return Candidates((), "", code)

    def _may_be(self, customer_id: int, company: str | None) -> bool:
        """Two companies of one name have two numbers."""
        known = self.customers.get(customer_id)
        return company is None or known is None or known.company in (None, company)

    def _of_accounts(self, ids: Iterable[int]) -> tuple[int, ...]:
        """Where a person linked a customer of the master to some of the accounts, those hold the money."""
        found = [linked for one in ids for linked in (self.same.get(one) or (one,))]
        return tuple(dict.fromkeys(found))
