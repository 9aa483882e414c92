"""`encours dispute`, `promise`, `plan`, `block`, `write-off`, `hand-over` and `relation`."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.serving.conftest import Encours, Said
from tests.serving.test_cli_main import RUN, python

# ACME owes 800.00 on F-2, BOLT 50.00 on F-3; the ledger ends on 2024-03-05.
DAY = "2024-03-06"


@pytest.fixture
def acting(encours: Encours, invoices: Path) -> Encours:
    """Ana acts on the day after the last invoice, and asks for JSON."""
    encours("import", "invoices", invoices)

    def call(*arguments: object) -> Said:
        return encours(*arguments, "--on", DAY, "--author", "Ana", "--json")

    return call


def _told(said: Said) -> Any:
    assert said.code == 0, said.err
    return json.loads(said.out)


def _list(encours: Encours, word: str, *arguments: object) -> Any:
    return _told(encours(word, "list", "--as-of", DAY, *arguments, "--json"))


def test_each_act_is_told_as_json_and_listed(acting: Encours, encours: Encours) -> None:
    """One of each, then its end; the number that a list shows is the one that ends it."""
    for word, begin, end in (
        (
            "dispute",
            ("open", "ACME", "--invoice", "F-2=300.00", "--reason", "price"),
            ("resolve", "--for", "seller"),
        ),
        (
            "promise",
            ("make", "ACME", "--for", "2024-04-10", "--amount", "500,50", "--by", "Roy"),
            ("cancel",),
        ),
        (
            "plan",
            (
                *("agree", "ACME", "--invoice", "F-2", "--acceleration", "--grace", "3"),
                *("--instalment", "2024-04-10=500", "--instalment", "2024-05-10=300"),
            ),
            ("cancel",),
        ),
        ("block", ("set", "ACME", "--reason", "sales asked", "--until", "2024-05-01"), ("lift",)),
        ("write-off", ("record", "ACME", "--invoice", "F-2=1.00", "--reason", "small_balance"), ("reverse",)),
        (
            "hand-over",
            ("give", "ACME", "--to", "factor", "--name", "Affacto", "--no-recourse"),
            ("take-back",),
        ),
    ):
        told = _told(acting(word, *begin))
        assert (told["customer"], told["author"], told["stands"]) == ("ACME", "Ana", True)
        assert _list(encours, word, "--standing") == [told]
        act, *options = end
        over = _told(acting(word, act, told["case"], *options))
        assert (over["case"], over["stands"], over["ended_by"]) == (told["case"], False, "Ana")
        assert _list(encours, word, "--standing") == []
        assert _list(encours, word) == [over]
        assert _list(encours, word, "--customer", "BOLT") == []
        assert f"{told['case']}  ACME" in encours(word, "list", "--as-of", DAY).out


def test_amounts_and_days_are_what_was_typed(acting: Encours, encours: Encours) -> None:
    told = _told(acting("promise", "make", "ACME", "--for", "2024-04-10", "--amount", "500,50"))
    assert (told["cents"], told["currency"], told["promised_on"]) == (50_050, "EUR", "2024-04-10")
    _told(
        acting(
            *("plan", "agree", "ACME", "--invoice", "F-2", "--happened", "2024-03-05"),
            *("--instalment", "2024-04-10=500", "--instalment", "2024-05-10=300"),
        )
    )
    plan = _told(encours("plan", "show", 2, "--as-of", "2024-04-11", "--json"))
    assert (plan["opened_on"], plan["known_on"], plan["state"]) == ("2024-03-05", DAY, "breached")
    assert plan["next"] == {"day": "2024-04-10", "cents": 50_000, "open_cents": 50_000}
    assert "2024-05-10  300.00 EUR  300.00 EUR" in encours("plan", "show", 2, "--as-of", DAY).out


def test_a_dispute_is_amended_commented_and_conceded_in_part(acting: Encours, encours: Encours) -> None:
    _told(acting("dispute", "open", "ACME", "--invoice", "F-2", "--reason", "quality", "--note", "scratched"))
    assert _told(acting("dispute", "amend", 1, "--invoice", "F-2=300"))["cents"] == 30_000
    assert _told(acting("dispute", "comment", 1, "--note", "photos came"))["comments"] == ["photos came"]
    over = _told(acting("dispute", "resolve", 1, "--for", "customer", "--invoice", "F-2=100"))
    assert (over["outcome"], over["conceded_cents"], over["awaited_cents"]) == ("customer", 10_000, 10_000)
    listed = encours("dispute", "list", "--as-of", DAY).out
    assert "quality; scratched; for the customer; credit note awaited for 100.00" in listed


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (
            ("dispute", "open", "ACME", "--invoice", "F-3", "--reason", "price"),
            2,
            "F-3 is an invoice of BOLT",
        ),
        (("dispute", "open", "ACME", "--invoice", "F-2=9OO", "--reason", "price"), 3, "the number “F-2=9OO”"),
        (("dispute", "resolve", "7", "--for", "seller"), 3, "No dispute has the number 7."),
        (("dispute", "list", "--customer", "NOBODY"), 3, "No customer has the code “NOBODY”"),
        (("promise", "make", "ACME", "--for", "2024-02-30"), 2, "“2024-02-30” is not a day"),
        (("promise", "make", "ACME", "--for", "2024-04-01", "--amount", "1,234.00"), 2, "is not an amount"),
        (("plan", "agree", "ACME", "--invoice", "F-2", "--instalment", "2024-04-01"), 2, "2024-06-30=500.00"),
        (("block", "set", "ACME", "--reason", "x", "--on", "2999-01-01"), 2, "2999-01-01 is to come"),
        (("block", "set", "ACME", "--reason", "x", "--happened", "2999-01-01"), 2, "has not happened"),
        (("relation", "ACME", "--as-recorded", "noon"), 2, "“noon” is not an instant"),
        (("relation", "NOBODY"), 3, "No customer has the code “NOBODY”"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    encours: Encours, invoices: Path, arguments: tuple[str, ...], code: int, sentence: str
) -> None:
    """Exit code 2 for what contradicts the ledger, 3 for what it does not know; standard output is empty."""
    encours("import", "invoices", invoices)
    acts = arguments[0] != "relation" and arguments[1] != "list"
    said = encours(*arguments, *(("--author", "Ana") if acts else ()))
    assert (said.code, said.out) == (code, "")
    assert sentence in " ".join(said.err.split())


def test_nobody_acts_namelessly(encours: Encours, invoices: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encours("import", "invoices", invoices)
    block = ("block", "set", "ACME", "--reason", "x", "--json")
    monkeypatch.delenv("USER", raising=False)
    monkeypatch.delenv("ENCOURS_AUTHOR", raising=False)
    said = encours(*block)
    assert (said.code, said.out) == (2, "")
    assert "ENCOURS_AUTHOR" in said.err
    monkeypatch.setenv("ENCOURS_AUTHOR", "Léa")
    assert _told(encours(*block))["author"] == "Léa"


def test_the_relation_tells_what_stands_and_who_did_what(acting: Encours, encours: Encours) -> None:
    assert "ACME: nothing but invoices and payments" in encours("relation", "ACME").out
    _told(acting("block", "set", "ACME", "--reason", "sales asked"))
    _told(acting("write-off", "record", "ACME", "--invoice", "F-2", "--reason", "irrecoverable"))
    told = _told(encours("relation", "ACME", "--as-of", DAY, "--json"))
    assert [one["matter"] for one in told["standing"]] == ["block", "write_off"]
    assert [(one["act"], one["author"]) for one in told["history"]] == [("set", "Ana"), ("recorded", "Ana")]
    (item,) = told["history"][1]["details"]["items"]
    assert item == {"invoice": "F-2", "currency": "EUR", "invoice_id": 2, "cents": 80_000}
    earlier = _told(encours("relation", "ACME", "--as-of", "2024-03-05", "--json"))
    assert (earlier["standing"], earlier["history"]) == ([], [])
    unwritten = encours("relation", "ACME", "--as-of", DAY, "--as-recorded", "2024-03-06T12:00", "--json")
    assert unwritten.code == 3, "the customer itself was written down later"
    said = encours("relation", "ACME", "--as-of", DAY).out
    assert "write-off 2  ACME" in said
    assert "recorded  2024-03-06  2024-03-06  F-2 800.00 EUR; irrecoverable" in said


def test_reasons_are_told_in_french(
    acting: Encours, encours: Encours, monkeypatch: pytest.MonkeyPatch
) -> None:
    _told(acting("dispute", "open", "ACME", "--invoice", "F-2", "--reason", "missing_purchase_order"))
    monkeypatch.setenv("ENCOURS_LANGUAGE", "fr")
    assert "bon de commande manquant" in encours("dispute", "list", "--as-of", DAY).out


def test_an_act_in_a_process_of_its_own(home: Path, invoices: Path) -> None:
    assert python(RUN, "import", "invoices", str(invoices), home=home).returncode == 0
    block = ("block", "set", "ACME", "--reason", "x", "--author", "Ana", "--on", DAY, "--json")
    said = python(RUN, *block, home=home)
    assert (said.returncode, said.stderr) == (0, "")
    assert json.loads(said.stdout)["state"] == "in_force"
