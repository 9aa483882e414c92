"""The sample company's accounts from the command line, brought in by the commands that it names."""

import json
from pathlib import Path

from tests.serving.conftest import Encours


def test_the_next_commands_bring_the_accounts_in(encours: Encours, tmp_path: Path) -> None:
    """What is told to do next works as it stands, and leaves a ledger that agrees with its accounts."""
    out = tmp_path / "company"
    said = encours("simulate", "--out", out, "--customers", 8, "--months", 4, "--accounts")
    assert said.code == 0
    commands = [line.split("encours ")[1] for line in said.out.splitlines() if "encours import" in line]
    order = ["customers", "fec", "bank", "statements"]  # and the gazette, once it announced somebody
    assert [command.split()[1] for command in commands] == order
    reports = {}
    for command in commands:
        words, (files, *options) = command.split()[:2], command.split()[2:]
        told = encours(*words, *sorted(Path(files).parent.glob(Path(files).name)), *options, "--json")
        assert told.code == 0
        reports[words[1]] = json.loads(told.out)
    assert reports["customers"]["accepted"] == 8
    assert all(one["difference_cents"] == 0 for one in reports["fec"]["balances"])
    matched = reports["bank"]["matching"]
    assert matched["applied"] > matched["waiting"] > 0
