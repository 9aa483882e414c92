"""The command line as a whole: listing, mistakes, faults, pipes."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from serving import errors
from serving.cli import main, simulate
from serving.cli.main import COMMANDS
from tests.architecture.house import ROOT
from tests.serving.conftest import Encours

HEAVY = ("lightgbm", "mlflow", "sklearn", "fastapi", "numba")


def python(code: str, *arguments: str, home: Path) -> "subprocess.CompletedProcess[str]":
    """A real process in a home of its own."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ENCOURS_")}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env={**environment, "ENCOURS_HOME": str(home)},
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


RUN = "from serving.cli.main import main; main()"


@pytest.mark.parametrize("arguments", [["--help"], ["import", "--help"], ["--version"]])
def test_listing_pays_for_no_model(arguments: list[str], home: Path) -> None:
    code = (
        "import sys; from serving.cli.main import run; code = run(sys.argv[1:]);"
        f"sys.stderr.write(','.join(m for m in {HEAVY} if m in sys.modules)); sys.exit(code)"
    )
    said = python(code, *arguments, home=home)
    assert (said.returncode, said.stderr) == (0, "")


def test_every_command_is_listed_with_its_line(encours: Encours) -> None:
    said = encours("--help")
    for name, entry in COMMANDS.items():
        assert re.search(rf"\b{name}\b.*{re.escape(entry.summary[:40])}", said.out)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_own_page(name: str, encours: Encours) -> None:
    said = encours(name, "--help")
    assert said.code == 0, said.err
    assert f"encours {name}" in said.out


def test_nothing_asked_is_answered_with_the_listing(encours: Encours) -> None:
    said = encours()
    assert said.code == errors.EXIT_REFUSED
    assert "Commands" in said.out + said.err


@pytest.mark.parametrize("arguments", [("scroe", "C-1"), ("import", "invoice", "x"), ("ledger", "--jsno")])
def test_a_misspelling_is_one_sentence_with_a_suggestion(
    arguments: tuple[str, ...], encours: Encours
) -> None:
    said = encours(*arguments)
    assert (said.code, said.out) == (errors.EXIT_REFUSED, "")
    assert len(said.err.splitlines()) == 1
    assert "id you mean" in said.err or "Possible options" in said.err


def test_a_bad_setting_is_one_sentence(encours: Encours, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENCOURS_LANGUAGE", "klingon")
    said = encours("ledger")
    assert (said.code, said.out) == (errors.EXIT_REFUSED, "")
    assert said.err == "ENCOURS_LANGUAGE is “klingon”. Write en or fr.\n"


def test_a_fault_of_ours_is_one_sentence_and_its_traceback_is_kept(
    encours: Encours, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(simulate.usecases, "write_company", broken)
    said = encours("simulate", "--out", home / "out")
    assert said.code == errors.EXIT_OUR_FAULT
    assert len(said.err.splitlines()) == 1
    assert "Traceback" in (home / "fault.log").read_text(encoding="utf-8")


def test_ctrl_c_is_one_sentence(encours: Encours, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(simulate.usecases, "write_company", stopped)
    said = encours("simulate", "--out", home / "out")
    assert said.code == 130
    assert len(said.err.splitlines()) == 1


def test_a_closed_pipe_is_silent(home: Path) -> None:
    """As with `encours --help | true`: the reader has seen enough, and needs no traceback."""
    environment = {**os.environ, "ENCOURS_HOME": str(home)}
    reading, writing = os.pipe()
    os.close(reading)
    try:
        said = subprocess.run(
            [sys.executable, "-c", RUN, "--help"], cwd=ROOT, env=environment, stdout=writing,
            stderr=subprocess.PIPE, text=True, check=False,
        )  # fmt: skip
    finally:
        os.close(writing)
    assert said.returncode in {1, 141}  # the former when rich was writing
    assert said.stderr == ""


def test_a_real_process_imports_and_refuses(home: Path, invoices: Path) -> None:
    done = python(RUN, "import", "invoices", str(invoices), home=home)
    assert (done.returncode, done.stderr) == (0, "")
    assert "3 accepted" in done.stdout
    refused = python(RUN, "import", "invoices", "nowhere.csv", home=home)
    assert (refused.returncode, refused.stdout) == (2, "")


def test_the_console_script_is_the_one_that_is_declared() -> None:
    assert main.main.__module__ == "serving.cli.main"
