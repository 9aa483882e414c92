"""What must hold of a default model before it serves: signs, parity, and the cost of its reasons."""

from time import perf_counter

import numpy as np
import pandas as pd

from scoring.default.model import DefaultModel, files_of, model_of
from training.run.signs import broken
from training.run.subject import Check, Told

# The target for explaining one row is half a millisecond; a machine busy with other work may take four times.
_SLOWEST_EXPLANATION_MS = 2.0
_TIMINGS = 40
_ROWS_CHECKED = 200
# Arithmetic over many rows at once may round the last bit otherwise than over one.
_ROUNDING = 1e-12


def checks(model: DefaultModel, frame: pd.DataFrame) -> tuple[Check, ...]:
    """The three, on rows of features; where there is no booster, or no row, they say so."""
    if len(frame) == 0:
        return ()
    return (_signs(model, frame), _parity(model, frame), _speed(model, frame))


def _signs(model: DefaultModel, frame: pd.DataFrame) -> Check:
    if model.booster is None:
        return Check(
            "signs",
            True,
            Told(
                "Signs: no booster; those of the expert prior are written in its table.",
                "Signes : pas de modèle propre ; ceux de l'avis d'expert sont écrits dans sa table.",
            ),
        )
    wrong = broken(model.booster, frame[list(model.manifest.features)].to_numpy(np.float32))
    said = f"imposed signs broken: {', '.join(wrong)}" if wrong else "no imposed sign is broken"
    dit = f"signes imposés non tenus : {', '.join(wrong)}" if wrong else "aucun signe imposé n'est enfreint"
    return Check("signs", not wrong, Told(f"Signs: {said}.", f"Signes : {dit}."))


def _parity(model: DefaultModel, frame: pd.DataFrame) -> Check:
    """What is stored against what was fitted, and one customer alone against the same in a crowd."""
    some = frame.iloc[:_ROWS_CHECKED]
    read = model_of(files_of(model), model.label)
    fitted = model.assess(some)
    apart = float(np.abs(fitted.pd_12m - read.assess(some).pd_12m).max(initial=0.0))
    alone = float(abs(model.assess(some.iloc[:1]).pd_12m[0] - fitted.pd_12m[0]))
    return Check(
        "parity",
        apart == 0.0 and alone <= _ROUNDING,
        Told(
            f"Parity: stored and fitted differ by {apart:.1e} at most, one customer alone and the same among "
            f"many by {alone:.1e}.",
            f"Parité : modèle stocké et modèle ajusté diffèrent d'au plus {apart:.1e}, un client seul et le "
            f"même parmi d'autres de {alone:.1e}.",
        ),
    )


def _speed(model: DefaultModel, frame: pd.DataFrame) -> Check:
    """The fastest of some timings: what other work on the machine adds is no property of the model."""
    if model.booster is None:
        return Check(
            "latency",
            True,
            Told(
                "Explaining one row costs nothing measurable: the expert prior is a table.",
                "Expliquer une ligne ne coûte rien de mesurable : l'avis d'expert est une table.",
            ),
        )
    row = frame[list(model.manifest.features)].to_numpy(np.float32)[:1]
    fastest = np.inf
    for _ in range(_TIMINGS):
        begun = perf_counter()
        model.booster.predict(row, pred_contrib=True, num_threads=1)
        fastest = min(fastest, perf_counter() - begun)
    taken = 1_000 * float(fastest)
    return Check(
        "latency",
        taken <= _SLOWEST_EXPLANATION_MS,
        Told(
            f"Explaining one row takes {taken:.2f} ms; {_SLOWEST_EXPLANATION_MS:.0f} ms at most.",
            f"Expliquer une ligne prend {taken:.2f} ms ; {_SLOWEST_EXPLANATION_MS:.0f} ms au plus.",
        ),
    )
