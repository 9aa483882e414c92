"""Models by alias from the MLflow registry; never by path, never unpickled."""

import logging
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from mlflow.entities.model_registry import ModelVersion
from mlflow.environment_variables import MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR
from mlflow.exceptions import MlflowException
from mlflow.tracking import MlflowClient

from scoring.sealed import ModelKind

CHAMPION = "champion"
FOLDER = "model"

M = TypeVar("M")


class NoChampion(LookupError):
    """No model of the kind was released yet."""


def tracking_uri(home: Path) -> str:
    return f"sqlite:///{home / 'mlflow.db'}"


def quiet_client(home: Path) -> MlflowClient:
    """A client on the house's own tracking database; MLflow's chatter is kept off the terminal."""
    logging.getLogger("mlflow").setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR.set(False)
    return MlflowClient(tracking_uri=tracking_uri(home), registry_uri=tracking_uri(home))


@dataclass(slots=True)
class Registry:
    """The released models of a home. A champion is read once and kept until the alias moves."""

    home: Path
    _held: dict[str, tuple[str, Any]] = field(default_factory=dict)
    _client: MlflowClient | None = None

    def champion(self, kind: ModelKind[M]) -> M:
        """The model of a kind in service. Raises NoChampion before the first training."""
        version = self._champion_version(kind.name)
        label = f"{kind.name} {version.version}"
        held_label, model = self._held.get(kind.name, ("", None))
        if held_label != label:
            model = kind.read(self._files(version), label)
            self._held[kind.name] = (label, model)
        return model

    def _champion_version(self, name: str) -> ModelVersion:
        if not (self.home / "mlflow.db").exists():
            raise NoChampion(_none_yet(name))
        if self._client is None:
            self._client = quiet_client(self.home)
        try:
            return self._client.get_model_version_by_alias(name, CHAMPION)
        except MlflowException as error:
            raise NoChampion(_none_yet(name)) from error

    def _files(self, version: ModelVersion) -> dict[str, str]:
        if self._client is None or version.run_id is None:
            raise NoChampion(_none_yet(version.name))
        with tempfile.TemporaryDirectory() as folder:
            read = Path(self._client.download_artifacts(version.run_id, FOLDER, folder))
            return {path.name: path.read_text(encoding="utf-8") for path in read.iterdir()}


@dataclass(frozen=True, slots=True)
class NullRegistry:
    """A registry that holds the models at hand, by the name of their kind: for tests and studies."""

    models: Mapping[str, Any] = field(default_factory=dict)

    def champion(self, kind: ModelKind[M]) -> M:
        if kind.name not in self.models:
            raise NoChampion(_none_yet(kind.name))
        return self.models[kind.name]


def _none_yet(name: str) -> str:
    return f"No {name} model has been trained yet. Train one: encours train {name}."
