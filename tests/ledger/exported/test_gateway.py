"""Exported facts come back as they went out, or are refused with a sentence."""

import json
from dataclasses import fields
from pathlib import Path

import pandas as pd
import pytest

from ledger.beside import Beside
from ledger.exported.gateway import ExportRefused, open_export, write_facts
from ledger.exported.partition import cut, partition_of
from ledger.facts import Facts
from tests.features.besides import beside_of, with_customers
from tests.features.ledgers import Bill, Cash, facts_of


def _facts() -> Facts:
    bills = [Bill(n, n, n + 30, customer=n % 3 + 1, cents=1_000 * n) for n in range(1, 9)]
    cash = [Cash(n, n, n + 40, customer=n % 3 + 1, cents=1_000 * n) for n in range(1, 5)]
    beside = beside_of(profiles=[{"customer": 1, "known": 0, "parent": "", "founded": -900}])
    return with_customers(facts_of(bills, cash), beside, codes={1: "C1", 2: "C2", 3: "É3"})


def _silent(_done: int, _of: int) -> None:
    """Nobody listens."""


def test_facts_come_back_as_they_went_out(tmp_path: Path) -> None:
    facts = _facts()
    manifest = write_facts(facts, tmp_path / "out", partitions=2, version="1", progress=_silent)
    export = open_export(tmp_path / "out")
    assert export.manifest == manifest
    assert manifest.counts["invoices"] == 8
    place = partition_of(facts, 2)
    for part in range(2):
        wanted, found = cut(facts, place.index[place == part]), export.facts(part)
        assert found.horizon == facts.horizon
        for name in ("customers", "invoices", "payments", "allocations"):
            pd.testing.assert_frame_equal(getattr(found, name), getattr(wanted, name).reset_index(drop=True))
        for item in fields(Beside):
            pd.testing.assert_frame_equal(
                getattr(found.beside, item.name), getattr(wanted.beside, item.name).reset_index(drop=True)
            )


def test_the_same_facts_have_the_same_fingerprint(tmp_path: Path) -> None:
    marks = {
        write_facts(_facts(), tmp_path / name, partitions=2, version="1", progress=_silent).fingerprint
        for name in ("a", "b")
    }
    assert len(marks) == 1


def test_an_altered_file_is_refused(tmp_path: Path) -> None:
    write_facts(_facts(), tmp_path / "out", partitions=1, version="1", progress=_silent)
    (tmp_path / "out/invoices/partition=00000/facts.parquet").write_bytes(b"other")
    with pytest.raises(ExportRefused, match="is not what was exported"):
        open_export(tmp_path / "out").facts(0)


def test_what_is_no_export_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ExportRefused, match="holds no export"):
        open_export(tmp_path)
    write_facts(_facts(), tmp_path / "out", partitions=1, version="1", progress=_silent)
    path = tmp_path / "out/manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 99}))
    with pytest.raises(ExportRefused, match="format 99"):
        open_export(tmp_path / "out")


def test_nothing_is_written_over_nor_left_half_way(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/mine.txt").write_text("mine")
    with pytest.raises(ExportRefused, match="already holds something"):
        write_facts(_facts(), tmp_path / "out", partitions=1, version="1", progress=_silent)

    def stopped(_done: int, _of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_facts(_facts(), tmp_path / "other", partitions=2, version="1", progress=stopped)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
