"""What is written down of an invented company."""

import csv
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from kernel.money import parse_cents
from simulation.contacts import COLUMNS
from simulation.usecases import Summary, write_company
from simulation.world import invent

FILES = ("customers.csv", "invoices.csv", "truth.csv", "truth.npz")


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Summary]:
    out = tmp_path_factory.mktemp("company")
    return out, write_company(out, customers=40, months=10, seed=9)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_same_seed_same_bytes(company: tuple[Path, Summary], tmp_path: Path) -> None:
    write_company(tmp_path, customers=40, months=10, seed=9)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)
    for name in FILES:
        assert (tmp_path / name).read_bytes() == (company[0] / name).read_bytes()


def test_invoices_read_as_a_ledger(company: tuple[Path, Summary]) -> None:
    out, summary = company
    lines = rows(out / "invoices.csv")
    assert list(lines[0]) == ["number", "customer", "issued_on", "due_on", "amount", "currency", "paid_on"]
    assert len(lines) == summary.invoices
    assert sum(line["paid_on"] == "" for line in lines) == summary.open > 0
    for line in lines:
        assert date.fromisoformat(line["issued_on"]) <= summary.horizon
        assert date.fromisoformat(line["due_on"]) > date.fromisoformat(line["issued_on"])
        assert line["paid_on"] == "" or date.fromisoformat(line["paid_on"]) <= summary.horizon
        assert parse_cents(line["amount"]) > 0
        assert line["currency"] == "EUR"


def test_customers_of_the_ledger_are_listed(company: tuple[Path, Summary]) -> None:
    listed = rows(company[0] / "customers.csv")
    assert list(listed[0]) == ["code", "name", "siren", "naf", "country", *COLUMNS]
    assert all(
        one["accounts_payable_email"].endswith(".example") for one in listed if one["accounts_payable_email"]
    )
    assert {line["customer"] for line in rows(company[0] / "invoices.csv")} == {
        line["code"] for line in listed
    }


def test_written_curves_are_those_of_the_world(company: tuple[Path, Summary]) -> None:
    world = invent(customers=40, months=10, seed=9)
    with np.load(company[0] / "truth.npz") as written:
        assert written["number"].tolist() == world.invoices["number"].tolist()
        np.testing.assert_array_equal(written["days"], world.days)
        np.testing.assert_array_equal(written["given_all"], world.given_all)
        np.testing.assert_array_equal(written["given_ledger"], world.given_ledger)


def test_written_truth_is_that_of_the_world(company: tuple[Path, Summary]) -> None:
    world = invent(customers=40, months=10, seed=9)
    written = pd.read_csv(company[0] / "truth.csv", parse_dates=["paid_on_true"])
    assert list(written) == list(world.truth)
    for name in world.truth.columns[1:5]:
        np.testing.assert_allclose(written[name], world.truth[name], atol=1e-6)


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    write_company(tmp_path, customers=5, months=2, seed=1, progress=lambda done, of: told.append((done, of)))
    assert told == [(5, 5)]
