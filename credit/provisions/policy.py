"""What a company chooses about its provisions."""

from dataclasses import astuple, dataclass, fields
from enum import StrEnum
from hashlib import sha256
from itertools import pairwise
from math import isclose


class Bucket(StrEnum):
    """How long an amount has been due, as in the aged balance."""

    NOT_DUE = "not_due"
    DAYS_1_30 = "days_1_30"
    DAYS_31_60 = "days_31_60"
    DAYS_61_90 = "days_61_90"
    DAYS_OVER_90 = "days_over_90"


BUCKETS = tuple(Bucket)


class SegmentBy(StrEnum):
    NONE = "none"
    COUNTRY = "country"
    SECTOR = "sector"


@dataclass(frozen=True, slots=True)
class FloorRates:
    """Loss rates by age without any experience."""

    not_due: float
    days_1_30: float
    days_31_60: float
    days_61_90: float
    days_over_90: float

    def __post_init__(self) -> None:
        rates = astuple(self)
        if not all(0 <= low <= high <= 1 for low, high in pairwise(rates)):
            raise ValueError("the rates lie between 0 and 1 and do not fall as debts grow older.")

    def of(self, bucket: Bucket) -> float:
        rate: float = getattr(self, bucket.value)
        return rate


@dataclass(frozen=True, slots=True)
class Lost:
    """The share lost for good of what is not paid a year after due."""

    unsecured: float
    retention_of_title: float

    def __post_init__(self) -> None:
        _shares(self)
        if self.retention_of_title > self.unsecured:
            raise ValueError("retention_of_title is above unsecured: a security would raise the loss.")


@dataclass(frozen=True, slots=True)
class Specific:
    """Rates of what is looked at one by one."""

    insolvent: float
    disputed: float

    def __post_init__(self) -> None:
        _shares(self)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A view of the future: by what it multiplies the rates, and how much it counts."""

    name: str
    weight: float
    factor: float

    def __post_init__(self) -> None:
        if not 0 <= self.weight <= 1:
            raise ValueError(f"the weight of “{self.name}” is a share: between 0 and 1.")
        if self.factor < 0:
            raise ValueError(f"the factor of “{self.name}” is below 0.")


@dataclass(frozen=True, slots=True)
class ProvisionPolicy:
    version: str
    segment_by: SegmentBy
    window_days: int
    at_least_invoices: int
    floor_rates: FloorRates
    lost: Lost
    specific: Specific
    scenarios: tuple[Scenario, ...]

    def __post_init__(self) -> None:
        if self.window_days < 1:
            raise ValueError("window_days is below 1: no day would count.")
        if self.at_least_invoices < 1:
            raise ValueError("at_least_invoices is below 1: a rate of no invoice is no rate.")
        if not isclose(sum(one.weight for one in self.scenarios), 1.0, abs_tol=1e-9):
            raise ValueError("the weights of the scenarios must add up to 1.")

    @property
    def factor(self) -> float:
        """By what the future multiplies the rates, all scenarios weighed."""
        return sum(one.weight * one.factor for one in self.scenarios)

    @property
    def mark(self) -> str:
        """Its version, and what tells it from another of the same version with other figures."""
        return f"{self.version} {sha256(repr(astuple(self)).encode()).hexdigest()[:12]}"


def _shares(value: Lost | Specific) -> None:
    for one in fields(value):
        if not 0 <= getattr(value, one.name) <= 1:
            raise ValueError(f"{one.name} is a share: between 0 and 1.")
