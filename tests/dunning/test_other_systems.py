"""Steps that another system carries: text messages and webhooks, told once by a signed event."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dunning.deciding import Outcome
from dunning.notice import Form
from dunning.reminders.usecases import DunOrder, dun, still_wanted
from dunning.scenario import Way
from dunning.words import why_text
from kernel.language import Language
from ledger.registers.catalogue import CONTACTS, ContactRow
from messaging.delivery import State
from messaging.gateway import WebhookSender, webhook_endpoints
from messaging.message import Channel
from messaging.signature import verify
from messaging.usecases import deliver
from serving.press import press_of
from serving.settings import Settings
from store.session import Database
from tests.dunning.books import RULES, House
from tests.dunning.samples import PERSON, claim, day, debtor, decided, scenario, step
from tests.messaging.samples import POLICY as PATIENCE
from tests.messaging.samples import SECRET
from tests.messaging.servers import Hook, receiver
from tests.policies import shipped
from tests.tables import rows

SMS = scenario(step(1, 5, Way.SMS, deadline_days=8), step(2, 15, Way.SMS))
BOSS = replace(PERSON, role="director", name="Eve", phone="07 12 34 56 78")


def owed(database: Database, endpoints: dict[Way, str], phone: str = "06 12 34 56 78") -> House:
    rules = replace(RULES, scenarios={"plain": SMS}, endpoints=endpoints)
    house = House.owed(database, rules=rules)
    phoned(house, phone)
    return house


def phoned(house: House, phone: str, on: int = -40) -> None:
    row = ContactRow(1, "accounts_payable", "Zoé", None, phone, "fr", removed=False)
    house._register(CONTACTS, "contact 1 accounts_payable", row, day(on))


def send(house: House, hook: Hook, on: int, *, hours: int = 0) -> Any:
    sender = WebhookSender([hook.url], secret=SECRET, timeout=2)
    return deliver(
        house.database,
        {Channel.WEBHOOK: sender},
        PATIENCE,
        now=lambda: house.at(day(on)) + timedelta(hours=hours),
        worker="w",
        limit=5,
        still_wanted=lambda session, message: still_wanted(session, message, house.rules, on=day(on)),
    ).states


def test_a_text_message_is_told_with_all_that_it_takes_and_once(database: Database, tmp_path: Path) -> None:
    (tmp_path / "policy").mkdir()
    link = 'payment_link = "https://pay.example/{reference}"\n'
    (tmp_path / "policy" / "sender.toml").write_text(link + shipped("sender"), encoding="utf-8")
    where = Settings(tmp_path, "sqlite://", None, Language.ENGLISH, ())
    with receiver(500, 204) as hook:
        house = owed(database, {Way.SMS: next(iter(webhook_endpoints([hook.url])))})
        with database.transaction() as session:
            dun(session, DunOrder(house.act(day(7)), house.rules), press_of(where))
        assert send(house, hook, 7) == {State.FAILED: 1}
        assert send(house, hook, 7, hours=1) == {State.SENT: 1}
        assert send(house, hook, 7, hours=2) == {}
        house.dun(day(8))
    assert house.passed() == {"i:1": [1]}
    (first, body), (again, same) = hook.got
    assert (first["Encours-Event-Id"], body) == (again["Encours-Event-Id"], same)
    told = json.loads(body)
    assert told["type"] == "sms"
    later = int(house.at(day(7)).timestamp()) + 3_600
    assert verify(SECRET, again["Encours-Signature"], body, now=later, tolerance=60)
    data = told["data"]
    assert data["to"] == {
        "role": "accounts_payable",
        "name": "Zoé",
        "language": "fr",
        "phone": "+33612345678",
    }
    assert data["customer"] == {"code": "C-1", "name": "Client 1"}
    assert data["text"].startswith("Ateliers du Canal SAS : 500,00 € restent à régler")
    assert "https://pay.example/R1" in data["text"]
    assert (data["parts"], data["deadline_on"]) == (1, day(15).isoformat())
    assert data["payment"]["link"] == "https://pay.example/R1"
    assert data["payment"]["reference"] == data["reference"] == "R1"
    assert [(one["number"], one["claimed_cents"]) for one in data["invoices"]] == [("F-1", 50_000)]
    assert [one["net_cents"] for one in data["sums"]] == [50_000]
    assert "why" not in body.decode()


@rows("""
    phone             | endpoint | outcome     | why
    06 12 34 56 78    | yes      | send        | step_due
    01 23 45 67 89    | yes      | unreachable | nobody_to_reach
    none              | yes      | unreachable | nobody_to_reach
    06 12 34 56 78    | no       | unreachable | no_way_out
""")
def test_without_a_number_or_a_way_nobody_is_reached_and_the_decision_says_so(
    sqlite_database: Database, phone: str, endpoint: str, outcome: str, expected: str
) -> None:
    endpoints = {Way.SMS: "hook#1"} if endpoint == "yes" else {}
    house = owed(sqlite_database, endpoints, "" if phone == "none" else phone)
    (dry,) = house.preview(day(7))
    (done,) = house.dun(day(7)).decided
    assert (dry.outcome.value, dry.why) == (outcome, expected)
    assert done.decision == dry
    for language in Language:
        assert why_text(dry, language)


def test_the_next_role_is_texted_where_the_first_has_no_mobile() -> None:
    landline = replace(PERSON, phone="01 23 45 67 89")
    found = decided(debtor(claim(), contacts=(landline, BOSS)), day(7), plain=SMS)
    assert (found.outcome, found.to) == (Outcome.SEND, BOSS)


def test_what_was_paid_meanwhile_is_not_texted(sqlite_database: Database) -> None:
    with receiver() as hook:
        house = owed(sqlite_database, {Way.SMS: next(iter(webhook_endpoints([hook.url])))})
        house.dun(day(7))
        house.pay(1, 1, 50_000, on=day(7), invoice=1)
        assert send(house, hook, 7) == {State.CANCELLED: 1}
    assert hook.got == []


def test_a_text_counts_as_a_contact_and_another_one_waits(sqlite_database: Database) -> None:
    house = owed(sqlite_database, {Way.SMS: "hook#1"})
    house.invoice(2, 1, 9_000, due=day(3), on=day(-30))
    house.day(day(7))
    (found,) = house.preview(day(9))
    assert (found.outcome, found.why) == (Outcome.WAIT, "contacted_lately")


def test_a_formal_notice_is_no_text_message() -> None:
    with pytest.raises(ValueError, match="registered letter"):
        step(1, 5, Way.SMS, form=Form.FORMAL_NOTICE, deadline_days=8)
