"""The registered models as a page shows them: what runs wrote down, read without knowing of training."""

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from mlflow.exceptions import MlflowException
from mlflow.tracking import MlflowClient

from scoring.default.model import DEFAULT
from scoring.gateway import CHALLENGER, CHAMPION, quiet_client
from scoring.lateness.artifact import LATENESS

NAMES = (LATENESS.name, DEFAULT.name)
_DECIDED, _ACT = "decided.", "act-"
_MOST = 50
_PICTURES = frozenset(f"{what}_{place}.png" for what in ("reliability", "gain") for place in range(1, 6))


@dataclass(frozen=True, slots=True)
class Model:
    """A version with its figures, and what was decided of it in each language; `tried` is the challenger."""

    name: str
    number: int
    champion: bool
    tried: bool
    as_of: str
    complete: bool
    decided: Mapping[str, str]
    figures: Mapping[str, float]
    parameters: Mapping[str, str]
    run: str

    @property
    def label(self) -> str:
        return f"{self.name}-{self.number}"

    @property
    def judged(self) -> bool:
        """Whether its run could judge it, and so drew curves."""
        return any(name.endswith(".log_loss") for name in self.figures)

    @property
    def known_on(self) -> date | None:
        """The evening it knew; None where its run did not say."""
        try:
            return date.fromisoformat(self.as_of)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Shelf:
    """The models of a home."""

    home: Path

    def models(self, name: str) -> list[Model]:
        """The newest first."""
        client = self._client()
        if client is None:
            return []
        serving, tried = (_aliased(client, name, alias) for alias in (CHAMPION, CHALLENGER))
        found = client.search_model_versions(f"name='{name}'", max_results=_MOST)
        runs = _runs(client, name)
        told = [_model(client, one, runs, serving, tried) for one in found]
        return sorted(told, key=lambda one: -one.number)

    def model(self, label: str) -> Model | None:
        """Looked up among those there are."""
        return next((one for name in NAMES for one in self.models(name) if one.label == label), None)

    def acts(self, name: str) -> list[Mapping[str, Any]]:
        """Who put what in service, the latest first."""
        client = self._client()
        if client is None or not client.search_registered_models(f"name='{name}'"):
            return []
        tags = client.get_registered_model(name).tags
        return [json.loads(tags[key]) for key in sorted(tags, reverse=True) if key.startswith(_ACT)]

    def text(self, model: Model, path: str) -> str:
        """A file kept beside a model; blank where there is none."""
        return self._bytes(model, path).decode("utf-8", errors="replace")

    def picture(self, model: Model, name: str) -> bytes:
        return self._bytes(model, f"pictures/{name}") if name in _PICTURES else b""

    def _bytes(self, model: Model, path: str) -> bytes:
        client = self._client()
        with tempfile.TemporaryDirectory() as folder:
            try:
                found = None if client is None else client.download_artifacts(model.run, path, folder)
                return b"" if found is None else Path(found).read_bytes()
            except (MlflowException, OSError):
                return b""

    def _client(self) -> MlflowClient | None:
        return quiet_client(self.home) if (self.home / "mlflow.db").exists() else None


def _aliased(client: MlflowClient, name: str, alias: str) -> int:
    """0 where there is none."""
    try:
        return int(client.get_model_version_by_alias(name, alias).version)
    except MlflowException:
        return 0


def _runs(client: MlflowClient, name: str) -> dict[str, Any]:
    """The latest runs by their ids, asked for once: each by itself costs as much as all of them."""
    known = client.get_experiment_by_name(name)
    found = [] if known is None else client.search_runs([known.experiment_id], max_results=2 * _MOST)
    return {one.info.run_id: one for one in found}


def _model(client: MlflowClient, found: Any, runs: Mapping[str, Any], serving: int, tried: int) -> Model:
    data = (runs.get(found.run_id) or client.get_run(found.run_id)).data
    number = int(found.version)
    decided = {
        key.removeprefix(_DECIDED): text for key, text in found.tags.items() if key.startswith(_DECIDED)
    }
    return Model(
        name=found.name,
        number=number,
        champion=number == serving,
        tried=number == tried,
        as_of=data.params.get("as_of", ""),
        complete=data.tags.get("report_complete") == "yes",
        decided=decided,
        figures=dict(data.metrics),
        parameters={name: text for name, text in data.params.items() if name != "as_of"},
        run=found.run_id,
    )
