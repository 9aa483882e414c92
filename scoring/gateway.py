"""Models by alias from the MLflow registry; never by path, never unpickled."""

import logging
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

from mlflow.entities.model_registry import ModelVersion
from mlflow.environment_variables import MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR
from mlflow.exceptions import MlflowException
from mlflow.tracking import MlflowClient

from scoring.sealed import ModelKind

CHAMPION, CHALLENGER = "champion", "challenger"
FOLDER = "model"
_DATABASE = "mlflow.db"
_SQLITE_HEADER, _CHANGES = 100, slice(24, 28)
_VERSIONS_KEPT = 4
_UNKNOWN = ("RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE")  # no such model; no such alias of it

M = TypeVar("M")


class NoChampion(LookupError):
    """No model of the kind was released yet."""


class UnknownVersion(LookupError):
    """No model in the registry has this label."""


def tracking_uri(home: Path) -> str:
    return f"sqlite:///{home / _DATABASE}"


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
    _found: dict[tuple[str, str], tuple[bytes, ModelVersion]] = field(default_factory=dict)
    _others: dict[str, Any] = field(default_factory=dict)
    _client: MlflowClient | None = None

    def champion(self, kind: ModelKind[M]) -> M:
        """The model of a kind in service. Raises NoChampion before the first training."""
        version = self._version_by(kind.name, CHAMPION)
        label = f"{kind.name} {version.version}"
        held_label, model = self._held.get(kind.name, ("", None))
        if held_label != label:
            model = kind.read(self._files(version), label)
            self._held[kind.name] = (label, model)
        return model

    def version(self, kind: ModelKind[M], label: str) -> M:
        """The model with this label, “default 3”, in service or not. Raises UnknownVersion.

        The last few read are kept: a version never changes.
        """
        found: M | None = self._others.get(label)
        if found is None:
            found = kind.read(self._files(self._version_of(kind.name, label)), label)
            while len(self._others) >= _VERSIONS_KEPT:
                self._others.pop(next(iter(self._others.copy()), ""), None)
            self._others[label] = found
        return found

    def challenger(self, kind: ModelKind[M]) -> M | None:
        """The model that is tried beside the champion, if there is one."""
        try:
            version = self._version_by(kind.name, CHALLENGER)
        except NoChampion:
            return None
        return self.version(kind, f"{kind.name} {version.version}")

    def _version_by(self, name: str, alias: str) -> ModelVersion:
        """Asked of MLflow once for each change of its database: the question costs more than a score."""
        stamp = self._stamp(name)
        held_stamp, version = self._found.get((name, alias), (b"", None))
        if version is None or held_stamp != stamp:
            try:
                version = self._opened().get_model_version_by_alias(name, alias)
            except MlflowException as error:
                if error.error_code in _UNKNOWN:
                    raise NoChampion(_none_yet(name)) from error
                # A registry that is busy says nothing of its champion: the one that serves goes on.
                if version is None:
                    raise
                return version
            self._found[name, alias] = (stamp, version)
        return version

    def _version_of(self, name: str, label: str) -> ModelVersion:
        its, _, number = label.rpartition(" ")
        if its == name and number.isdigit() and (self.home / _DATABASE).exists():
            with suppress(MlflowException):
                return self._opened().get_model_version(name, number)
        raise UnknownVersion(f"There is no model “{label}”. See those there are: encours models list.")

    def _opened(self) -> MlflowClient:
        if self._client is None:
            self._client = quiet_client(self.home)
        return self._client

    def _stamp(self, name: str) -> bytes:
        """Another one after each transaction on MLflow's database: SQLite counts them in its header."""
        try:
            with (self.home / _DATABASE).open("rb") as file:
                return file.read(_SQLITE_HEADER)[_CHANGES]
        except OSError as error:
            raise NoChampion(_none_yet(name)) from error

    def _files(self, version: ModelVersion) -> dict[str, str]:
        with tempfile.TemporaryDirectory() as folder:
            read = Path(self._opened().download_artifacts(version.run_id, FOLDER, folder))
            return {path.name: path.read_text(encoding="utf-8") for path in read.iterdir()}


@dataclass(frozen=True, slots=True)
class NullRegistry:
    """A registry that holds the models at hand, by the name of their kind: for tests and studies."""

    models: Mapping[str, Any] = field(default_factory=dict)
    challengers: Mapping[str, Any] = field(default_factory=dict)

    def champion(self, kind: ModelKind[M]) -> M:
        if kind.name not in self.models:
            raise NoChampion(_none_yet(kind.name))
        return self.models[kind.name]

    def version(self, kind: ModelKind[M], label: str) -> M:
        """Raises UnknownVersion."""
        for model in (*self.models.values(), *self.challengers.values()):
            if model.label == label:
                return cast(M, model)
        raise UnknownVersion(f"There is no model “{label}”. See those there are: encours models list.")

    def challenger(self, kind: ModelKind[M]) -> M | None:
        return self.challengers.get(kind.name)


def _none_yet(name: str) -> str:
    return f"No {name} model has been trained yet. Train one: encours train {name}."
