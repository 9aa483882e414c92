"""Files and events in over HTTP."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from tests.serving.api.conftest import Program

HEAD = "number,customer,issued_on,due_on,amount,currency\n"
FILE = HEAD + "F-8,ACME,2024-05-01,2024-05-31,10.00,EUR\n=cmd|' /C calc'!A0,ACME,never,2024-05-31,1.00,EUR\n"


def _event(**more: Any) -> dict[str, Any]:
    told = {"customer": "ACME", "number": "E-1", "issued_on": "2024-05-06", "due_on": "2024-06-05"}
    return {**told, "amount_cents": 12_345, **more}


def test_a_file_is_told_line_by_line(manager: Program) -> None:
    report = manager.ask("POST", "/v1/imports/invoices?name=may.csv", status=201, content=FILE.encode())
    assert (report["read"], report["accepted"], report["rejected"]) == (2, 1, 1)
    one = f"/v1/imports/{report['import_id']}"
    told = manager.ask("GET", one)
    assert (told["file_name"], told["content"], told["accepted"]) == ("may.csv", "invoices", 1)
    first = manager.ask("GET", "/v1/imports?limit=1")
    assert first["items"] == [told]
    assert manager.ask("GET", f"/v1/imports?limit=1&before={first['next']}")["items"][0] != told
    (line,) = manager.ask("GET", f"{one}/rejections")["items"]
    assert (line["number"], line["line"]) == (1, 3)
    sheet = manager.call("GET", f"{one}/rejections.csv").text
    assert "'=cmd" in sheet
    assert ";=cmd" not in sheet
    manager.ask("GET", "/v1/imports/999", status=404)
    refused = manager.ask("POST", "/v1/imports/invoices", status=422, content=b"\x00\x01")
    assert refused["detail"]
    manager.ask("POST", "/v1/imports/everything", status=422, content=b"x")


def test_a_batch_is_taken_once_however_often_it_is_sent(manager: Program) -> None:
    batch = {"events": [_event(), _event(number="E-2", amount_cents=0)], "source": "erp"}

    def push(_: int) -> Any:
        return manager.call("POST", "/v1/events/invoices", json=batch, headers={"Idempotency-Key": "k-1"})

    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(push, range(2))
    assert first.status_code == second.status_code == 201, (first.text, second.text)
    assert first.json() == second.json()
    assert (first.json()["accepted"], [one["line"] for one in first.json()["rejections"]]) == (1, [2])
    assert [one["content"] for one in manager.ask("GET", "/v1/imports")["items"]].count("invoices") == 2
    other = {**batch, "events": [_event(amount_cents=1)]}
    key = {"Idempotency-Key": "k-1"}
    refused = manager.ask("POST", "/v1/events/invoices", status=409, json=other, headers=key)
    assert refused["type"].endswith("key-used-otherwise")
    manager.ask("POST", "/v1/events/invoices", status=422, json=batch)


def test_payments_and_statements_are_pushed_too(manager: Program) -> None:
    paid = {"customer": "ACME", "number": "P-1", "amount_cents": 80_000, "paid_on": "2024-05-09"}
    report = manager.ask(
        *("POST", "/v1/events/payments"),
        status=201,
        json={"events": [paid]},
        headers={"Idempotency-Key": "p"},
    )
    assert report["accepted"] == 1
    figures = {"siren": "732829320", "closed_on": "2023-12-31", "figures_cents": {"FL": 125_000_000}}
    report = manager.ask(
        *("POST", "/v1/events/statements"),
        status=201,
        json={"events": [{**figures, "filed_on": "2024-04-30"}]},
        headers={"Idempotency-Key": "s"},
    )
    assert (report["read"], report["accepted"]) == (1, 1)
