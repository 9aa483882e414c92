"""A subject without a ledger: a bowl whose lowest point is known, and models that are one number."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
import optuna

from scoring.sealed import ModelKind, sealed, unsealed
from training.run.subject import Check, Incomparable, Judged, Progress, Told, Tried, Windows

AS_OF = date(2024, 6, 30)


@dataclass(frozen=True, slots=True)
class Dish:
    """A recipe of two numbers; `steepness` is how surely its model answers."""

    depth: float = 0.8
    leaves: int = 16


@dataclass(frozen=True, slots=True)
class Bowl:
    """A model: its recipe, the evening it knows, and its label."""

    dish: Dish
    as_of: str
    label: str = "unreleased"


def _files(model: Bowl) -> dict[str, str]:
    told = {"format": 1, "depth": model.dish.depth, "leaves": model.dish.leaves, "as_of": model.as_of}
    return sealed({"bowl.txt": "bowl"}, told)


def _read(files: Mapping[str, str], label: str) -> Bowl:
    told = unsealed(files, names=("bowl.txt",), written_in=1, label=label)
    return Bowl(Dish(told["depth"], told["leaves"]), told["as_of"], label)


BOWL = ModelKind("bowl", _files, _read)


def bowls(name: str) -> ModelKind[Bowl]:
    """A kind of its own, so that tests may share one registry."""
    return ModelKind(name, _files, _read)


@dataclass(slots=True)
class BowlSubject:
    """Loss is least at depth 0.3; the smaller `depth`'s distance from it, the better its answers too."""

    as_of: date = AS_OF
    fingerprint: str = "f" * 64
    standard: Dish = field(default_factory=Dish)
    folds: int = 3
    outdated: frozenset[str] = frozenset()
    told: Mapping[int, Sequence[str]] = field(
        default_factory=lambda: {number: ["Told."] for number in range(1, 13)}
    )
    losses: list[tuple[float, int]] = field(default_factory=list)
    kind: ModelKind[Bowl] = BOWL
    cases: Told = field(default_factory=lambda: Told("bowls", "bols"))
    unjudged: Told = field(default_factory=lambda: Told("nothing was spilt", "rien n'a débordé"))
    windows: Windows = field(default_factory=lambda: Windows(date(2024, 3, 1), AS_OF))

    def suggested(self, trial: optuna.trial.BaseTrial) -> Dish:
        return Dish(trial.suggest_float("depth", 0.0, 1.0), trial.suggest_int("leaves", 4, 64))

    def loss(self, recipe: Dish, fold: int) -> Tried:
        self.losses.append((recipe.depth, fold))
        return Tried(0.2 + (recipe.depth - 0.3) ** 2 + 0.01 * fold, 1_000.0 * recipe.leaves)

    def rehearse(self, recipe: Dish, *, progress: Progress) -> Bowl:
        progress("rehearsal", 1, 1)
        return Bowl(recipe, "2024-02-29")

    def fit(self, recipe: Dish, *, progress: Progress) -> Bowl:
        progress("fit", 1, 1)
        return Bowl(recipe, self.as_of.isoformat())

    def known_until(self, model: Bowl) -> date:
        return date.fromisoformat(model.as_of)

    def recipe_of(self, model: Bowl) -> Dish:
        return model.dish

    def runnable(self, model: Bowl) -> None:
        if model.label in self.outdated:
            raise Incomparable(f"{model.label} reads a feature that this version no longer computes.")

    def judge(self, model: Bowl) -> tuple[Judged, ...]:
        chance = np.random.default_rng(3)
        truth = chance.random(1_200) < 0.4
        off = abs(model.dish.depth - 0.3)
        predicted = np.where(truth, 0.9 - off, 0.1 + off) * 0.8 + 0.1
        customer = np.arange(1_200) % 150
        size = np.where(customer < 75, "small", "large").astype(np.str_)
        return (Judged("spilt", predicted, truth, customer, {"size": size}),)

    def checks(self, model: Bowl) -> tuple[Check, ...]:
        return (Check("parity", True, Told("Parity holds.", "Parité tenue.")),)

    def size(self, model: Bowl) -> float:
        return 1_000.0 * model.dish.leaves

    def learnt_from(self, model: Bowl) -> int:
        return 1_200

    def about(self, model: Bowl) -> Mapping[str, object]:
        return {"glazed": True}

    def said(self, model: Bowl) -> tuple[Told, ...]:
        return (Told("It holds water.", "Il tient l'eau."),)

    def figures(self, model: Bowl) -> Mapping[str, float]:
        return {"spoons": 3.0}

    def families(self, model: Bowl) -> Mapping[str, float]:
        return {"clay": 0.2, "glaze": 0.01}

    def sections(self, model: Bowl, rehearsal: Bowl | None) -> Mapping[int, Sequence[str]]:
        return self.told
