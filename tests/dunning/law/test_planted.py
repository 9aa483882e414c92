"""Faults planted in the money on top stand where they are said to, and are caught."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.dunning.faults import Fault, file_of
from tests.dunning.law.faults import FAULTS

_ROOT = Path(__file__).resolve().parents[3]
_FAILED = 1  # pytest: some tests failed
_LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "var", "__pycache__", ".*_cache", ".hypothesis", "notebooks", "experiments"
)
_NAMES = [f"{one.invariant}-{place}" for place, one in enumerate(FAULTS)]


@pytest.mark.parametrize("fault", FAULTS, ids=_NAMES)
def test_the_text_of_a_fault_stands_in_its_file_once(fault: Fault) -> None:
    text = (_ROOT / fault.file).read_text(encoding="utf-8")
    assert text.count(fault.old) == 1
    assert (_ROOT / file_of(fault)).exists()


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("planted") / "tree"
    shutil.copytree(_ROOT, copy, ignore=_LEFT_OUT)
    return copy


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS, ids=_NAMES)
def test_a_planted_fault_is_caught(tree: Path, fault: Fault) -> None:
    """Its tests pass on a copy as it is, and fail once the fault is planted."""
    path = tree / fault.file
    whole = path.read_text(encoding="utf-8")
    assert _tests(tree, fault) == 0
    path.write_text(whole.replace(fault.old, fault.new), encoding="utf-8")
    ended = _tests(tree, fault)
    path.write_text(whole, encoding="utf-8")
    assert ended == _FAILED


def _tests(tree: Path, fault: Fault) -> int:
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-m", "not slow"]
    command += [file_of(fault), "-k", fault.tests]
    return subprocess.run(command, cwd=tree, capture_output=True, check=False).returncode
