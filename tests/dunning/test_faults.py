"""Planted faults fit the code: each text stands where it is said to, once."""

from pathlib import Path

import pytest

from tests.dunning.faults import Fault, faults, file_of

_ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("fault", faults(), ids=lambda one: one.invariant)
def test_the_text_of_a_fault_stands_in_its_file_once(fault: Fault) -> None:
    text = (_ROOT / fault.file).read_text(encoding="utf-8")
    assert text.count(fault.old) == 1
    assert fault.new not in text or not fault.new or fault.new in fault.old
    assert (_ROOT / file_of(fault)).exists()


def test_every_invariant_has_one() -> None:
    told = [int(one.invariant[1:]) for one in faults()]
    assert told == list(range(1, 41))
