"""The probability of default a decision rests on: the model's, moved by references and by external scores."""

from dataclasses import dataclass, replace
from datetime import date
from math import exp, isfinite, log

from credit.acceptance.application import Application, Chance, ExternalScore, Reference
from credit.acceptance.policy import AcceptancePolicy, Combine, External, References, Scale
from scoring.score import score_of

_DAYS_A_YEAR, _DAYS_A_MONTH = 365.25, 30.4375
# Log-odds of nothing and of everything are infinite: beyond these nobody can tell chances apart.
_LEAST, _MOST = 1e-6, 1.0 - 1e-6


@dataclass(frozen=True, slots=True)
class Adjustment:
    """What moved the model's answer, and by how much in log-odds; `used` is False for what could not be."""

    what: str
    log_odds: float
    used: bool
    why: str
    pd: float | None = None


@dataclass(frozen=True, slots=True)
class Combined:
    chance: Chance
    adjustments: tuple[Adjustment, ...]


@dataclass(frozen=True, slots=True)
class Missing:
    """How much a piece that is not known may move the answer, in points of score between good and bad."""

    piece: str
    pd_good: float
    pd_bad: float
    low: float
    high: float
    points: float


def combined(model: Chance, application: Application, policy: AcceptancePolicy, *, certain: bool) -> Combined:
    """The model's answer with what others say of the company; a fact that is `certain` nobody moves."""
    if certain:
        return Combined(model, ())
    moved = _references(application.references, policy.references, on=application.on)
    after = _shifted(model, moved.log_odds) if moved is not None else model
    told = () if moved is None else (moved,)
    if application.external is None:
        return Combined(after, told)
    outside = outside_chance(application.external, policy, on=application.on)
    if outside.pd is None:
        return Combined(after, (*told, outside))
    to = _towards(after.pd_12m, outside.pd, policy.external)
    return Combined(_shifted(after, to), (*told, replace(outside, log_odds=to)))


def missing(application: Application, policy: AcceptancePolicy, *, certain: bool) -> tuple[Missing, ...]:
    """Every missing piece, the one that moves most first. Nothing is missing of what is certain."""
    if certain:
        return ()
    found = [
        _missing(one.name, *(combined(side, application, policy, certain=False).chance
                             for side in (one.good, one.bad)))
        for one in application.pieces
    ]  # fmt: skip
    if not application.references:
        found.append(_of_references(application, policy))
    return tuple(sorted(found, key=lambda one: (-one.points, one.piece)))


def model_chance(application: Application) -> Chance:
    """As the score says it. A score always stands in a standing that asks for credit."""
    scored = application.standing.scored
    if scored is None:
        raise ValueError("An application carries the model's score.")
    return Chance(scored.pd_12m, scored.low, scored.high)


def outside_chance(external: ExternalScore, policy: AcceptancePolicy, *, on: date) -> Adjustment:
    """What an external score says, by the scale of the policy; not used where that cannot be told."""
    scale = _scale(external, policy.scales)
    if scale is None:
        return Adjustment("external", 0.0, False, "unknown scale")
    if external.dated_on > on:
        return Adjustment("external", 0.0, False, "of a later day")
    if (on - external.dated_on).days > policy.external.most_months * _DAYS_A_MONTH:
        return Adjustment("external", 0.0, False, "too old")
    pd = _on_scale(external.value, scale)
    if pd is None:
        return Adjustment("external", 0.0, False, "not on the scale")
    return Adjustment("external", 0.0, True, policy.external.combine.value, pd)


def _references(told: tuple[Reference, ...], policy: References, *, on: date) -> Adjustment | None:
    if not told:
        return None
    total = sum(_reference(one, policy, on=on) for one in told)
    return Adjustment("references", min(max(total, -policy.most), policy.most), True, "")


def _reference(one: Reference, policy: References, *, on: date) -> float:
    if one.incidents > 0:
        return policy.incident * min(one.incidents, 10)
    if one.usual_days_late is None:
        return 0.0
    if one.usual_days_late >= policy.late_days:
        return policy.late
    years = 0.0 if one.since is None else (on - one.since).days / _DAYS_A_YEAR
    return policy.good if years >= policy.known_years else 0.0


def _of_references(application: Application, policy: AcceptancePolicy) -> Missing:
    """One reference of years, good or bad."""
    since = date(max(application.on.year - 10, 1), 1, 1)
    sides = []
    for profile in (policy.missing.good, policy.missing.bad):
        one = Reference("", since, None, profile.reference_days_late, profile.reference_incidents)
        with_one = replace(application, references=(one,))
        sides.append(combined(model_chance(application), with_one, policy, certain=False).chance)
    return _missing("references", *sides)


def _missing(piece: str, good: Chance, bad: Chance) -> Missing:
    return Missing(
        piece,
        good.pd_12m,
        bad.pd_12m,
        min(good.low, bad.low),
        max(good.high, bad.high),
        abs(score_of(good.pd_12m) - score_of(bad.pd_12m)),
    )


def _towards(pd: float, outside: float, policy: External) -> float:
    """Log-odds to add to the answer."""
    apart = _log_odds(outside) - _log_odds(pd)
    if policy.combine is Combine.WORSE:
        return max(apart, 0.0)
    return policy.weight * apart


def _scale(external: ExternalScore, scales: tuple[Scale, ...]) -> Scale | None:
    held = [one for one in scales if one.name == external.scale and one.since <= external.dated_on]
    found = max(held, key=lambda one: one.since, default=None)
    if found is None or external.scale_on not in (None, found.since):
        return None
    return found


def _on_scale(value: str, scale: Scale) -> float | None:
    written = "".join(value.split()).upper()
    if written in scale.letters:
        return scale.letters[written]
    try:
        number = float(written.replace(",", "."))
    except ValueError:
        return None
    steps = sorted(scale.steps, key=lambda one: one.up_to)
    if not isfinite(number) or number < 0.0:
        return None
    return next((one.pd for one in steps if number <= one.up_to), None)


def _shifted(chance: Chance, by: float) -> Chance:
    if by == 0.0:
        return chance
    return Chance(*(_odds_moved(one, by) for one in (chance.pd_12m, chance.low, chance.high)))


def _odds_moved(pd: float, by: float) -> float:
    return 1.0 / (1.0 + exp(-(_log_odds(pd) + by)))


def _log_odds(pd: float) -> float:
    held = min(max(pd, _LEAST), _MOST)
    return log(held / (1.0 - held))
