"""Models by alias from the MLflow registry; never by path, never unpickled."""

import logging
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from mlflow.entities.model_registry import ModelVersion
from mlflow.environment_variables import MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR
from mlflow.exceptions import MlflowException
from mlflow.tracking import MlflowClient

from scoring.artifact import LatenessModel, model_of

LATENESS = "lateness"
CHAMPION = "champion"
FOLDER = "model"


class NoChampion(LookupError):
    """No model was released yet."""


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
    _held: dict[str, LatenessModel] = field(default_factory=dict)
    _client: MlflowClient | None = None

    def champion(self) -> LatenessModel:
        """The lateness model in service. Raises NoChampion before the first training."""
        version = self._champion_version()
        label = f"{LATENESS} {version.version}"
        if label not in self._held:
            self._held = {label: self._read(version, label)}
        return self._held[label]

    def _champion_version(self) -> ModelVersion:
        if not (self.home / "mlflow.db").exists():
            raise NoChampion(_NONE_YET)
        if self._client is None:
            self._client = quiet_client(self.home)
        try:
            return self._client.get_model_version_by_alias(LATENESS, CHAMPION)
        except MlflowException as error:
            raise NoChampion(_NONE_YET) from error

    def _read(self, version: ModelVersion, label: str) -> LatenessModel:
        if self._client is None or version.run_id is None:
            raise NoChampion(_NONE_YET)
        with tempfile.TemporaryDirectory() as folder:
            read = Path(self._client.download_artifacts(version.run_id, FOLDER, folder))
            files = {path.name: path.read_text(encoding="utf-8") for path in read.iterdir()}
        return model_of(files, label=label)


@dataclass(frozen=True, slots=True)
class NullRegistry:
    """A registry that holds one model at hand, or none: for tests and studies."""

    model: LatenessModel | None = None

    def champion(self) -> LatenessModel:
        if self.model is None:
            raise NoChampion(_NONE_YET)
        return self.model


_NONE_YET = "No model has been trained yet. Train one: encours train lateness."
