"""By what a report is cut: customers, who sells to them, their sector, or months."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import pandas as pd

from ledger.registers.catalogue import CustomerProfileRow

_DIVISION = 2  # digits of an activity code that name its division

# Titles by the last division they hold: those of NAF rév. 2 and of NAF 2025 agree this far, their letters
# do not, so no letter is shown (INSEE, Nomenclature d'activités française).
_SECTORS = (
    (3, "agriculture, forestry and fishing"),
    (9, "mining and quarrying"),
    (33, "manufacturing"),
    (35, "electricity and gas"),
    (39, "water and waste"),
    (43, "construction"),
    (47, "wholesale and retail trade"),
    (53, "transport and storage"),
    (56, "hotels and restaurants"),
    (63, "information and communication"),
    (66, "finance and insurance"),
    (68, "real estate"),
    (75, "professional, scientific and technical services"),
    (82, "administrative and support services"),
    (84, "public administration"),
    (85, "education"),
    (88, "health and social work"),
    (93, "arts, sports and recreation"),
    (96, "other services"),
    (98, "households"),
    (99, "international organisations"),
)


class By(StrEnum):
    CUSTOMER = "customer"
    SALES_OWNER = "sales-owner"
    SECTOR = "sector"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class People:
    """Customers by their identifier, as an evening knew them."""

    codes: Mapping[int, str]
    names: Mapping[int, str | None]
    profiles: Mapping[int, CustomerProfileRow] = field(default_factory=dict)


def group_of(customers: pd.Series, by: By, people: People) -> pd.Series:
    """The group of each customer; missing where `labels` has none."""
    return customers.map(labels(by, people)).astype("str")


def titles(by: By, people: People) -> dict[str, str | None]:
    """The name of each group, where it has one beside its code."""
    if by is By.CUSTOMER:
        return {code: people.names.get(key) for key, code in people.codes.items()}
    if by is By.SECTOR:
        found = {sector_of(profile.naf) for profile in people.profiles.values()}
        return {division: sector_title(division) for division in found if division is not None}
    return {}


def sector_of(naf: str | None) -> str | None:
    """The division of an activity: its first two digits."""
    division = (naf or "")[:_DIVISION]
    return division if len(division) == _DIVISION and division.isdecimal() else None


def sector_title(division: str) -> str | None:
    return next((title for last, title in _SECTORS if int(division) <= last), None)


def labels(by: By, people: People) -> dict[int, str]:
    """The group of customers by identifier, without those that nobody said who sells to, or what they do."""
    if by is By.CUSTOMER:
        return dict(people.codes)
    found = {
        key: profile.sales_owner if by is By.SALES_OWNER else sector_of(profile.naf)
        for key, profile in people.profiles.items()
    }
    return {key: label for key, label in found.items() if label}


def month_of(days: pd.Series) -> pd.Series:
    """The month of each day, as 2024-05."""
    return days.dt.strftime("%Y-%m").astype("str")
