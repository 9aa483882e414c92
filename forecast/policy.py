"""What a company chooses of its forecast, as policy/forecast.toml holds it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DependencePolicy:
    """How far invoices are paid together is measured on past evenings, and drawn to what is usual."""

    evenings: int
    fewest_evenings: int
    days_apart: int
    weeks: int
    most_invoices: int
    fewest_invoices: int
    usual_customer: float
    usual_book: float
    own_weight: float
    least_width: float
    most_width: float

    def __post_init__(self) -> None:
        if min(self.evenings, self.fewest_evenings, self.days_apart, self.weeks, self.most_invoices) < 1:
            raise ValueError(
                "evenings, fewest_evenings, days_apart, weeks and most_invoices must be 1 or more."
            )
        shares = (self.usual_customer, self.usual_book, self.own_weight)
        if min(shares) < 0.0 or self.own_weight > 1.0 or self.usual_customer + self.usual_book >= 1.0:
            raise ValueError(
                "usual_customer, usual_book and own_weight are shares; the first two stay below 1."
            )
        if not 0.0 < self.least_width <= self.most_width:
            raise ValueError("least_width must be above 0 and no more than most_width.")


@dataclass(frozen=True, slots=True)
class RhythmPolicy:
    """How invoices not yet issued are foreseen."""

    days: int
    half_life: int
    turnover_error: float

    def __post_init__(self) -> None:
        if self.days < 1 or self.half_life < 1 or self.turnover_error < 0.0:
            raise ValueError("days and half_life must be 1 or more, turnover_error 0 or more.")


@dataclass(frozen=True, slots=True)
class ForecastPolicy:
    """Version, draws, seed and what is shown; dependence and rhythm apart."""

    version: str
    draws: int
    seed: int
    largest_shown: int
    dependence: DependencePolicy
    rhythm: RhythmPolicy

    def __post_init__(self) -> None:
        if not _FEWEST_DRAWS <= self.draws <= _MOST_DRAWS:
            raise ValueError(f"draws must lie between {_FEWEST_DRAWS} and {_MOST_DRAWS}.")
        if self.seed < 0 or self.largest_shown < 0:
            raise ValueError("seed and largest_shown must be 0 or more.")


# Below, the ends of the 95 % interval are single draws; above, memory and time grow for nothing.
_FEWEST_DRAWS, _MOST_DRAWS = 200, 10_000
