"""Customers of the accounts that are customers of the master: proposed by names, confirmed by people."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.errors import ActRefused, UnknownCustomer
from ledger.master.links.names import code_of, likeness, words_of
from ledger.master.links.proposals import NamedCustomer, propose
from ledger.master.links.usecases import confirm_link, links_on, proposed_links, refuse_link
from ledger.master.profiles import resolved
from ledger.master.repository import load_master, profiles_on
from store.session import Database
from tests.ledger.accounting import deliver_fec, sale
from tests.ledger.deliveries import facts_of
from tests.ledger.masters import SIREN, act, bring_customers
from tests.tables import rows


@rows("""
    one                         | other                     | alike
    Société Dupont & Fils SARL  | DUPONT ET FILS            | same
    Éts. Müller                 | ETABLISSEMENTS MULLER     | same
    S.A.R.L. Durand             | Durand (SARL)             | same
    Martin Transports           | TRANSPORTS MARTIN S.A.    | same
    J.C. Decor                  | JC DECOR                  | same
    Dupond et fils              | Dupont et fils            | close
    Boulangerie Petitjean       | Boulangerie Petit Jean    | close
    Martin                      | Martin Dupont Industries  | far
    Alpha Conseil               | Omega Conseil             | far
    SARL                        | SAS                       | far
""")
def test_likeness_of_names(one: str, other: str, alike: str) -> None:
    found = likeness(one, other)
    assert {"same": found == 100, "close": 86 <= found < 100, "far": found < 86}[alike]
    assert found == likeness(other, one)


@rows("""
    code      | bare
    411C0012  | c12
    C12       | c12
    41100012  | 12
    12        | 12
    411MARTIN | martin
    411000    | -
""")
def test_codes_without_account_and_zeros(code: str, bare: str) -> None:
    assert (code_of(code) or "-") == bare


def test_a_name_of_small_words_only_keeps_them() -> None:
    assert words_of("La Cie") == ("la", "cie")


def _some(*named: tuple[int, str, str]) -> list[NamedCustomer]:
    return [NamedCustomer(*one) for one in named]


def test_proposals_say_how_sure_and_why() -> None:
    accounts = _some((1, "411DUP", "DUPONT ET FILS"), (2, "411C7", "ALPHA"), (3, "411X", "BETA"))
    masters = _some((11, "D-9", "Dupont & Fils SARL"), (12, "C007", "Alpha Co"), (13, "G", "Gamma"))
    made = propose(accounts, masters).made
    assert [(one.customer.id, one.master.id, one.confidence) for one in made] == [(2, 12, 100), (1, 11, 95)]
    assert made[0].why == "The codes are the same but for account and zeros, the names are 100 % alike."
    assert made[1].why == "The names are the same but for spelling; the codes differ."


def test_what_a_person_refused_is_not_proposed_again() -> None:
    one, other = _some((1, "A", "Dupont")), _some((2, "B", "Dupont SA"))
    assert len(propose(one, other).made) == 1
    assert propose(one, other, refused={(1, 2)}).made == []


def test_several_that_fit_equally_well_are_left_to_a_person() -> None:
    accounts = _some((1, "A", "Dupont"), (2, "B", "Durand"), (3, "C", "Durand"))
    masters = _some((11, "X", "Dupont SA"), (12, "Y", "Dupont SARL"), (13, "Z", "Durand"))
    found = propose(accounts, masters)
    assert (found.made, [one.id for one in found.undecided]) == ([], [1, 2, 3])


def test_the_same_name_is_found_among_thousands_of_common_words() -> None:
    """Blocking keeps comparisons few and loses no name that is the same."""
    kinds, places = ("Garage", "Hôtel", "Café", "Bar"), ("Centre", "Nord", "Sud", "Gare")
    masters = [
        NamedCustomer(n, f"M{n}", f"{kinds[n % 4]} {places[n // 4 % 4]} {n // 16:03d} Paris")
        for n in range(2_000)
    ]
    accounts = [
        NamedCustomer(10_000 + one.id, f"A{one.id}", one.name.upper() + " SARL") for one in masters[::97]
    ]
    made = propose(accounts, masters).made
    assert {(one.customer.id - 10_000, one.master.id) for one in made} == {
        (one.id, one.id) for one in masters[::97]
    }


_NAMES = st.sampled_from(
    ["Dupont", "Dupond", "Durand", "Dupont Fils", "Alpha", "Alpha Sud", "Beta", "été 2000"]
)
_CODES = st.sampled_from(["A1", "A01", "411A1", "B", "C0"])
_TURNS = st.sampled_from([lambda many: many[::-1], lambda many: many[1::2] + many[::2]])
_CUSTOMERS = st.lists(st.tuples(_CODES, _NAMES), max_size=6)


@settings(max_examples=80)
@given(accounts=_CUSTOMERS, masters=_CUSTOMERS, turn=_TURNS)
def test_i35_proposals_are_one_to_one_in_any_order(
    accounts: list[tuple[str, str]], masters: list[tuple[str, str]], turn: Callable[..., Any]
) -> None:
    mine = [NamedCustomer(place, *one) for place, one in enumerate(accounts)]
    theirs = [NamedCustomer(100 + place, *one) for place, one in enumerate(masters)]
    found = propose(mine, theirs)
    assert len({one.customer.id for one in found.made}) == len(found.made)
    assert len({one.master.id for one in found.made}) == len(found.made)
    assert propose(turn(mine), turn(theirs)) == found


_SALES = [*sale("1", "20240105", "DUP", 12_000), *sale("2", "20240115", "M2", 24_000)]
_MASTER = f"code,name,siren,terms\nM1,Societe DUP,{SIREN},60 jours\nM2,Deux,,\n"


def _due(database: Database, code: str) -> list[tuple[str, str]]:
    facts = facts_of(database)
    ids = dict(zip(facts.customers["code"], facts.customers["customer_id"], strict=True))
    found = facts.invoices.loc[facts.invoices["customer_id"] == ids[code]]
    return [(f"{row.due_on:%m-%d}", str(row.due_on_source)) for row in found.itertuples()]


def _proposed(database: Database, on: str) -> list[tuple[str, str]]:
    with database.read() as session:
        found = proposed_links(session, as_of=date.fromisoformat(on))
    return [(one.customer.code, one.master.code) for one in found.made]


def test_a_confirmed_link_gives_the_profile_and_its_terms(database: Database) -> None:
    """From that day on; undone, it takes them back. Past evenings keep what they knew."""
    deliver_fec(database, _SALES, on="2024-07-01")
    bring_customers(database, _MASTER, on="2024-07-01")
    assert _proposed(database, "2024-07-01") == [("DUP", "M1")]
    with database.transaction() as session:
        report = confirm_link(session, act("2024-07-02"), customer="DUP", master="M1")
    assert (report.same, report.redated_invoices) == (True, 1)
    with database.read() as session:
        held = load_master(session)
        (link,) = links_on(session, as_of=date(2024, 7, 2))
        before, after = (profiles_on(session, date(2024, 7, day)) for day in (1, 2))
    assert (link.customer, link.master, link.same, link.author) == ("DUP", "M1", True, "Léa")
    (fresh,) = set(after) - set(before)
    assert after[fresh] == next(one for one in before.values() if one.siren == SIREN)
    assert resolved(held.profiles, held.links, date(2024, 7, 1)) == before
    assert _proposed(database, "2024-07-02") == []
    assert deliver_fec(database, _SALES, on="2024-07-03").corrected == 0
    with database.transaction() as session:
        undone = refuse_link(session, act("2024-07-04"), customer="DUP", master="M1")
    assert (undone.same, undone.redated_invoices) == (False, 1)
    assert _due(database, "DUP") == [("02-04", "default"), ("03-05", "terms"), ("02-04", "default")]
    assert _proposed(database, "2024-07-04") == []
    assert _proposed(database, "2024-07-01") == [("DUP", "M1")]


def test_links_that_contradict_what_stands_are_refused(database: Database) -> None:
    deliver_fec(database, [*_SALES, *sale("3", "20240105", "X", 500)], on="2024-07-01")
    bring_customers(database, _MASTER, on="2024-07-01")
    with database.transaction() as session:
        confirm_link(session, act("2024-07-02"), customer="DUP", master="M1")
        refuse_link(session, act("2024-07-02"), customer="X", master="M2")
    for customer, master, why in (
        ("DUP", "M1", "already"),
        ("DUP", "M2", "Refuse that link first"),
        ("M2", "M1", "under its own code"),
        ("X", "DUP", "not in the customer master"),
        ("X", "X", "same customer"),
    ):
        with pytest.raises(ActRefused, match=why), database.transaction() as session:
            confirm_link(session, act("2024-07-03"), customer=customer, master=master)
    with pytest.raises(ActRefused, match="refused already"), database.transaction() as session:
        refuse_link(session, act("2024-07-03"), customer="X", master="M2")
    with pytest.raises(UnknownCustomer), database.transaction() as session:
        confirm_link(session, act("2024-07-03"), customer="NOBODY", master="M1")
