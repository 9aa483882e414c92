"""Every feature, in one flat list: what computes it, what it means, and which way it points to risk."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from features import exposure, invoice, outlook, payment_history, relation
from features.evening import Evening, Floats


class Family(StrEnum):
    """Features whose contributions are told in one sentence."""

    LATENESS = "lateness"
    HABIT = "habit"
    RECENT = "recent"
    OVERDUE = "overdue"
    RELATION = "relation"
    INVOICE = "invoice"
    CALENDAR = "calendar"


class Risk(StrEnum):
    """What a higher value says of lateness, when nothing else changes."""

    UP = "higher is later"
    DOWN = "higher is sooner"
    OPEN = "either way"


@dataclass(frozen=True, slots=True)
class Feature:
    """One named number. `low` and `high` bound what is possible, None where nothing does."""

    compute: Callable[[Evening], Floats]
    meaning: str
    unit: str
    low: float | None
    high: float | None
    risk: Risk
    family: Family

    @property
    def name(self) -> str:
        return self.compute.__name__


_history, _late, _recent, _overdue = payment_history, Family.LATENESS, Family.RECENT, Family.OVERDUE
_habit = Family.HABIT
_relation, _invoice, _calendar = Family.RELATION, Family.INVOICE, Family.CALENDAR

CATALOGUE: tuple[Feature, ...] = (
    Feature(_history.n_paid, "Invoices paid so far", "invoices", 0, None, Risk.OPEN, _relation),
    Feature(_history.n_paid_30, "Invoices paid in 30 days", "invoices", 0, None, Risk.OPEN, _recent),
    Feature(_history.n_paid_90, "Invoices paid in 90 days", "invoices", 0, None, Risk.OPEN, _recent),
    Feature(_history.days_late_mean, "Mean lateness", "days", None, None, Risk.UP, _late),
    Feature(_history.days_late_mean_30, "Mean lateness, 30 days", "days", None, None, Risk.UP, _recent),
    Feature(_history.days_late_mean_90, "Mean lateness, 90 days", "days", None, None, Risk.UP, _recent),
    Feature(_history.days_late_mean_365, "Mean lateness, 365 days", "days", None, None, Risk.UP, _late),
    Feature(_history.days_late_median, "Median lateness", "days", -200, 823, Risk.UP, _late),
    Feature(_history.days_late_q10, "Lateness, lowest tenth", "days", -200, 823, Risk.UP, _late),
    Feature(_history.days_late_q25, "Lateness, lowest quarter", "days", -200, 823, Risk.UP, _late),
    Feature(_history.days_late_q75, "Lateness, highest quarter", "days", -200, 823, Risk.UP, _late),
    Feature(_history.days_late_q90, "Lateness, highest tenth", "days", -200, 823, Risk.UP, _late),
    Feature(_history.days_late_spread, "Spread of lateness", "days", 0, None, Risk.OPEN, _late),
    Feature(_history.days_late_weighted, "Mean lateness of a euro", "days", None, None, Risk.UP, _late),
    Feature(_history.late_share, "Share paid late", "share", 0, 1, Risk.UP, _late),
    Feature(_history.late_share_7, "Share over 7 days late", "share", 0, 1, Risk.UP, _late),
    Feature(_history.late_share_30, "Share over 30 days late", "share", 0, 1, Risk.UP, _late),
    Feature(_history.late_share_within_90, "Share late, 90 days", "share", 0, 1, Risk.UP, _recent),
    Feature(_history.days_late_recent, "Lateness, recent first", "days", None, None, Risk.UP, _recent),
    Feature(
        _history.days_late_recent_censored,
        "Lateness, recent first, overdue counted",
        "days",
        None,
        None,
        Risk.UP,
        _recent,
    ),
    Feature(
        _history.days_late_last_1, "Lateness of the last payment day", "days", None, None, Risk.UP, _recent
    ),
    Feature(
        _history.days_late_last_2, "Lateness of the last day but one", "days", None, None, Risk.UP, _recent
    ),
    Feature(
        _history.days_late_last_3, "Lateness of the last day but two", "days", None, None, Risk.UP, _recent
    ),
    Feature(_history.days_late_trend, "Lateness gained a payment day", "days", None, None, Risk.UP, _recent),
    Feature(_history.days_late_drift, "Lateness, quarter against year", "days", None, None, Risk.UP, _recent),
    Feature(_history.days_since_payment, "Days since the last payment", "days", 0, None, Risk.OPEN, _recent),
    Feature(_history.weekday_concentration, "Payments on one weekday", "share", 0, 1, Risk.OPEN, _calendar),
    Feature(outlook.late_as_book, "Late as the book pays", "probability", 0, 1, Risk.UP, _habit),
    Feature(outlook.late_as_before, "Late as it pays", "probability", 0, 1, Risk.UP, _habit),
    Feature(outlook.late_as_on_weekdays, "Late by its weekdays", "probability", 0, 1, Risk.UP, _habit),
    Feature(outlook.late_as_on_month_days, "Late by its month days", "probability", 0, 1, Risk.UP, _habit),
    Feature(outlook.late_as_recently, "Late as it paid of late", "probability", 0, 1, Risk.UP, _habit),
    Feature(outlook.late_30_as_book, "Over 30 late as the book", "probability", 0, 1, Risk.UP, _habit),
    Feature(outlook.late_30_as_before, "Over 30 late as it pays", "probability", 0, 1, Risk.UP, _habit),
    Feature(exposure.n_open, "Other open invoices", "invoices", 0, None, Risk.OPEN, _overdue),
    Feature(exposure.open_to_usual, "Open, in usual invoices", "invoices", None, None, Risk.OPEN, _overdue),
    Feature(exposure.n_overdue, "Other overdue invoices", "invoices", 0, None, Risk.UP, _overdue),
    Feature(exposure.overdue_to_usual, "Overdue, in usual invoices", "invoices", 0, None, Risk.UP, _overdue),
    Feature(exposure.overdue_share, "Share of open that is overdue", "share", 0, 1, Risk.UP, _overdue),
    Feature(exposure.oldest_overdue_days, "Oldest overdue", "days", 0, None, Risk.UP, _overdue),
    Feature(exposure.overdue_days_mean, "Mean days overdue", "days", 0, None, Risk.UP, _overdue),
    Feature(relation.n_issued, "Invoices so far", "invoices", 0, None, Risk.OPEN, _relation),
    Feature(relation.n_issued_30, "Invoices in 30 days", "invoices", 0, None, Risk.OPEN, _relation),
    Feature(relation.n_issued_90, "Invoices in 90 days", "invoices", 0, None, Risk.OPEN, _relation),
    Feature(relation.days_known, "Days since the first invoice", "days", 0, None, Risk.OPEN, _relation),
    Feature(relation.volume_growth, "Volume, quarter against year", "ratio", 0, None, Risk.OPEN, _relation),
    Feature(invoice.amount_log, "Amount, logarithm", "log units", None, None, Risk.OPEN, _invoice),
    Feature(invoice.amount_to_usual, "Amount against the usual", "ratio", 0, None, Risk.OPEN, _invoice),
    Feature(invoice.terms_days, "Terms", "days", None, None, Risk.OPEN, _invoice),
    Feature(invoice.terms_against_usual, "Terms against usual", "days", None, None, Risk.OPEN, _invoice),
    Feature(invoice.days_past_due, "Days past due", "days", None, None, Risk.OPEN, _invoice),
    Feature(invoice.paid_fraction, "Share already paid", "share", None, 1, Risk.OPEN, _invoice),
    Feature(invoice.due_weekday, "Weekday of the due day", "Monday is 0", 0, 6, Risk.OPEN, _calendar),
    Feature(invoice.due_day_of_month, "Day of the month due", "day", 1, 31, Risk.OPEN, _calendar),
    Feature(invoice.due_from_month_end, "Due before month end", "days", 0, 30, Risk.OPEN, _calendar),
    Feature(invoice.due_month, "Month due", "month", 1, 12, Risk.OPEN, _calendar),
    Feature(invoice.issue_weekday, "Weekday of issue", "Monday is 0", 0, 6, Risk.OPEN, _calendar),
)
NAMES: tuple[str, ...] = tuple(feature.name for feature in CATALOGUE)
