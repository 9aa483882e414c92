"""A company as an evening knew it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, NamedTuple

from ledger.company.proceeding import Proceeding
from ledger.registers.catalogue import (
    CompanyIdentityRow,
    CustomerProfileRow,
    FinancialStatementRow,
    LegalEventRow,
)
from ledger.registers.register import Version

_SIREN_IN_VAT = 4  # FR and two characters come before it


class CustomerOfCompany(NamedTuple):
    """A customer of the ledger that is this company, by its code."""

    code: str
    name: str | None


@dataclass(frozen=True, slots=True)
class Company:
    """Events and statements, the latest first. Cancelled events are listed, and count for nothing.

    `identity` is None where the company register was never asked.
    """

    siren: str
    as_of: date
    identity: Version[CompanyIdentityRow] | None
    proceeding: Proceeding | None
    events: tuple[Version[LegalEventRow], ...]
    statements: tuple[Version[FinancialStatementRow], ...]
    customers: tuple[CustomerOfCompany, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "siren": self.siren,
            "as_of": self.as_of.isoformat(),
            "identity": None if self.identity is None else _identity(self.identity),
            "proceeding": None if self.proceeding is None else _days_as_text(asdict(self.proceeding)),
            "events": [_event(one) for one in self.events],
            "statements": [_statement(one) for one in self.statements],
            "customers": [one._asdict() for one in self.customers],
        }


def is_company(profile: CustomerProfileRow, siren: str) -> bool:
    """Whether a profile is of this company, by whichever of its numbers the customer master has."""
    if profile.siren is not None:
        return profile.siren == siren
    if profile.siret is not None:
        return profile.siret.startswith(siren)
    return profile.vat is not None and profile.vat[_SIREN_IN_VAT:] == siren


def _identity(one: Version[CompanyIdentityRow]) -> dict[str, Any]:
    row = _days_as_text(one.row._asdict())
    del row["siren"]
    return {**row, "known_on": one.known_on.isoformat(), "source": one.source}


def _event(one: Version[LegalEventRow]) -> dict[str, Any]:
    row = _days_as_text(one.row._asdict())
    del row["siren"]
    return {"announcement": one.source_id.split()[0], "known_on": one.known_on.isoformat(), **row}


def _statement(one: Version[FinancialStatementRow]) -> dict[str, Any]:
    row = _days_as_text(one.row._asdict())
    del row["siren"]
    row["lines_cents"] = row.pop("lines")
    return {**row, "known_on": one.known_on.isoformat(), "source": one.source}


def _days_as_text(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}
