"""Asking a register over HTTP: what it answers, or one sentence, and never an exception."""

import json
from collections.abc import Iterator

import pytest

from ledger.company.lookup.gateway import OFFICIAL, TURNED_OFF, Gateways, HttpGateway, unusable
from ledger.company.lookup.looked_up import ANSWERED, FAILED, OFF, RATIOS
from tests.ledger.gazette import COMPANY
from tests.ledger.lookup.servers import (
    BODACC_PATH,
    RATIOS_PATH,
    REGISTER_PATH,
    Registers,
    Reply,
    company,
    found,
    public_registers,
)


@pytest.fixture
def registers() -> Iterator[Registers]:
    with public_registers() as server:
        yield server


def test_each_register_is_asked_about_one_company(registers: Registers) -> None:
    registers.says(REGISTER_PATH, found(company()))
    registers.pages = {BODACC_PATH: [], RATIOS_PATH: []}
    gateways = registers.gateways()
    heard = [way.ask("732 829 320") for way in (gateways.company_register, gateways.bodacc, gateways.ratios)]
    assert [(one.state, len(one.pages), one.host) for one in heard] == [(ANSWERED, 1, "127.0.0.1")] * 3
    assert [(path, query.get("q") or query["where"]) for path, query in registers.asked] == [
        (REGISTER_PATH, COMPANY),
        (BODACC_PATH, f'registre like "{COMPANY}"'),
        (RATIOS_PATH, f'siren="{COMPANY}"'),
    ]
    assert [agent.startswith("Encours") for agent in registers.agents] == [True]


def test_all_pages_are_asked_for(registers: Registers) -> None:
    registers.pages = {BODACC_PATH: [{"id": str(number)} for number in range(230)]}
    heard = registers.gateways().bodacc.ask(COMPANY)
    assert [query["offset"] for _, query in registers.asked] == ["0", "100", "200"]
    assert [len(json.loads(page)["results"]) for page in heard.pages] == [100, 100, 30]


def test_too_many_records_are_refused_whole(registers: Registers) -> None:
    """Part of the announcements could lack the one that matters."""
    registers.pages = {BODACC_PATH: [{}] * 1_001}
    heard = registers.gateways().bodacc.ask(COMPANY)
    assert (heard.state, heard.pages) == (FAILED, ())
    assert "more than 1000 records" in heard.why


_SMALL = b'{"total_count": 0, "results": []}'


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply(status=500), "It answered with an error (500)."),
        (Reply(status=404), "It answered with an error (404)."),
        (Reply(status=429), "asked too often"),
        (Reply(status=302, location="http://127.0.0.1:9/elsewhere"), "sends elsewhere (302)"),
        (Reply(silent=True), "did not answer in time"),
        (Reply(_SMALL, trickle=True), "did not finish its answer in time"),
        (Reply(_SMALL, cut=True), "cut short"),
        (Reply(b" " * (4 << 20) + _SMALL), "more than 4,194,304 bytes"),
        (Reply(b"<html>maintenance</html>"), "not JSON"),
        (Reply(b"\xff\xfe{}"), "not JSON"),
        (Reply(b"[" * 100_000), "not JSON"),
        (Reply(b"NaN"), "not JSON"),
        (Reply(b""), "not JSON"),
        (Reply(b"[]"), "another shape"),
        (Reply(b'{"results": []}'), "another shape"),
        (Reply(b'{"total_count": "many", "results": []}'), "another shape"),
        (Reply(b'{"total_count": -1, "results": []}'), "another shape"),
        (Reply(b'{"total_count": 99999999999999999999, "results": []}'), "another shape"),
        (Reply(b'{"total_count": 3, "results": []}'), "told of 3 records and gave 0"),
        (Reply(b'{"total_count": 3, "results": {"a": 1}}'), "another shape"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_what_goes_wrong_is_one_sentence(registers: Registers, reply: Reply, why: str) -> None:
    registers.replies[RATIOS_PATH] = reply
    heard = registers.gateways().ratios.ask(COMPANY)
    assert (heard.state, heard.pages) == (FAILED, ())
    assert why in heard.why
    assert heard.why.endswith(".")
    assert len(registers.asked) == 1


def test_nobody_there_is_one_sentence() -> None:
    with public_registers() as gone:
        gateway = gone.gateways().company_register
    heard = gateway.ask(COMPANY)
    assert heard.state == FAILED
    assert heard.why.startswith("It could not be asked: ")


@pytest.mark.parametrize(
    "text", ["", "732829321", "732829320 or 1=1", '" or siren like "7', "../admin", "９" * 9]
)
def test_what_is_no_siren_reaches_no_server(registers: Registers, text: str) -> None:
    registers.says(REGISTER_PATH, found(company()))
    gateways = registers.gateways()
    for way in (gateways.company_register, gateways.bodacc, gateways.ratios):
        assert way.ask(text).state == FAILED
    assert registers.asked == []


def test_proxies_of_the_environment_are_not_used(
    registers: Registers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    registers.says(REGISTER_PATH, found())
    assert registers.gateways().company_register.ask(COMPANY).state == ANSWERED


def test_nothing_is_asked_by_default() -> None:
    gateways = Gateways()
    heard = [way.ask(COMPANY) for way in (gateways.company_register, gateways.bodacc, gateways.ratios)]
    assert [(one.state, one.why) for one in heard] == [(OFF, TURNED_OFF)] * 3


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("http://example.com/search", "http:// is for this machine only"),
        ("http://127.0.0.1.example.com/", "http:// is for this machine only"),
        ("file:///etc/passwd", "must be https"),
        ("ftp://127.0.0.1/x", "must be https"),
        ("https://", "must be https"),
        ("https://me:secret@example.com/search", "holds a login"),
        ("https://example.com/search?key=1", "more than host and path"),
        ("https://example.com/a b", "more than host and path"),
        ("https://example.com/a\r\nX: 1", "more than host and path"),
        ("https://example.com:port/", "not written as one"),
        ("https://[::1/", "not written as one"),
    ],
)
def test_an_address_that_cannot_be_trusted_is_not_asked(address: str, why: str) -> None:
    assert why in unusable(address)
    assert "secret" not in unusable(address)
    assert HttpGateway(RATIOS, address).ask(COMPANY).state == FAILED


@pytest.mark.parametrize("address", [*OFFICIAL.values(), "http://localhost:1/x", "http://[::1]:8080/x"])
def test_an_address_that_can_be_asked(address: str) -> None:
    assert unusable(address) == ""
