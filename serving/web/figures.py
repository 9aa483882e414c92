"""What the figures of a model are called on a page, and which way is better."""

from enum import StrEnum
from typing import NamedTuple


class Better(StrEnum):
    LOWER = "lower"
    HIGHER = "higher"
    ONE = "one"  # the nearer to 1
    NOBODY = "nobody"  # no matter of better or worse


class Figure(NamedTuple):
    """A text of the catalogue, with the question it answers where there are several; blank where not."""

    text: str
    question: str
    better: Better


def _(text: str) -> str:
    """Marks a text for the catalogue."""
    return text


_QUESTIONS = {
    "paid_late": _("paid late"),
    "paid_more_than_30_days_late": _("more than 30 days late"),
    "default_within_12_months": _("default within a year"),
    "default_within_12_months_T0_identity": _("default within a year, identity alone"),
    "default_within_12_months_T1_with_company": _("default within a year, with accounts and announcements"),
    "default_within_12_months_T2_with_ledger": _("default within a year, with our ledger"),
}
_MEASURES = {
    "log_loss": (_("log-loss"), Better.LOWER),
    "brier": (_("Brier score"), Better.LOWER),
    "expected_over_observed": (_("expected over observed"), Better.ONE),
    "auc": (_("ranking (AUC)"), Better.HIGHER),
}
_OTHERS = {
    "cash_wape": (_("cash by week, share in error"), Better.LOWER),
    "coverage_80": (_("share within the interval of 80 per cent"), Better.NOBODY),
    "crps_days": (_("error of the foretold days (CRPS)"), Better.LOWER),
    "mae_days": (_("mean error in days"), Better.LOWER),
    "within_3_days": (_("share foretold within three days"), Better.HIGHER),
    "model_calibration_error": (_("error of calibration"), Better.LOWER),
    "size": (_("size of the trees"), Better.NOBODY),
    "learnt_from": (_("cases learnt from"), Better.NOBODY),
    "defaults_learnt_in_rehearsal": (_("defaults learnt in the rehearsal"), Better.NOBODY),
}


def figure_named(name: str) -> Figure:
    """A figure nobody gave words to keeps its name."""
    question, _dot, measure = name.rpartition(".")
    if measure in _MEASURES and question:
        text, better = _MEASURES[measure]
        return Figure(text, _QUESTIONS.get(question, question.replace("_", " ")), better)
    text, better = _OTHERS.get(name, (name.replace("_", " "), Better.NOBODY))
    return Figure(text, "", better)


def better_of(figure: Figure, first: float | None, second: float | None) -> int:
    """1 or 2 for the one that is better, 0 where neither is or nobody can say."""
    if first is None or second is None or figure.better is Better.NOBODY or first == second:
        return 0
    if figure.better is Better.ONE:
        first, second = abs(first - 1), abs(second - 1)
    return 1 if (first < second) != (figure.better is Better.HIGHER) else 2
