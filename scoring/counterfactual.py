"""The one change that would help a customer most, asked of the model itself and never estimated."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from kernel.language import Language
from scoring.default.model import Assessments, DefaultModel
from scoring.score import Counterfactual, score_of
from scoring.wording.phrases import points, s, share

# Less than a point nobody would act for.
_LEAST_GAIN = 1.0
_SOUND_EQUITY = 0.2  # a fifth of the balance sheet, from which bankers stop asking


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done: `feature`, which only ever hurts on one side, and what goes with it.

    It applies where the feature lies on the wrong side of `bound` (`above` says which).
    """

    feature: str
    bound: float
    above: bool
    changes: Mapping[str, float]
    english: str
    french: str

    def applies(self, frame: pd.DataFrame) -> NDArray[np.bool_]:
        if self.feature not in frame:
            return np.zeros(len(frame), dtype=bool)
        values = frame[self.feature].to_numpy(np.float64)
        return values > self.bound if self.above else values < self.bound

    def on(self, frame: pd.DataFrame) -> pd.DataFrame:
        """The rows after it; what is not known of them stays so."""
        held = {name: value for name, value in self.changes.items() if name in frame}
        return frame.assign(
            **{name: frame[name].where(frame[name].isna(), value) for name, value in held.items()}
        )

    def said(self, now: float, language: Language) -> str:
        french = language is Language.FRENCH
        whole = round(now)
        plural = s(whole) if french else "" if whole == 1 else "s"
        words = {
            "now": whole,
            "s": plural,
            "percent": round(100 * now),
            "target": share(_SOUND_EQUITY, french),
        }
        return (self.french if french else self.english).format(**words)


ACTIONS: tuple[Action, ...] = (
    Action(
        feature="oldest_overdue_days",
        bound=0.0,
        above=True,
        changes={
            "oldest_overdue_days": 0.0,
            "others_oldest_overdue_days": 0.0,
            "overdue_share": 0.0,
            "overdue_amount_share": 0.0,
            "n_overdue": 0.0,
            "overdue_to_usual": 0.0,
            "overdue_days_mean": 0.0,
            "overdue_days_weighted": 0.0,
            "open_not_due_share": 1.0,
            "open_1_30_share": 0.0,
            "open_31_60_share": 0.0,
            "open_61_90_share": 0.0,
            "open_over_90_share": 0.0,
        },
        english="If all that is overdue (the oldest by {now} day{s}) were paid",
        french="Si tout l'échu (le plus ancien de {now} jour{s}) était payé",
    ),
    Action(
        feature="returned_payments_12m",
        bound=0.0,
        above=True,
        changes={"returned_payments_12m": 0.0},
        english="If the bank had sent no payment back within a year (now {now})",
        french="Si la banque n'avait rejeté aucun paiement en un an (à présent {now})",
    ),
    Action(
        feature="days_late_recent_censored",
        bound=1.0,
        above=True,
        changes={"days_late_recent_censored": 0.0, "days_late_recent": 0.0},
        english="If it had lately paid on the due day (now {now} day{s} late)",
        french="S'il avait payé dernièrement à l'échéance (à présent {now} jour{s} de retard)",
    ),
    Action(
        feature="equity_ratio",
        bound=_SOUND_EQUITY,
        above=False,
        changes={"equity_ratio": _SOUND_EQUITY, "negative_equity": 0.0},
        english="If its equity were {target} of total assets (now {percent}%)",
        french="Si ses capitaux propres étaient à {target} du bilan (à présent {percent}\u202f%)",
    ),
)


def counterfactuals(
    model: DefaultModel, frame: pd.DataFrame, told: Assessments, *, language: Language
) -> list[Counterfactual | None]:
    """For each row the action that gains most, None where none gains a point or a fact decides alone."""
    free = np.array([why == "" for why in told.override], dtype=bool)
    scores = [score_of(float(chance)) for chance in told.pd_12m]
    best: list[Counterfactual | None] = [None] * len(frame)
    for action in ACTIONS:
        rows = np.flatnonzero(action.applies(frame) & free)
        if len(rows) == 0:
            continue
        changed = model.assess(action.on(frame.iloc[rows]), explain=False).pd_12m
        now = frame[action.feature].to_numpy(np.float64)[rows]
        for row, value, chance in zip(rows.tolist(), now.tolist(), changed.tolist(), strict=True):
            found, to_beat = score_of(chance), best[row]
            least = scores[row] + _LEAST_GAIN if to_beat is None else to_beat.score
            if found >= least:
                text = _sentence(action.said(value, language), (scores[row], found), language)
                best[row] = Counterfactual(
                    action.feature, value, action.changes[action.feature], found, chance, text
                )
    return best


def _sentence(action: str, scores: tuple[float, float], language: Language) -> str:
    now, then = (points(score) for score in scores)
    if language is Language.FRENCH:
        return f"{action}, le score serait de {then} au lieu de {now}."
    return f"{action}, the score would be {then} instead of {now}."
