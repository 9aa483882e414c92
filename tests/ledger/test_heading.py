"""The heading of a table that cannot be read yet."""

import pytest

from ledger.errors import FileUnreadable, MappingWrong
from ledger.files.heading import TABLES, heading_of
from tests.tables import rows


@rows("""
    header                    | guess
    Réf;Client;Montant        | customer=Client,amount=Montant
    Montant;Montant TTC;Autre | amount=Montant
    Montant;Montant;Client    | customer=Client
    Raison sociale;Total;x    | customer=Raison sociale,amount=Total
    a;b;c                     |
""")
def test_of_what_can_be_recognised_something_is_guessed(header: str, guess: str) -> None:
    """Where the importer refuses the file as a whole, since too much is lacking or told twice."""
    kind, content = TABLES["invoices"], f"{header}\n1;2;3\n".encode()
    with pytest.raises(MappingWrong):
        kind.open(content, None)
    found = heading_of(content, kind, most=5)
    assert set(found.guess.items()) == {tuple(one.split("=")) for one in guess.split(",") if one}
    assert (found.names, found.delimiter) == (tuple(header.split(";")), ";")
    assert found.rows == (("1", "2", "3"),)


def test_every_kind_needs_only_words_it_knows() -> None:
    assert all(set(kind.needed) <= set(kind.words) for kind in TABLES.values())


def test_what_is_no_table_has_no_heading() -> None:
    with pytest.raises(FileUnreadable):
        heading_of(b"", TABLES["orders"], most=5)
