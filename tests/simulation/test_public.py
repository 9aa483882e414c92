"""What is written of the public knowledge about a plain world's customers."""

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from ledger.company.statements import tell_statements
from ledger.files.bodacc import read_bodacc
from ledger.files.statements import read_statements
from simulation.accounts.public import public_of
from simulation.failure.gazette import COLLECTIVE
from simulation.laws import LAWS
from simulation.observer import NEVER
from simulation.usecases import write_company
from simulation.world import stage, story

START = date(2023, 1, 2)
NATURES = {"opening_liquidation", "opening_receivership", "opening_safeguard"}


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, date]:
    out = tmp_path_factory.mktemp("company")
    return out, write_company(out, customers=60, months=14, seed=3, accounts=True).horizon


def test_statements_are_read_without_a_doubt(company: tuple[Path, date]) -> None:
    out, horizon = company
    file = read_statements((out / "statements.csv").read_bytes())
    told, late, doubts = tell_statements(file.statements, on=horizon)
    assert len(told) == file.read > 50
    assert [*file.rejections, *file.doubts, *late, *doubts] == []
    assert {one.kind for one in file.statements} == {"complete"}
    assert 0 < sum(one.confidential for one in file.statements) < file.read


def test_the_gazette_is_read_without_a_doubt(company: tuple[Path, date]) -> None:
    out, horizon = company
    file = read_bodacc((out / "bodacc.csv").read_bytes())
    assert [*file.rejections, *file.doubts] == []
    assert len(file.announcements) == file.read == len({one.id for one in file.announcements}) > 30
    assert all(START <= one.published_on <= horizon for one in file.announcements)
    customers = pd.read_csv(out / "customers.csv", dtype="str")
    assert {number for one in file.announcements for number in one.sirens} <= set(customers["siren"].dropna())


def test_the_gazette_never_contradicts_the_ledger() -> None:
    """An announced customer buys and pays nothing any more."""
    scene = stage(LAWS, months=30, seed=7, start=START)
    accounts = {one.customer.siren: one.ledger for one in (story(scene, n) for n in range(1, 151))}
    ends = [
        (accounts[told.siren], one)
        for told in public_of(scene, 150)
        for one in told.announcements
        if one.family == COLLECTIVE
    ]
    assert ends
    for ledger, one in ends:
        day = (one.published_on - scene.days.start).days
        assert one.kind in NATURES
        assert ledger.issued.max() < day
        assert not ((ledger.paid >= day) & (ledger.paid != NEVER)).any()


def test_the_same_seed_tells_the_same(company: tuple[Path, date], tmp_path: Path) -> None:
    write_company(tmp_path, customers=60, months=14, seed=3, accounts=True)
    for name in ("statements.csv", "bodacc.csv"):
        assert (tmp_path / name).read_bytes() == (company[0] / name).read_bytes()
