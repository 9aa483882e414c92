"""The same booster as MLflow serves it: its score alone, and a pyfunc that returns its contributions too."""

import tempfile
from pathlib import Path
from typing import Any

import lightgbm
import mlflow
import numpy as np
import pandas as pd
from mlflow.models import ModelSignature
from mlflow.types import ColSpec, Schema

_NOTHING_TO_INSTALL = ["lightgbm"]


class Explained(mlflow.pyfunc.PythonModel):  # type: ignore[misc]
    """Contributions by feature, the starting point last; they sum to the score."""

    def load_context(self, context: Any) -> None:
        self._booster = lightgbm.Booster(model_file=context.artifacts["booster"])

    def predict(self, context: Any, model_input: pd.DataFrame, params: Any = None) -> pd.DataFrame:
        row = model_input.to_numpy(np.float32)
        told = self._booster.predict(row, pred_contrib=True, num_threads=1)
        return pd.DataFrame(told, columns=[*model_input.columns, "base"])


def logged(booster: lightgbm.Booster, names: list[str], home: Path) -> dict[str, str]:
    """Where the two models lie, as `mlflow models serve` takes them."""
    mlflow.set_tracking_uri(f"sqlite:///{home / 'rivals.db'}")
    asked = Schema([ColSpec("double", name, required=False) for name in names])
    score = ModelSignature(inputs=asked, outputs=Schema([ColSpec("double")]))
    told = ModelSignature(
        inputs=asked, outputs=Schema([ColSpec("double", name) for name in [*names, "base"]])
    )
    experiment = mlflow.create_experiment("rivals", artifact_location=(home / "rivals").as_uri())
    with mlflow.start_run(experiment_id=experiment), tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "booster.txt"
        booster.save_model(str(text))
        plain = mlflow.lightgbm.log_model(
            booster, name="plain", signature=score, pip_requirements=_NOTHING_TO_INSTALL
        )
        explained = mlflow.pyfunc.log_model(
            name="explained",
            python_model=Explained(),
            artifacts={"booster": str(text)},
            signature=told,
            pip_requirements=_NOTHING_TO_INSTALL,
        )
    return {"plain": plain.model_uri, "explained": explained.model_uri}
