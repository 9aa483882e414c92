"""What can be asked of a challenger in service beside the champion."""

from datetime import date

from scoring.grades import GradePolicy
from scoring.score import Grade
from scoring.vectors.repository import ShadowScores, WholeScores
from store.session import ReadSession
from training.shadow.compare import Compared, Pair, compared


class NoShadow(LookupError):
    """No challenger was asked beside the champion."""


def shadow_report(session: ReadSession, *, until: date, grades: GradePolicy) -> Compared:
    """The challenger asked last, beside the champion on the same evening. Raises NoShadow."""
    shadows = ShadowScores(session)
    challenger = shadows.last_model(until=until)
    evening = None if challenger is None else shadows.last_evening(challenger, until=until)
    if challenger is None or evening is None:
        raise NoShadow(
            f"No challenger was scored beside the champion up to {until}. Train a model (encours train "
            "default); where it does not take the champion's place, encours score --all asks both."
        )
    told = {one.customer_id: one for one in shadows.on(evening, challenger)}
    pairs, champions = [], set()
    for whole in WholeScores(session).every(evening):
        other, kept = told.get(whole.score.customer_id), whole.score
        if other is not None:
            champions.add(kept.model)
            chances, marks = (kept.pd_12m, other.pd_12m), (Grade(kept.grade), Grade(other.grade))
            pairs.append(Pair(whole.customer, *chances, *marks, certain=kept.override != ""))
    return compared(
        pairs,
        as_of=evening,
        champion=", ".join(sorted(champions)),
        challenger=challenger,
        apart_from=grades.fall_named_from,
    )
