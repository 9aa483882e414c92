"""Files that go with a message: those of the invoices it names, of its own customer, as far as they fit."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunning.actions import Standing
from dunning.dossier import usecases as dossier
from dunning.dossier.papers import Attached, Kind, Media, Paper
from dunning.enclosed import InvoiceFile, files_of, fitting
from dunning.reminders.usecases import DunOrder, dun
from dunning.scenario import Step, Way
from kernel.language import Language
from messaging.delivery import State
from messaging.gateway import SmtpSender, SmtpServer
from messaging.message import Channel, Message
from messaging.usecases import deliver
from serving.press import press_of
from serving.settings import Settings
from store.session import Database
from tests.dunning.books import RULES, House
from tests.dunning.samples import claim, day, debtor, decided, scenario, step
from tests.messaging.samples import POLICY as PATIENCE
from tests.messaging.servers import mail_server

ALL = {"attach_invoices": True, "attach_statement": True}


def pdf(told: str, size: int = 0) -> bytes:
    return b"%PDF-1.7\n" + told.encode().ljust(size, b".") + b"\n%%EOF\n"


def paper(number: int, **more: Any) -> Paper:
    told = {"customer_id": 1, "invoice_id": 1, "kind": Kind.INVOICE, "name": "a", "media": Media.PDF}
    told |= {"sha256": "", "size": 10, "happened_on": day(0), "known_on": day(0), "author": "Ana", "note": ""}
    return Paper(id=number, recorded_at=datetime(2025, 3, 3, tzinfo=UTC), **{**told, **more})


@given(st.lists(st.integers(1, 50), max_size=8), st.integers(0, 120))
def test_what_goes_along_fits_and_keeps_its_order(sizes: list[int], most: int) -> None:
    files = [InvoiceFile(f"F-{n}", n, size) for n, size in enumerate(sizes)]
    kept = fitting(files, most=most)
    assert sum(one.size for one in kept) <= most
    assert list(kept) == [one for one in files if one in kept]
    left = most - sum(one.size for one in kept)
    assert all(one.size > left for one in files if one not in kept)


@pytest.mark.parametrize(
    ("papers", "kept"),
    [
        ([paper(1)], [1]),
        ([paper(1), paper(2)], [2]),  # the one attached last stands
        ([paper(1, customer_id=2)], []),
        ([paper(1, invoice_id=2)], []),
        ([paper(1, kind=Kind.DELIVERY)], []),
        ([paper(1, media=Media.XML)], []),
        ([paper(1), paper(2, withdrawn="of another")], [1]),
    ],
)
def test_i38_a_file_is_that_of_an_invoice_named_to_its_own_customer(
    papers: list[Paper], kept: list[int]
) -> None:
    decision = decided(debtor(claim(invoice_id=1)), day(7))
    assert [one.paper for one in files_of(decision, papers)] == kept


def house_of(database: Database, *, most: int = 1_000, **more: Any) -> House:
    """Two customers, each with the file of its invoice stored."""
    plain = scenario(step(1, 5, **{**ALL, **more}))
    house = House.owed(
        database, customers=2, rules=replace(RULES, scenarios={"plain": plain}, enclosed_bytes=most)
    )
    for number in (1, 2):
        attach(house, number, f"F-{number}", pdf(f"invoice {number}"))
    return house


def attach(house: House, customer: int, invoice: str, content: bytes) -> int:
    file = Attached("scan.pdf", content, Kind.INVOICE, invoice)
    with house.database.transaction() as session:
        return dossier.attach(
            session, house.act(day(-1)), f"C-{customer}", file, happened_on=day(-1)
        ).paper.id


def test_i38_each_mail_carries_the_files_of_its_customer_and_history_their_hash(database: Database) -> None:
    house = house_of(database)
    sent = {one.customer_id: one for one in house.day(day(7))}
    for number in (1, 2):
        (file,) = sent[number].attachments
        assert (file.name, file.content) == (f"F-{number}.pdf", pdf(f"invoice {number}"))
    first = house.actions()[0].events[0].details["enclosed"]
    content = pdf("invoice 1")
    assert first == {
        "files": [{"name": "F-1.pdf", "sha256": sha256(content).hexdigest(), "bytes": len(content)}],
        "papers": [1],
        "left_out": [],
    }


def test_what_does_not_fit_is_left_out_and_told(sqlite_database: Database) -> None:
    house = house_of(sqlite_database, most=100)
    house.invoice(3, 1, 9_000, due=day(0), on=day(-20))
    attach(house, 1, "F-3", pdf("large", 200))
    (mail, _) = sorted(house.day(day(7)), key=lambda one: one.customer_id or 0)
    assert [one.name for one in mail.attachments] == ["F-1.pdf"]
    assert house.actions()[0].events[0].details["enclosed"]["left_out"] == ["F-3"]


def test_without_room_or_a_word_of_the_step_nothing_goes_along(sqlite_database: Database) -> None:
    house = house_of(sqlite_database, most=0)
    assert [one.attachments for one in house.day(day(7))] == [(), ()]
    plain = scenario(step(1, 5), step(2, 9))
    house.rules = replace(house.rules, scenarios={"plain": plain}, enclosed_bytes=1_000)
    assert [one.attachments for one in house.day(day(16))] == [(), ()]
    assert all("enclosed" not in event.details for one in house.actions() for event in one.events)


def test_i39_a_file_withdrawn_before_the_send_does_not_leave(database: Database) -> None:
    house = house_of(database)
    house.dun(day(7))
    with database.transaction() as session:
        dossier.withdraw(session, house.act(day(7)), 1, why="of another customer")
    house.deliver(day(7))
    assert [one.customer_id for one in house.post.got] == [2]
    assert house.state(1) is State.CANCELLED
    house.dun(day(7))
    house.deliver(day(7))
    assert [(one.customer_id, one.attachments) for one in house.post.got[1:]] == [(1, ())]


def test_what_a_person_approves_takes_its_files_along(sqlite_database: Database) -> None:
    house = house_of(sqlite_database, approval=True)
    house.dun(day(7))
    for one in house.of(Standing.ASKED):
        house.approve(one.id, day(7))
    house.deliver(day(7))
    assert [[file.name for file in one.attachments] for one in house.post.got] == [["F-1.pdf"], ["F-2.pdf"]]


def _settings(home: Path) -> Settings:
    return Settings(home, "sqlite://", None, Language.ENGLISH, (), mail_from="Crédit <credit@us.example>")


def _written(house: House, home: Path) -> Mapping[int, Message]:
    """What the real press makes of the day."""
    with house.database.transaction() as session:
        dun(session, DunOrder(house.act(day(7)), house.rules), press_of(_settings(home)))
    house.deliver(day(7))
    return {one.customer_id or 0: one for one in house.post.got}


def test_a_real_mail_carries_invoice_and_statement_and_says_so(
    sqlite_database: Database, tmp_path: Path
) -> None:
    house = house_of(sqlite_database, most=500_000)
    house.invoice(3, 1, 9_000, due=day(0), on=day(-20))
    attach(house, 1, "F-3", pdf("large", 600_000))
    with sqlite_database.transaction() as session:
        dun(session, DunOrder(house.act(day(7)), house.rules), press_of(_settings(tmp_path)))
    with mail_server() as box:
        way = SmtpSender(SmtpServer("127.0.0.1", box.port, "", "", False), timeout=5)
        told = {"now": lambda: house.at(day(7)), "worker": "w", "limit": 5}
        deliver(sqlite_database, {Channel.EMAIL: way}, PATIENCE, **told)  # type: ignore[arg-type]
    mail = message_from_bytes(box.mails[0], policy=default)
    files = {one.get_filename(): one.get_content() for one in mail.iter_attachments()}  # type: ignore[attr-defined]
    assert sorted(files) == ["F-1.pdf", "releve-de-compte.pdf"]
    assert files["F-1.pdf"] == pdf("invoice 1")
    assert files["releve-de-compte.pdf"].startswith(b"%PDF")
    for kind in ("plain", "html"):
        text = " ".join(mail.get_body((kind,)).get_content().split())  # type: ignore[attr-defined, union-attr]
        assert "ci-joint votre relevé de compte et la facture F-1." in text
        assert "Trop volumineux pour ce message : la facture F-3." in text


def test_a_letter_is_printed_with_its_statement_behind(sqlite_database: Database, tmp_path: Path) -> None:
    house = house_of(sqlite_database, most=500_000, way=Way.LETTER, attach_invoices=False)
    sent = _written(house, tmp_path)
    assert [one.name for one in sent[1].attachments] == ["R1.pdf", "releve-de-compte.pdf"]


def test_what_is_too_large_beside_the_statement_stays_behind(
    sqlite_database: Database, tmp_path: Path
) -> None:
    house = house_of(sqlite_database, most=1_000)
    sent = _written(house, tmp_path)
    assert [one.name for one in sent[1].attachments] == ["releve-de-compte.pdf"]
    assert "Trop volumineux" in sent[1].text


@pytest.mark.parametrize("way", [Way.CALL, Way.SMS, Way.WEBHOOK])
def test_only_what_can_carry_files_may_ask_for_them(way: Way) -> None:
    with pytest.raises(ValueError, match="files go with e-mails and letters"):
        Step(**{**{name: getattr(step(1, 5), name) for name in Step.__slots__}, **ALL, "way": way})
