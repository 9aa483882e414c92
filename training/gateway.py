"""Runs, versions and champions in MLflow, on a database and never on its file store."""

import os
import platform
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

from mlflow.entities import Metric, Param, RunStatus, RunTag
from mlflow.entities.model_registry import ModelVersion
from mlflow.exceptions import MlflowException
from mlflow.store.model_registry.dbmodels.models import SqlRegisteredModelAlias, SqlRegisteredModelTag
from mlflow.utils.workspace_utils import DEFAULT_WORKSPACE_NAME
from sqlalchemy.exc import IntegrityError

from scoring.gateway import CHALLENGER, CHAMPION, FOLDER, quiet_client, tracking_uri
from scoring.sealed import ModelKind
from training.acts import Act, Deed, Version, act_of


class Releasable(Protocol):
    """A trained model of any kind: its manifest tells `as_of`, `data_fingerprint` and `parameters`."""

    @property
    def manifest(self) -> Any: ...


M = TypeVar("M")
R = TypeVar("R", bound=Releasable)

_HOST, _PROCESS = "host", "process"
_AS_OF, _FINGERPRINT, _CODE, _COMPLETE = "as_of", "data_fingerprint", "code", "report_complete"
_DECIDED = "decided."
# Sorted as text, a hundred thousand acts stay in order.
_ACT = "act-{:05d}"
_MOST_VERSIONS = 1_000


class UnknownModel(LookupError):
    """No registered model has this label."""


class ChampionMoved(RuntimeError):
    """Somebody else moved the champion between our look and our act."""


@dataclass(frozen=True, slots=True)
class Release:
    """The label of the new champion, and the one it replaced, if any, with the evening that one knew."""

    label: str
    replaced: str | None


@dataclass(frozen=True, slots=True)
class Record:
    """All that is kept of a run beside its model: `files` by path, text or bytes, and `series` by trial."""

    as_of: str
    fingerprint: str
    code: str
    complete: bool
    parameters: Mapping[str, object]
    figures: Mapping[str, float]
    decided: Mapping[str, str] = field(default_factory=dict)
    series: Mapping[str, Sequence[float]] = field(default_factory=dict)
    files: Mapping[str, str | bytes] = field(default_factory=dict)


class Tracking:
    """The house's MLflow: writes runs, registers models and moves the champion."""

    def __init__(self, home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        self._home = home
        self._client = quiet_client(home)

    def release(self, kind: ModelKind[R], model: R, *, figures: Mapping[str, float]) -> Release:
        """Register a model without a judgement and make it the champion: for tests and studies."""
        manifest = model.manifest
        record = Record(manifest.as_of, manifest.data_fingerprint, "", False, manifest.parameters, figures)
        replaced = self.champion(kind.name)
        version = self.record(kind, model, record)
        self.act(kind.name, deed=Deed.PROMOTE, to=version, who="", at="", why="released without a run")
        before = None if replaced is None else f"{replaced.label}, as known on {replaced.as_of}"
        return Release(f"{kind.name} {version}", before)

    def record(self, kind: ModelKind[M], model: M, record: Record) -> int:
        """Write a run with its model and register it; the number of the version, which serves nobody yet.

        A process that dies meanwhile leaves a run without a version; the next one marks it killed.
        """
        client, experiment = self._client, self._experiment(kind.name)
        self._mark_killed(experiment)
        mine = {_HOST: platform.node(), _PROCESS: str(os.getpid())}
        run = client.create_run(experiment, tags=mine, run_name=f"{kind.name} as of {record.as_of}")
        run_id = run.info.run_id
        try:
            self._write(run_id, record)
            self._attach(run_id, {f"{FOLDER}/{name}": text for name, text in kind.files(model).items()})
            self._attach(run_id, record.files)
        except BaseException:
            client.set_terminated(run_id, RunStatus.to_string(RunStatus.KILLED))
            raise
        client.set_terminated(run_id)
        if not client.search_registered_models(f"name='{kind.name}'"):
            client.create_registered_model(kind.name)
        version = client.create_model_version(
            kind.name,
            source=f"{run.info.artifact_uri}/{FOLDER}",
            run_id=run_id,
            tags={f"{_DECIDED}{name}": text for name, text in record.decided.items()},
        )
        return int(version.version)

    def act(self, name: str, *, deed: Deed, to: int, who: str, at: str, why: str) -> Act:
        """Move the champion and write down who did it and why, in one transaction of MLflow's database.

        One that was tried beside the champion until now is so no more: that is all a decline does.

        Through MLflow's own tables: its interface offers a call for each half and none for both. The act's
        number is the key of its row, so of two at once the second fails. Raises ChampionMoved.
        """
        store = self._client._get_registry_client().store
        number = len(self.acts(name)) + 1
        mine = {"workspace": DEFAULT_WORKSPACE_NAME, "name": name}
        try:
            with store.ManagedSessionMaker(read_only=False) as session:
                now = session.get(SqlRegisteredModelAlias, {**mine, "alias": CHAMPION})
                made = Act(number, deed, who, at, why, None if now is None else now.version, to)
                session.add(SqlRegisteredModelTag(**mine, key=_ACT.format(number), value=made.as_text()))
                session.flush()
                if deed is not Deed.DECLINE:
                    session.merge(SqlRegisteredModelAlias(**mine, alias=CHAMPION, version=to))
                tried = session.get(SqlRegisteredModelAlias, {**mine, "alias": CHALLENGER})
                if tried is not None and tried.version == to:
                    session.delete(tried)
        except MlflowException as error:
            if not isinstance(error.__cause__, IntegrityError):
                raise
            raise ChampionMoved(
                f"The champion of {name} was moved by somebody else at the same moment. "
                "Look at it again: encours models list."
            ) from error
        return made

    def challenge(self, name: str, number: int) -> None:
        """Have a version tried beside the champion, in the place of the one that was; it serves nobody."""
        self._client.set_registered_model_alias(name, CHALLENGER, str(number))

    def acts(self, name: str) -> list[Act]:
        """The log of promotions, oldest first."""
        if not self._client.search_registered_models(f"name='{name}'"):
            return []
        tags = self._client.get_registered_model(name).tags
        return [act_of(tags[key]) for key in sorted(tags) if key.startswith("act-")]

    def champion(self, name: str) -> Version | None:
        try:
            found = self._client.get_model_version_by_alias(name, CHAMPION)
        except MlflowException:
            return None
        return self._version(found, champion=int(found.version))

    def versions(self, name: str) -> list[Version]:
        """All registered models of a kind, the newest first."""
        champion = self.champion(name)
        number = None if champion is None else champion.number
        found = self._client.search_model_versions(f"name='{name}'", max_results=_MOST_VERSIONS)
        told = [self._version(one, champion=number) for one in found]
        return sorted(told, key=lambda one: -one.number)

    def version(self, name: str, number: int) -> Version:
        """Raises UnknownModel."""
        for one in self.versions(name):
            if one.number == number:
                return one
        raise UnknownModel(f"There is no model “{name} {number}”. See those there are: encours models list.")

    def model(self, kind: ModelKind[M], version: Version) -> M:
        """A registered model, champion or not. Raises ArtifactRefused as its kind does."""
        with tempfile.TemporaryDirectory() as folder:
            read = Path(self._client.download_artifacts(version.run_id, FOLDER, folder))
            files = {path.name: path.read_text(encoding="utf-8") for path in read.iterdir()}
        return kind.read(files, version.label)

    def text(self, version: Version, path: str) -> str:
        """A file kept beside a model, as text; nothing where the run kept none of that name."""
        with tempfile.TemporaryDirectory() as folder:
            try:
                found = Path(self._client.download_artifacts(version.run_id, path, folder))
            except (MlflowException, OSError):
                return ""
            return found.read_text(encoding="utf-8")

    def _write(self, run_id: str, record: Record) -> None:
        parameters = {**record.parameters, _AS_OF: record.as_of}
        tags = {
            _FINGERPRINT: record.fingerprint,
            _CODE: record.code,
            _COMPLETE: "yes" if record.complete else "no",
        }
        metrics = [Metric(name, value, 0, 0) for name, value in record.figures.items()]
        metrics += [
            Metric(name, value, 0, step)
            for name, values in record.series.items()
            for step, value in enumerate(values)
        ]
        self._client.log_batch(
            run_id,
            metrics=metrics,
            params=[Param(name, str(value)) for name, value in parameters.items()],
            tags=[RunTag(name, text) for name, text in tags.items()],
        )

    def _attach(self, run_id: str, files: Mapping[str, str | bytes]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            for name, content in files.items():
                path = Path(folder) / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
            self._client.log_artifacts(run_id, folder)

    def _version(self, found: ModelVersion, *, champion: int | None) -> Version:
        told: Any = self._client.get_run(found.run_id).data
        decided = sorted((key, text) for key, text in found.tags.items() if key.startswith(_DECIDED))
        return Version(
            name=found.name,
            number=int(found.version),
            champion=int(found.version) == champion,
            as_of=told.params.get(_AS_OF, "an unknown day"),
            fingerprint=told.tags.get(_FINGERPRINT, ""),
            code=told.tags.get(_CODE, ""),
            complete=told.tags.get(_COMPLETE) == "yes",
            decided={key.removeprefix(_DECIDED): text for key, text in decided},
            figures=dict(told.metrics),
            parameters={name: text for name, text in told.params.items() if name != _AS_OF},
            run_id=str(found.run_id),
        )

    def _mark_killed(self, experiment: str) -> None:
        """Runs that a dead process of this machine left open."""
        for run in self._client.search_runs([experiment], "attributes.status = 'RUNNING'"):
            tags = run.data.tags
            if tags.get(_HOST) == platform.node() and not _alive(int(tags.get(_PROCESS, "0"))):
                self._client.set_terminated(run.info.run_id, RunStatus.to_string(RunStatus.KILLED))

    def _experiment(self, name: str) -> str:
        known = self._client.get_experiment_by_name(name)
        if known is not None:
            return str(known.experiment_id)
        place = (self._home / "models").absolute().as_uri()
        return str(self._client.create_experiment(name, artifact_location=place))


def begun(home: Path) -> bool:
    """Whether a home holds any run: asking MLflow would create its database first, which takes seconds."""
    return Path(tracking_uri(home).removeprefix("sqlite:///")).exists()


def _alive(process: int) -> bool:
    if process <= 0:
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
