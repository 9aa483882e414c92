"""When the watch speaks up."""

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class WatchPolicy:
    """Our choices, by version; each says why."""

    version: str = "2026-11"
    # A year holds every season once; the model's own evening ends it.
    reference_months: int = 12
    # Below this, a population is commonly called unchanged; above the second, another one. The bars are those
    # of credit scoring at large; our own noise level comes on top.
    drift: float = 0.10
    strong_drift: float = 0.25
    # One column may drift by itself; the model is in question when a fifth of what it reads does.
    drifting_share: float = 0.20
    # More missing than before by this share of the rows: a source has stopped telling.
    more_missing: float = 0.10
    # Expected over observed within these bounds moves no grade; the same as for a new model's release.
    fewest_per_observed: float = 0.90
    most_per_observed: float = 1.10
    # Fewer outcomes than this in a month, and neither ratio nor ranking says anything.
    fewest_outcomes: int = 100
    # Where what is asked about is rare, answers are not enough: it must have come so many times.
    fewest_events: int = 1
    # Months of fewer rows are shown, but no drift is read off them.
    fewest_customers: int = 30
    # Beyond this age a model has seen no summer of the kind it is asked about.
    oldest_months: int = 6
    # A silence this many times as long as any of the reference: files are missing, not payments.
    silence: float = 2.0
    # Rows a month that are looked at; a larger month is sampled, each of its rows alike.
    most_rows: int = 4_000


POLICY = WatchPolicy()
# A default takes up to a year to come: a younger model is judged on months half told, one of a year on whole
# ones. Twenty defaults are what a book needs to teach anything (training/default/fitting.py).
DEFAULT_POLICY = replace(POLICY, oldest_months=12, fewest_events=20)
