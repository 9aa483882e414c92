"""What a retraining run must be told of a model to search, judge and release it.

A subject is bound to its facts: whoever makes one has cut them to what an evening knew. The run knows nothing
of invoices or customers; it asks a subject for losses, models, rows judged and words.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

import numpy as np
import optuna
from numpy.typing import NDArray

from scoring.sealed import ModelKind

Progress = Callable[[str, int, int], None]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

R = TypeVar("R")
M = TypeVar("M")


class Incomparable(ValueError):
    """A model cannot be run by this version of the program, so nothing can be compared with it."""


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence in both languages of the house."""

    english: str
    french: str


@dataclass(frozen=True, slots=True)
class Tried:
    """What a recipe did on one fold: its loss, and the size of what would have to be explained.

    Size is the sum over the trees of leaves × depth², which the cost of an explanation follows.
    """

    loss: float
    size: float


@dataclass(frozen=True, slots=True)
class Judged:
    """A model's answers to one yes-or-no question on the frozen windows, beside what came; a row an answer.

    Rows of one `customer` are drawn together when chance is judged, for they share their fate. `segments`
    names, by the way of cutting, where each row belongs. `within` names the part of the answers that the
    question is about, a tier of knowledge say: such a question is held to what a segment is held to.
    """

    question: str
    predicted: Floats
    truth: NDArray[np.bool_]
    customer: Ints
    segments: Mapping[str, NDArray[np.str_]]
    within: str = ""

    def __len__(self) -> int:
        return len(self.truth)


@dataclass(frozen=True, slots=True)
class Check:
    """Something measured that must hold before a release, told with its figure."""

    name: str
    passed: bool
    said: Told


@dataclass(frozen=True, slots=True)
class Windows:
    """The frozen windows: rehearsals know what was known before `cut`; what came from it on judges them."""

    cut: date
    until: date


class Subject(Protocol[R, M]):
    """A model as a run sees it: R is its recipe, a frozen dataclass of plain numbers; M the model itself.

    `loss` fits on the past of a fold without the fold's customers and judges on these, later by an embargo.
    `rehearse` fits on what was known before the windows, `fit` on everything. `judge` answers on the windows.
    """

    @property
    def kind(self) -> ModelKind[M]: ...

    @property
    def cases(self) -> Told:
        """What it learns from, in the plural."""

    @property
    def as_of(self) -> date: ...

    @property
    def windows(self) -> Windows: ...

    @property
    def standard(self) -> R: ...

    @property
    def folds(self) -> int: ...

    @property
    def unjudged(self) -> Told:
        """Why nothing could be judged, where that is so: part of a sentence."""

    @property
    def fingerprint(self) -> str: ...

    def suggested(self, trial: optuna.trial.BaseTrial) -> R: ...

    def loss(self, recipe: R, fold: int) -> Tried: ...

    def rehearse(self, recipe: R, *, progress: Progress) -> M: ...

    def fit(self, recipe: R, *, progress: Progress) -> M: ...

    def known_until(self, model: M) -> date:
        """The evening whose knowledge a model holds."""

    def recipe_of(self, model: M) -> R:
        """How a model was fitted. Raises Incomparable when this version cannot fit it so again."""

    def runnable(self, model: M) -> None:
        """Raises Incomparable when this version lacks a feature that the model reads."""

    def judge(self, model: M) -> tuple[Judged, ...]:
        """Its answers, the question that decides first."""

    def checks(self, model: M) -> tuple[Check, ...]:
        """Signs, parity of what is stored with what was fitted, and the cost of an explanation."""

    def size(self, model: M) -> float: ...

    def learnt_from(self, model: M) -> int:
        """How many cases it learnt from: invoices, or customers."""

    def about(self, model: M) -> Mapping[str, object]:
        """What else a script wants to know of a model, by key."""

    def said(self, model: M) -> tuple[Told, ...]:
        """What a reader must be told of a model whatever came of it."""

    def figures(self, model: M) -> Mapping[str, float]:
        """Whatever else the windows say of a rehearsal, by name."""

    def families(self, model: M) -> Mapping[str, float]:
        """By family of features, what the log-loss gains when its columns are shuffled among the rows."""

    def sections(self, model: M, rehearsal: M | None) -> Mapping[int, Sequence[str]]:
        """What only the subject can tell in the validation report, paragraphs by section number.

        Without a rehearsal that the windows judged, what cannot be measured is told as such, with the reason.
        """
