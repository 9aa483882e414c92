"""What a cluster tells of an exported book equals what is told of it whole, to the last bit."""

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pytest

from ledger.exported.gateway import Exported, open_export, write_facts
from ledger.facts import Facts
from scoring.lateness.table import in_order
from scoring.sharded.gateway import Cluster, ClusterFailed, Here, cluster
from scoring.sharded.shard import opened, part_of, predictions
from scoring.sharded.usecases import predict_export
from tests.features.besides import beside_of, with_customers
from tests.features.ledgers import on
from tests.training.companies import company_facts, served, silent, small_model

_EVENING = on(360)


def _facts() -> Facts:
    """The small company, some of whose customers form a group, and some of whom gave their word."""
    beside = beside_of(
        profiles=[
            {"customer": 2, "known": 10, "parent": "C1", "naf": "46.73A"},
            {"customer": 3, "known": 10, "naf": "46.73A"},
            {"customer": 9, "known": 10, "naf": "62.02A"},
        ],
        promises=[
            {"customer": n, "known": 40 + n, "case_id": n, "invoice_id": 9_000 + n, "promised": 60,
             "state": state, "cents": 100}
            for n, state in ((1, "kept"), (4, "broken"), (7, "kept"))
        ],
        events=[
            {"customer": 3, "known": 200, "published": 199, "event": "a", "family": "collective",
             "kind": "opening_receivership", "cancelled": False}
        ],
    )  # fmt: skip
    codes = {n: f"C{n}" for n in range(1, 15)}
    return with_customers(company_facts(), beside, codes=codes)


@pytest.fixture(scope="session")
def export(tmp_path_factory: pytest.TempPathFactory) -> Exported:
    folder = tmp_path_factory.mktemp("export") / "facts"
    write_facts(_facts(), folder, partitions=3, version="test", progress=lambda _done, _of: None)
    return open_export(folder)


@pytest.fixture(scope="session")
def two_processes() -> Iterator[Cluster]:
    with cluster(None) as found:
        yield found


def _whole() -> pd.DataFrame:
    shard = opened(_facts(), _EVENING)
    told = in_order([predictions(shard, part_of(shard), small_model())])
    return told.assign(model=small_model().label)


def test_by_parts_here(export: Exported) -> None:
    told = predict_export(export, served(), Here(), as_of=_EVENING, progress=silent)
    assert len(told) > 20
    pd.testing.assert_frame_equal(told, _whole(), check_exact=True)


@pytest.mark.slow
def test_by_parts_on_two_processes(export: Exported, two_processes: Cluster) -> None:
    told = predict_export(export, served(), two_processes, as_of=_EVENING, progress=silent)
    pd.testing.assert_frame_equal(told, _whole(), check_exact=True)
    assert np.isfinite(told["p_late"]).all()


def test_a_scheduler_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scoring.sharded.gateway._PATIENCE", "200ms")
    with (
        pytest.raises(ClusterFailed, match=r"No Dask scheduler answers at tcp://127.0.0.1:9"),
        cluster("tcp://127.0.0.1:9"),
    ):
        raise AssertionError
