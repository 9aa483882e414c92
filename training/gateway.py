"""Runs, artifacts and releases in MLflow, on a database and never on its file store."""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

from mlflow.exceptions import MlflowException

from scoring.gateway import CHAMPION, FOLDER, quiet_client
from scoring.sealed import ModelKind


class Releasable(Protocol):
    """A trained model of any kind: its manifest tells `as_of`, `data_fingerprint` and `parameters`."""

    @property
    def manifest(self) -> Any: ...


M = TypeVar("M", bound=Releasable)


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

    def release(self, kind: ModelKind[M], model: M, *, figures: Mapping[str, float]) -> Release:
        """Log a model with its manifest, register it and make it the champion of its kind."""
        client, manifest = self._client, model.manifest
        replaced = self._champion(kind.name)
        run = client.create_run(self._experiment(kind.name), run_name=f"{kind.name} as of {manifest.as_of}")
        for name, value in manifest.parameters.items():
            client.log_param(run.info.run_id, name, value)
        client.log_param(run.info.run_id, "as_of", manifest.as_of)
        client.set_tag(run.info.run_id, "data_fingerprint", manifest.data_fingerprint)
        for name, figure in figures.items():
            client.log_metric(run.info.run_id, name, figure)
        with tempfile.TemporaryDirectory() as folder:
            for name, text in kind.files(model).items():
                (Path(folder) / name).write_text(text, encoding="utf-8")
            client.log_artifacts(run.info.run_id, folder, FOLDER)
        client.set_terminated(run.info.run_id)
        if not client.search_registered_models(f"name='{kind.name}'"):
            client.create_registered_model(kind.name)
        version = client.create_model_version(
            kind.name, source=f"{run.info.artifact_uri}/{FOLDER}", run_id=run.info.run_id
        )
        client.set_registered_model_alias(kind.name, CHAMPION, version.version)
        return Release(f"{kind.name} {version.version}", replaced)

    def _champion(self, name: str) -> str | None:
        """The champion so far and the evening it knows, in words."""
        try:
            version = self._client.get_model_version_by_alias(name, CHAMPION)
        except MlflowException:
            return None
        if version.run_id is None:
            return None
        as_of = self._client.get_run(version.run_id).data.params.get("as_of", "an unknown day")
        return f"{name} {version.version}, as known on {as_of}"

    def _experiment(self, name: str) -> str:
        known = self._client.get_experiment_by_name(name)
        if known is not None:
            return str(known.experiment_id)
        place = (self._home / "models").absolute().as_uri()
        return str(self._client.create_experiment(name, artifact_location=place))
