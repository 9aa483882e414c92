"""The search for a recipe: small losses on the folds, and small models where that costs no accuracy.

Each trial draws from a seed of its own number, so that a search goes on after a stop exactly as it would
have gone without one, as long as a single worker runs it.
"""

import math
import warnings
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, TypeVar

import optuna
from optuna.distributions import BaseDistribution
from optuna.trial import FrozenTrial, TrialState

from training.run.size import LARGEST
from training.run.subject import Subject

R = TypeVar("R")
M = TypeVar("M")
DONE = (TrialState.COMPLETE, TrialState.PRUNED)
LOSS, SIZE = "loss", "size"

_SEED = 29
# Random trials before the search learns from them, and before the median may stop a trial.
_STARTUP = 8
# Twice the size that can be explained in time must earn one per cent of log-loss, so must the next doubling.
_DOUBLING = 0.01
# Among models small enough, half the size is worth a tenth of that: fewer trees, the same answers.
_HALVING = 0.001


@dataclass(frozen=True, slots=True)
class Choice:
    """The trial chosen, and what its size gives up beside the most accurate one, as a share of log-loss."""

    trial: int
    loss: float
    size: float
    best_loss: float
    best_size: float
    standard_loss: float | None
    finished: int
    pruned: int

    @property
    def given_up(self) -> float:
        return self.loss / self.best_loss - 1


def penalised(loss: float, size: float) -> float:
    """What a search minimises: the loss, raised by a share for each doubling of the size."""
    doublings = math.log2(max(size, 1.0) / LARGEST)
    return loss * (1 + (_DOUBLING if doublings > 0 else _HALVING) * doublings)


def objective(subject: Subject[R, M]) -> Callable[[optuna.Trial], float]:
    """The mean over the folds, told fold by fold so that a hopeless trial ends early."""

    def run(trial: optuna.Trial) -> float:
        recipe = subject.suggested(trial)
        losses, sizes = [], []
        for fold in range(subject.folds):
            tried = subject.loss(recipe, fold)
            losses.append(tried.loss)
            sizes.append(tried.size)
            trial.report(penalised(_mean(losses), max(sizes)), fold)
            if fold < subject.folds - 1 and trial.should_prune():
                raise optuna.TrialPruned
        trial.set_user_attr(LOSS, _mean(losses))
        trial.set_user_attr(SIZE, max(sizes))
        return penalised(_mean(losses), max(sizes))

    return run


def _mean(losses: Sequence[float]) -> float:
    return sum(losses) / len(losses)


def recipe_of(subject: Subject[R, M], trial: FrozenTrial) -> R:
    """The recipe of a finished trial, suggested again from its parameters."""
    return subject.suggested(optuna.trial.FixedTrial(trial.params))


def chosen(trials: Sequence[FrozenTrial]) -> Choice:
    """The least penalised of the finished trials. At least one must have finished."""
    finished = [trial for trial in trials if trial.state is TrialState.COMPLETE]
    least = min(finished, key=lambda trial: (trial.value or 0.0, trial.number))
    best = min(finished, key=lambda trial: (trial.user_attrs[LOSS], trial.number))
    standard = [trial for trial in finished if trial.number == 0]
    return Choice(
        trial=least.number,
        loss=least.user_attrs[LOSS],
        size=least.user_attrs[SIZE],
        best_loss=best.user_attrs[LOSS],
        best_size=best.user_attrs[SIZE],
        standard_loss=standard[0].user_attrs[LOSS] if standard else None,
        finished=len(finished),
        pruned=sum(trial.state is TrialState.PRUNED for trial in trials),
    )


def table(trials: Sequence[FrozenTrial]) -> list[dict[str, object]]:
    """A row a trial, for the run's own table."""
    return [
        {
            "trial": trial.number,
            "state": trial.state.name.lower(),
            "penalised": trial.value if trial.state is TrialState.COMPLETE else None,
            LOSS: trial.user_attrs.get(LOSS),
            SIZE: trial.user_attrs.get(SIZE),
            **trial.params,
        }
        for trial in trials
    ]


def standard_parameters(subject: Subject[R, M]) -> dict[str, Any]:
    """What the first trial is given, so that no search ends below the recipe it set out from."""
    own = asdict(subject.standard)  # type: ignore[call-overload]
    asked = optuna.trial.FixedTrial(own)
    subject.suggested(asked)
    return {name: own[name] for name in asked.distributions}


class Seeded(optuna.samplers.BaseSampler):  # type: ignore[misc]
    """A tree-structured Parzen estimator whose chance depends on the trial's number and on nothing else."""

    def infer_relative_search_space(
        self, study: optuna.Study, trial: FrozenTrial
    ) -> dict[str, BaseDistribution]:
        return self._of(trial).infer_relative_search_space(study, trial)

    def sample_relative(
        self, study: optuna.Study, trial: FrozenTrial, search_space: dict[str, BaseDistribution]
    ) -> dict[str, Any]:
        return self._of(trial).sample_relative(study, trial, search_space)

    def sample_independent(
        self,
        study: optuna.Study,
        trial: FrozenTrial,
        param_name: str,
        param_distribution: BaseDistribution,
    ) -> Any:
        salt = sum(param_name.encode())  # else every parameter of a trial would draw the same number
        sampler = self._of(trial, salt=salt)
        return sampler.sample_independent(study, trial, param_name, param_distribution)

    def _of(self, trial: FrozenTrial, *, salt: int = 0) -> optuna.samplers.TPESampler:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
            return optuna.samplers.TPESampler(
                seed=_SEED + 1_000 * trial.number + salt,
                n_startup_trials=_STARTUP,
                multivariate=True,
                constant_liar=True,  # workers side by side keep off each other's ground
            )


def pruner() -> optuna.pruners.BasePruner:
    """Stops a trial that is worse on a fold than half of those before it."""
    return optuna.pruners.MedianPruner(n_startup_trials=_STARTUP)
