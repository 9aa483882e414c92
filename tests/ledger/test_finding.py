"""Finding a customer: by code, by a part of its name whatever the accents, by any of its numbers."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from ledger.finding.usecases import Page, find_customers
from ledger.finding.words import folded, siren_in
from store.session import Database
from tests.ledger.masters import SIREN, SIRET, VAT, bring_customers
from tests.tables import rows

MASTER = f"""code,name,siren
C-1,Électricité Générale,{SIREN}
C-2,100%_ Coton,
C-3,Café de l'Œuvre,
c/4,ELECTRICITE DU NORD,
"""


def _find(database: Database, text: str, *, after: str = "", most: int = 10, hidden: str = "") -> Page:
    with database.read() as session:
        return find_customers(
            session,
            text,
            sees=lambda code: code != hidden,
            after=after,
            most=most,
            as_of=date(2024, 7, 2),
        )


def test_what_is_typed_finds_who_is_meant_on_both_databases(database: Database) -> None:
    bring_customers(database, MASTER)
    for text, codes in (
        ("electricite", ["C-1", "c/4"]),
        ("ÉLECTRICITÉ", ["C-1", "c/4"]),
        ("0%_", ["C-2"]),
        ("cafe", ["C-3"]),
        ("C/4", ["c/4"]),
        (SIREN, ["C-1"]),
        ("nobody", []),
        ("\\", []),
    ):
        assert sorted(one.code for one in _find(database, text).customers) == codes, text
    assert _find(database, "c-2").exact is not None
    assert _find(database, SIREN, hidden="C-1").customers == ()
    first = _find(database, "", most=3)
    rest = _find(database, "", after=first.after, most=3)
    assert len({*first.customers, *rest.customers}) == 4
    assert (first.after != "", rest.after) == (True, "")


@rows(f"""
    typed         | siren
    {SIREN}       | {SIREN}
    732 829 320   | {SIREN}
    732.829.320   | {SIREN}
    {SIRET}       | {SIREN}
    {VAT}         | {SIREN}
    73282932      |
    C-732829320   |
""")
def test_a_number_of_a_company_is_seen_in_what_is_typed(typed: str, siren: str) -> None:
    assert siren_in(typed) == siren


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert folded(folded(text)) == folded(text)
