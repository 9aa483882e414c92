"""`encours company SIREN --fetch`: off unless asked for, and then told register by register."""

import json
from collections.abc import Iterator

import pytest

from serving.lookups import gateways_of
from serving.settings import SettingRefused, settings_from
from tests.ledger.gazette import COMPANY, RECEIVERSHIP, judged
from tests.ledger.lookup.servers import (
    BODACC_PATH,
    RATIOS_PATH,
    REGISTER_PATH,
    Registers,
    company,
    found,
    public_registers,
    ratios,
)
from tests.serving.conftest import Encours


@pytest.fixture
def registers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Registers]:
    """Registers on this machine, named by the settings."""
    with public_registers() as server:
        server.says(REGISTER_PATH, found(company()))
        server.pages = {
            BODACC_PATH: [judged(11, "2024-03-05", RECEIVERSHIP, "20 février 2024")],
            RATIOS_PATH: [ratios("2023-12-31")],
        }
        for name, path in (("REGISTER", REGISTER_PATH), ("BODACC", BODACC_PATH), ("RATIOS", RATIOS_PATH)):
            monkeypatch.setenv(f"ENCOURS_LOOKUP_{name}", server.root + path)
        yield server


def test_look_ups_are_off_until_somebody_turns_them_on(encours: Encours) -> None:
    said = encours("company", COMPANY, "--fetch")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("Look-ups are off: set ENCOURS_LOOKUPS=on.\n")
    told = json.loads(encours("company", COMPANY, "--fetch", "--json").out)["lookups"]
    assert {one["why"] for one in told["registers"]} == {"look-ups are off: set ENCOURS_LOOKUPS=on"}
    assert "lookups" not in json.loads(encours("company", COMPANY, "--json").out)


def test_a_company_is_fetched_and_told(encours: Encours, registers: Registers) -> None:
    said = encours("company", COMPANY, "--fetch")
    assert said.code == 0
    assert "untested against the live services" in said.err
    lines = said.out.splitlines()
    assert lines[:3] == [
        "Company register: 1 new, 0 as before, 0 set aside.",
        "Gazette (BODACC): 1 new, 0 as before, 0 set aside.",
        "Ratios (INPI): 1 new, 0 as before, 0 set aside.",
    ]
    assert lines[4].startswith("MENUISERIES DU LAC, legal category 5710, NAF 43.32A, founded on 2011-04-01,")
    assert "20 to 49 employees in 2023" in lines[4]
    assert "INSOLVENCY PROCEEDING OPEN" in said.out
    asked = len(registers.asked)
    assert "MENUISERIES DU LAC" in encours("company", COMPANY).out
    assert len(registers.asked) == asked


def test_json_tells_what_each_register_said(encours: Encours, registers: Registers) -> None:
    registers.pages.pop(RATIOS_PATH)
    said = encours("company", COMPANY, "--fetch", "--json")
    told = json.loads(said.out)
    assert (said.code, said.err) == (0, "")
    assert told["identity"]["name"] == "MENUISERIES DU LAC"
    assert "untested against the live" in told["lookups"]["note"]
    assert [(one["state"], one["why"]) for one in told["lookups"]["registers"]] == [
        ("answered", ""),
        ("answered", ""),
        ("failed", "It answered with an error (404)."),
    ]


def test_off_wins_over_addresses(
    encours: Encours, registers: Registers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENCOURS_LOOKUPS", "off")
    assert "Look-ups are off" in encours("company", COMPANY, "--fetch").out
    assert registers.asked == []


def test_an_address_alone_asks_that_register_alone() -> None:
    one = gateways_of(settings_from({"ENCOURS_LOOKUP_BODACC": "http://127.0.0.1:9/x"}))
    assert [type(way).__name__ for way in (one.company_register, one.bodacc, one.ratios)] == [
        "NullGateway",
        "HttpGateway",
        "NullGateway",
    ]
    official = gateways_of(settings_from({"ENCOURS_LOOKUPS": "on"}))
    assert "https://recherche-entreprises.api.gouv.fr/search" in repr(official.company_register)
    assert "ratios_inpi_bce" in repr(official.ratios)


@pytest.mark.parametrize(
    ("variable", "value", "why"),
    [
        ("ENCOURS_LOOKUP_REGISTER", "http://example.com/search", "this machine only"),
        ("ENCOURS_LOOKUP_RATIOS", "https://me:secret@example.com/", "holds a login"),
        ("ENCOURS_LOOKUP_BODACC", "example.com", "does not start with https://"),
        ("ENCOURS_LOOKUPS", "yes", "Write on, or off"),
    ],
)
def test_a_setting_that_cannot_be_used_is_one_sentence(
    encours: Encours, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, why: str
) -> None:
    monkeypatch.setenv(variable, value)
    said = encours("company", COMPANY, "--fetch")
    assert (said.code, said.out) == (2, "")
    assert variable in said.err
    assert why in said.err
    assert "secret" not in said.err


def test_an_address_is_told_with_its_variable() -> None:
    with pytest.raises(SettingRefused, match=r"^ENCOURS_LOOKUP_RATIOS: .*https://"):
        gateways_of(settings_from({"ENCOURS_LOOKUP_RATIOS": "http://example.com/x"}))


def test_a_prospect_is_looked_up_before_it_is_answered(encours: Encours, registers: Registers) -> None:
    """The opening that the gazette told a moment ago refuses it; JSON stays alone on standard output."""
    question = ("prospect", "--siren", COMPANY, "--amount", "20000", "--terms", "45", "--json")
    assert json.loads(encours(*question).out)["outcome"] != "refuse"
    assert registers.asked == []
    said = encours(*question, "--fetch")
    assert "Gazette (BODACC): 1 new, 0 as before, 0 set aside." in said.err
    told = json.loads(said.out)
    assert (told["outcome"], told["rule"]) == ("refuse", "proceeding")


def test_a_prospect_without_a_siren_cannot_be_looked_up(encours: Encours, registers: Registers) -> None:
    said = encours("prospect", "--name", "Martin", "--amount", "20000", "--terms", "45", "--fetch")
    assert (said.code, registers.asked) == (2, [])
    assert "none is told" in said.err
