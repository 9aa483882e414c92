"""Limits and policies from the command line."""

import json
from pathlib import Path

import pytest

from tests.serving.conftest import Encours

DAY = "2024-05-10"


@pytest.fixture
def book(encours: Encours, invoices: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENCOURS_AUTHOR", "Ana")
    assert encours("import", "invoices", invoices, "--on", DAY).code == 0
    assert encours("score", "--all", "--as-of", DAY).code == 0


@pytest.mark.usefixtures("book")
def test_from_a_score_to_a_limit_and_an_order(encours: Encours) -> None:
    (told,) = json.loads(encours("limit", "propose", "ACME", "--as-of", DAY, "--json").out)
    assert told["decision"]["cents"] >= 0
    assert told["decision"]["binding"] in {"need", "capacity"}
    given = encours("limit", "grant", "ACME", "20000", "--reason", "Known for years", "--on", DAY, "--json")
    assert json.loads(given.out)["state"] == "granted"
    said = encours("order", "check", "ACME", "500", "--on", DAY, "--json")
    assert json.loads(said.out)["limit"]["cents"] == 2_000_000
    assert "Known for years" in encours("limit", "history", "ACME", "--json").out
    assert encours("limit", "replay").code == 0


@pytest.mark.usefixtures("book")
def test_a_changed_policy_is_previewed_and_a_wrong_one_refused(encours: Encours, tmp_path: Path) -> None:
    shipped = encours("policy", "show", "limit").out
    file = tmp_path / "limit.toml"
    file.write_text(shipped.replace("headroom = 1.2", "headroom = 9.0"), encoding="utf-8")
    assert encours("policy", "check", file).code == 0
    told = json.loads(encours("policy", "preview", file, "--as-of", DAY, "--json").out)
    assert told["customers"] == 2
    file.write_text(shipped.replace("headroom = 1.2", "headrom = 1.2"), encoding="utf-8")
    refused = encours("policy", "check", file)
    assert (refused.code, refused.out) == (2, "")
    assert "headrom" in refused.err


def test_a_policy_in_the_home_stands_in_the_place_of_the_shipped_one(encours: Encours, home: Path) -> None:
    own = home / "policy" / "limit.toml"
    own.parent.mkdir(parents=True)
    own.write_text(
        encours("policy", "show", "limit").out.replace('version = "2026-11"', 'version = "ours"'),
        encoding="utf-8",
    )
    listed = {one["name"]: one for one in json.loads(encours("policy", "list", "--json").out)}
    assert (listed["limit"]["version"], listed["limit"]["file"]) == ("ours", str(own))


@pytest.mark.usefixtures("home")
def test_nothing_to_score_is_said(encours: Encours) -> None:
    assert encours("score", "--all").code == 4
    assert encours("score", "ACME", "--all").code == 2
