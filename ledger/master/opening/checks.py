"""What an account-opening file lacks, and what each gap blocks."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from ledger.registers.catalogue import ContactRow, CustomerProfileRow

_FRANCE = "FR"


@dataclass(frozen=True, slots=True)
class AccountFile:
    """All that is known of one customer on an evening; `open_cents` is what it owes, by currency.

    The profile is None for a customer that the master does not know.
    """

    customer_id: int
    code: str
    name: str | None
    profile: CustomerProfileRow | None
    contacts: Sequence[ContactRow]
    open_cents: Mapping[str, int]


class Check(NamedTuple):
    """A part of the file that may be missing; the weight tells gaps apart by what they block."""

    field: str
    weight: int
    why: Callable[[AccountFile], str | None]


class Gap(NamedTuple):
    field: str
    why: str


class Lacking(NamedTuple):
    """What one customer's file lacks, beside what the customer owes in one currency."""

    file: AccountFile
    currency: str | None
    open_cents: int
    gaps: tuple[Gap, ...]
    weight: int

    def as_json(self) -> dict[str, Any]:
        return {
            "customer": self.file.code,
            "name": self.file.name,
            "in_master": self.file.profile is not None,
            "currency": self.currency,
            "open_cents": self.open_cents,
            "weight": self.weight,
            "missing": [gap._asdict() for gap in self.gaps],
        }


def siren(file: AccountFile) -> str | None:
    profile = file.profile
    if profile is not None and (
        profile.siren or profile.kind == "consumer" or (profile.country or _FRANCE) != _FRANCE
    ):
        return None
    return "Without a SIREN there is no score of the company, and no news of its insolvency."


def terms(file: AccountFile) -> str | None:
    if file.profile is not None and file.profile.terms_days is not None:
        return None
    return "Without agreed terms, due dates are the default: thirty days from the invoice."


def accounts_payable_email(file: AccountFile) -> str | None:
    if any(one.role == "accounts_payable" and one.email for one in file.contacts):
        return None
    if file.profile is not None and file.profile.email:
        return "Without an e-mail of accounts payable, reminders go to the general address."
    return "Without an e-mail of accounts payable, no reminder can go by e-mail."


def general_terms(file: AccountFile) -> str | None:
    if file.profile is not None and (file.profile.gts_accepted_on or file.profile.kind == "consumer"):
        return None
    return "General terms that were not accepted bind nobody: their rate and clauses cannot be claimed."


def penalty_clause(file: AccountFile) -> str | None:
    if file.profile is not None and (file.profile.penalty_clause or file.profile.kind == "consumer"):
        return None
    return "Without a penalty clause, only the legal rate of penalties can be claimed, not a contractual one."


def retention_of_title(file: AccountFile) -> str | None:
    if file.profile is not None and file.profile.retention_of_title:
        return None
    return "Without retention of title, unpaid goods cannot be claimed back from a customer that fails."


def iban(file: AccountFile) -> str | None:
    if file.profile is not None and file.profile.iban:
        return None
    return "Without an IBAN, a payment on the bank statement is not recognised by its account."


def sales_owner(file: AccountFile) -> str | None:
    if file.profile is not None and file.profile.sales_owner:
        return None
    if any(one.role == "sales_owner" for one in file.contacts):
        return None
    return "Without a sales owner, nobody of ours is told before deliveries stop, and cash is nobody's."


# By what they block: whom we sell to, then when it is due, then reaching them, then the law, then ease.
CHECKS = (
    Check("siren", 8, siren),
    Check("terms", 6, terms),
    Check("accounts_payable_email", 5, accounts_payable_email),
    Check("general_terms", 4, general_terms),
    Check("penalty_clause", 3, penalty_clause),
    Check("retention_of_title", 3, retention_of_title),
    Check("iban", 2, iban),
    Check("sales_owner", 1, sales_owner),
)


def gaps_of(file: AccountFile) -> tuple[Gap, ...]:
    """What is missing, what blocks most first."""
    return tuple(Gap(check.field, why) for check in CHECKS if (why := check.why(file)) is not None)


def lacking(files: Iterable[AccountFile]) -> list[Lacking]:
    """The files that lack something, one row a currency: where most is owed and most is blocked first.

    Rows of one currency stand together, since amounts of two are not compared; customers that owe nothing
    come last.
    """
    weights = {check.field: check.weight for check in CHECKS}
    found = [
        Lacking(file, currency, cents, gaps, sum(weights[gap.field] for gap in gaps))
        for file in files
        if (gaps := gaps_of(file))
        for currency, cents in _owed(file)
    ]
    found.sort(
        key=lambda one: (one.currency or "~", -one.weight * one.open_cents, -one.weight, one.file.code)
    )
    return found


def _owed(file: AccountFile) -> list[tuple[str | None, int]]:
    owed: list[tuple[str | None, int]] = [
        (name, cents) for name, cents in file.open_cents.items() if cents > 0
    ]
    return sorted(owed, key=str) or [(None, 0)]
