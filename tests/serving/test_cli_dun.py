"""`encours dun` and what people do about it, on the command line: from overdue to a mail that left once."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.messaging.servers import mail_server
from tests.policies import shipped
from tests.serving.conftest import Encours

DAY = "2024-05-07"  # a Tuesday
CUSTOMERS = """customer,customer_name,accounts_payable_email,street,postcode,city,country
ACME,Acme & Fils,compta@acme.example,1 rue A,75001,Paris,FR
BOLT,Bolt,,,,,FR
"""
INVOICES = """number,customer,issued_on,due_on,amount,currency,paid_on
F-1,ACME,2024-03-02,2024-04-01,1200.00,EUR,
F-2,ACME,2024-04-03,2024-05-03,800.00,EUR,
F-3,BOLT,2024-03-05,2024-04-04,500.00,EUR,
"""


@pytest.fixture
def late(encours: Encours, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Encours:
    """Two customers late on a fixed day, one of whom nobody can write to; and a company that writes."""
    noon = datetime(2024, 5, 7, 10, tzinfo=UTC)
    monkeypatch.setattr("serving.clock.now", lambda: noon)
    monkeypatch.setattr("serving.clock.today", lambda: noon.date())
    monkeypatch.setenv("ENCOURS_AUTHOR", "Ana")
    monkeypatch.setenv("ENCOURS_MAIL_FROM", "Encours <credit@us.example>")
    (home / "policy").mkdir(parents=True)
    own = shipped("sender").replace("example = true", "example = false")
    (home / "policy" / "sender.toml").write_text(own, encoding="utf-8")
    for name, content in (("customers", CUSTOMERS), ("invoices", INVOICES)):
        file = tmp_path / f"{name}.csv"
        file.write_text(content, encoding="utf-8")
        assert encours("import", name, file, "--on", "2024-04-01").code == 0
    return encours


def decided(encours: Encours, *more: str) -> dict[str, dict[str, object]]:
    told = json.loads(encours("dun", "--on", DAY, "--json", *more).out)
    return {one["customer"]: one for one in told["decisions"]}


def test_a_dry_run_says_what_the_run_then_does_and_a_second_run_adds_nothing(late: Encours) -> None:
    dry, done = decided(late, "--dry-run"), decided(late)
    assert {code: one["outcome"] for code, one in dry.items()} == {"ACME": "send", "BOLT": "unreachable"}
    assert [line["number"] for line in dry["ACME"]["lines"]] == ["F-1", "F-2"]  # type: ignore[attr-defined]
    assert dry["ACME"] | {"action": 1} == done["ACME"]
    assert decided(late)["ACME"]["outcome"] == "wait"
    assert len(json.loads(late("actions", "list", "--json").out)) == 1


def test_a_reminder_leaves_once_and_passes_its_level(late: Encours, monkeypatch: pytest.MonkeyPatch) -> None:
    decided(late)
    with mail_server() as box:
        monkeypatch.setenv("ENCOURS_SMTP_URL", f"smtp://127.0.0.1:{box.port}")
        assert late("messages", "deliver").out.startswith("1 sent")
        assert late("messages", "deliver").out.startswith("0 sent")
    (mail,) = box.mails
    assert box.recipients == [["compta@acme.example"]]
    assert b"F-1" in mail
    assert b"BOLT" not in mail
    late("dun", "--on", DAY)
    (one,) = json.loads(late("actions", "list", "--state", "passed", "--json").out)
    assert [event["what"] for event in one["history"]] == ["queued", "passed"]


def test_what_was_paid_meanwhile_is_not_chased(
    late: Encours, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided(late)
    paid = tmp_path / "invoices.csv"
    paid.write_text(INVOICES.replace("EUR,\n", "EUR,2024-05-06\n"), encoding="utf-8")
    assert late("import", "invoices", paid, "--on", DAY).code == 0
    with mail_server() as box:
        monkeypatch.setenv("ENCOURS_SMTP_URL", f"smtp://127.0.0.1:{box.port}")
        assert "1 no longer wanted" in late("messages", "deliver").out
    assert box.mails == []


def test_a_second_engine_is_refused_until_it_takes_over(
    late: Encours, monkeypatch: pytest.MonkeyPatch
) -> None:
    decided(late)
    monkeypatch.setenv("ENCOURS_ENGINE", "other")
    said = late("dun", "--on", DAY)
    assert said.code != 0
    assert "take over" in said.err
    assert late("dun", "--on", DAY, "--take-over").code == 0


def test_mail_never_leaves_in_the_name_of_the_example(
    late: Encours, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "policy" / "sender.toml").unlink()
    monkeypatch.setenv("ENCOURS_SMTP_URL", "smtp://127.0.0.1:9")
    said = late("dun", "--on", DAY)
    assert said.code != 0
    assert "is an example" in said.err


def test_a_level_is_skipped_and_a_scenario_chosen_with_a_reason(late: Encours) -> None:
    said = late("actions", "skip", "ACME", "F-1", "--why", "paid by cheque", "--on", DAY)
    assert said.out == "Level 1 passed without a message.\n"
    assert late("actions", "skip", "ACME", "F-1", "--why", " ", "--on", DAY).code != 0
    said = late("scenario", "choose", "ACME", "key_account", "--why", "an old friend", "--on", DAY)
    assert said.out == "ACME: scenario key_account.\n"
    assert decided(late, "--dry-run")["ACME"]["scenario"] == "key_account"
    assert "Known: " in late("scenario", "choose", "ACME", "nope", "--why", "x", "--on", DAY).err


def test_a_formal_notice_is_shown_as_a_pdf_and_a_reminder_as_text(late: Encours, tmp_path: Path) -> None:
    out = tmp_path / "notice.pdf"
    told = json.loads(late("letter", "ACME", "--level", "5", "--out", out, "--on", DAY, "--json").out)
    assert out.read_bytes().startswith(b"%PDF")
    assert len(told["sha256"]) == 64
    french = late("letter", "ACME", "--level", "1", "--on", DAY).out
    english = late("letter", "ACME", "--level", "1", "--language", "en", "--on", DAY).out
    assert "Madame, Monsieur" in french
    assert "F-1" in english
    assert late("letter", "ACME", "--level", "3", "--on", DAY).code != 0  # a call writes nothing
    assert late("messages", "list").out == "There is no such message.\n"


def test_penalties_are_told_by_invoice(late: Encours) -> None:
    told = json.loads(late("penalties", "ACME", "--on", DAY, "--json").out)
    first = told["invoices"][0]
    # 1,200.00 from 2 April to 7 May 2024: 36 days at 14.50 %.
    assert (first["number"], first["interest_cents"], first["indemnity_cents"]) == ("F-1", 1_716, 4_000)


def test_scenarios_are_checked_with_a_sentence(late: Encours, tmp_path: Path) -> None:
    assert "standard" in late("scenario", "list").out
    assert "+50" in late("scenario", "show", "standard").out
    file = tmp_path / "firm.toml"
    file.write_text(
        'version = "1"\ncode = "soft"\nsteps = []\n[name]\nfr = "x"\nen = "x"\n', encoding="utf-8"
    )
    said = late("scenario", "check", file)
    assert said.code != 0
    assert "firm.toml" in said.err


def test_a_scenario_is_replayed_over_past_days_beside_the_rules(late: Encours) -> None:
    asked = ("scenario", "preview", "firm", "--from", "2024-04-02", "--to", DAY)
    told = json.loads(late(*asked, "--json").out)
    assert (told["first"], told["last"], told["scored_on"]) == ("2024-04-02", DAY, [])
    assert told["tried"]["scenario"] == "firm"
    assert told["tried"]["load"]["days"] == told["present"]["load"]["days"] == 25
    assert [one["steps"] for one in told["tried"]["steps"]] == [2, 1, 1, 1]  # F-1 up to its notice, then F-2
    unreached = [(one["way"], one["customers"]) for one in told["present"]["conflicts"]["unreachable"]]
    assert unreached == [("email", 1), ("call", 1)]  # BOLT by mail, ACME has no number
    english, french = late(*asked, "--language", "en"), late(*asked, "--language", "fr")
    assert "Payments are those that really came" in english.out
    assert "Étapes par semaine" in french.out
    assert json.loads(late("actions", "list", "--json").out) == []
    said = late("scenario", "preview", "nope")
    assert said.code != 0
    assert "Known: " in said.err
