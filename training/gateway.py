"""Runs, artifacts and releases in MLflow, on a database and never on its file store."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from mlflow.exceptions import MlflowException

from scoring.gateway import CHAMPION, FOLDER, quiet_client
from scoring.lateness.artifact import LATENESS, LatenessModel


@dataclass(frozen=True, slots=True)
class Release:
    """The label of the new champion, and the one it replaced, if any, with the evening that one knew."""

    label: str
    replaced: str | None


class Tracking:
    """The house's MLflow: writes runs and moves the champion."""

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self._home = home
        self._client = quiet_client(home)

    def release(self, model: LatenessModel, *, figures: Mapping[str, float]) -> Release:
        """Log a model with its manifest, register it and make it the champion."""
        client = self._client
        replaced = self._champion()
        run = client.create_run(self._experiment(), run_name=f"{LATENESS.name} as of {model.manifest.as_of}")
        for name, value in model.manifest.parameters.items():
            client.log_param(run.info.run_id, name, value)
        client.log_param(run.info.run_id, "as_of", model.manifest.as_of)
        client.set_tag(run.info.run_id, "data_fingerprint", model.manifest.data_fingerprint)
        for name, figure in figures.items():
            client.log_metric(run.info.run_id, name, figure)
        with tempfile.TemporaryDirectory() as folder:
            for name, text in LATENESS.files(model).items():
                (Path(folder) / name).write_text(text, encoding="utf-8")
            client.log_artifacts(run.info.run_id, folder, FOLDER)
        client.set_terminated(run.info.run_id)
        if not client.search_registered_models(f"name='{LATENESS.name}'"):
            client.create_registered_model(LATENESS.name)
        version = client.create_model_version(
            LATENESS.name, source=f"{run.info.artifact_uri}/{FOLDER}", run_id=run.info.run_id
        )
        client.set_registered_model_alias(LATENESS.name, CHAMPION, version.version)
        return Release(f"{LATENESS.name} {version.version}", replaced)

    def _champion(self) -> str | None:
        """The champion so far and the evening it knows, in words."""
        try:
            version = self._client.get_model_version_by_alias(LATENESS.name, CHAMPION)
        except MlflowException:
            return None
        if version.run_id is None:
            return None
        as_of = self._client.get_run(version.run_id).data.params.get("as_of", "an unknown day")
        return f"{LATENESS.name} {version.version}, as known on {as_of}"

    def _experiment(self) -> str:
        known = self._client.get_experiment_by_name(LATENESS.name)
        if known is not None:
            return str(known.experiment_id)
        place = (self._home / "models").absolute().as_uri()
        return str(self._client.create_experiment(LATENESS.name, artifact_location=place))
