"""`encours dun` and what people do about it, on the command line: from overdue to a mail that left once."""

import json
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from tests.messaging.servers import mail_server, receiver
from tests.policies import SCENARIOS, shipped
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


def test_an_e_mail_is_shown_whole_with_its_files_and_its_sender(
    late: Encours, home: Path, tmp_path: Path
) -> None:
    scan = tmp_path / "scan.pdf"
    scan.write_bytes(b"%PDF-1.7\nthe invoice\n%%EOF\n")
    assert (
        late("attach", "ACME", scan, "--kind", "invoice", "--invoice", "F-1", "--on", "2024-04-02").code == 0
    )
    _own_scenario(home, 'sender = "director"\n')
    with (home / "policy" / "sender.toml").open("a", encoding="utf-8") as file:
        file.write('[[senders]]\ncode = "director"\nname = "Eve"\nemail = "eve@us.example"\n')
        file.write('reply_to = "a@us.example"\n')
    asked = ("letter", "ACME", "--level", "2", "--scenario", "own", "--on", DAY, "--out")
    eml = tmp_path / "mail.eml"
    told = json.loads(late(*asked, eml, "--json").out)
    mail = message_from_bytes(eml.read_bytes(), policy=default)
    assert (mail["From"], mail["Reply-To"]) == ("Eve <eve@us.example>", "a@us.example")
    assert [mail[name] for name in ("Cc", "Bcc")] == [None, None]
    names = [one["name"] for one in told["attachments"]]
    assert names == ["releve-de-compte.pdf", "F-1.pdf"]
    assert [one.get_filename() for one in mail.iter_attachments()] == names  # type: ignore[attr-defined]
    assert late(*asked, eml).out == late(*asked, eml).out
    for name, held in (("mail.html", "Eve"), ("mail.txt", "F-1")):
        assert late(*asked, tmp_path / name).code == 0
        assert held in (tmp_path / name).read_text(encoding="utf-8")
    assert ".html, .eml or .txt" in late(*asked, tmp_path / "mail.pdf").err
    assert late("messages", "list").out == "There is no such message.\n"


def _own_scenario(home: Path, more: str) -> Path:
    """The standard steps in a scenario of one's own, whose second says more."""
    text = (SCENARIOS / "standard.toml").read_text(encoding="utf-8").replace('"standard"', '"own"', 1)
    (home / "scenarios").mkdir(exist_ok=True)
    file = home / "scenarios" / "own.toml"
    file.write_text(text.replace("days = 15\n", f"days = 15\n{more}"), encoding="utf-8")
    return file


def test_a_scenario_names_only_senders_there_are(late: Encours, home: Path) -> None:
    file = _own_scenario(home, 'sender = "directr"\n')
    for said in (late("scenario", "check", file), late("dun", "--on", DAY)):
        assert said.code != 0
        assert "the step of level 2 is sent by “directr”" in said.err
        assert "sender.toml" in said.err
    with (home / "policy" / "sender.toml").open("a", encoding="utf-8") as sender:
        sender.write('[[senders]]\ncode = "director"\n')
    assert "Known there: director." in late("scenario", "check", file).err
    _own_scenario(home, 'sender = "director"\n')
    assert late("scenario", "check", file).code == 0


def test_a_text_message_reaches_who_carries_it(
    late: Encours, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contacts = tmp_path / "contacts.csv"
    contacts.write_text("customer,role,name,phone\nBOLT,director,Bob,06 12 34 56 78\n", encoding="utf-8")
    assert late("import", "contacts", contacts, "--on", "2024-04-01").code == 0
    file = _own_scenario(home, "")
    steps = 'version = "1"\ncode = "own"\n[name]\nfr = "x"\nen = "x"\n[[steps]]\nlevel = 1\ndays = 5\n'
    steps += 'way = "sms"\nform = "reminder"\ntone = "kind"\nroles = ["accounts_payable", "director"]\n'
    file.write_text(steps, encoding="utf-8")
    assert late("scenario", "choose", "BOLT", "own", "--why", "no mail", "--on", DAY).code == 0
    text = late("letter", "BOLT", "--level", "1", "--scenario", "own", "--on", DAY).out
    assert "F-3" in text
    assert "ENCOURS_WEBHOOK_URL" in str(decided(late, "--dry-run")["BOLT"]["why"])
    with receiver() as alerts, receiver() as hook:
        monkeypatch.setenv("ENCOURS_WEBHOOK_URL", alerts.url)
        monkeypatch.setenv("ENCOURS_SMS_URL", hook.url)
        monkeypatch.setenv("ENCOURS_WEBHOOK_SECRET", "a secret of some length")
        assert decided(late)["BOLT"]["outcome"] == "send"
        assert late("messages", "deliver").out.startswith("1 sent")
        assert late("messages", "deliver").out.startswith("0 sent")
    assert alerts.got == []
    (_, body) = hook.got[0]
    data = json.loads(body)["data"]
    assert (data["to"]["phone"], data["text"] + "\n") == (
        "+33612345678",
        text.replace("preview", data["reference"]),
    )


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
