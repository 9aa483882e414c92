"""What MT940 may and may not say."""

import logging

import pytest

from ledger.errors import ImportRefused
from ledger.files.bank import read_bank_file
from tests.tables import rows

_FILE = """{1:F01BANKFRPPXXXX0000000000}{2:O9400000240531BANKFRPPXXXX00000000000000000000N}{4:
:20:STMT240531
:25:FR7630006000011234567890189
:28C:00012/001
:60F:C240530EUR1000,00
:61:2405310531C250,50NTRFNONREF//BNK00000001
:86:/ORDP//NAME/DUPONT SA/IBAN/FR7610107001011234567890129/REMI/FACTURE-F
-12/EREF/E2E1
:61:240531D50,NCHGREF1//BNK00000002
COMMISSION
:86:166?00FRAIS?20EREF+ABC?21SVWZ+Frais du mois?31DE89370400440532013000?32BANQUE
:90C:1EUR250,50
:90D:1EUR50,
:62F:C240531EUR1200,50
:86:all is well
-}
"""


def test_movements_are_told_with_their_words() -> None:
    (told,) = read_bank_file(_FILE.encode())
    first, second = told.movements
    assert (first.cents, first.payer_name, first.payer_iban, first.end_to_end, first.bank_reference) == (
        *(25_050, "DUPONT SA", "FR7610107001011234567890129", "E2E1", "BNK00000001"),
    )
    assert "FACTURE-F-12" in first.text
    assert (second.cents, second.payer_name, second.payer_iban, second.end_to_end, second.text) == (
        *(-5_000, "BANQUE", "DE89370400440532013000", "ABC", "FRAIS Frais du mois COMMISSION"),
    )


@rows("""
    written                      | instead                       | named
    :25:FR7630006000011234567890189 |                            | :25: .account. is missing
    :60F:C240530EUR1000,00       |                               | :60F: .opening balance. is missing
    :62F:C240531EUR1200,50       |                               | :62F: .closing balance. is missing
    C240530EUR1000,00            | 240530EUR1000,00              | :60F: of the statement, on line 5
    C240530EUR1000,00            | C240532EUR1000,00             | :60F: of the statement, on line 5
    C240530EUR1000,00            | C240530EUR                    | :60F: of the statement, on line 5
    C240530EUR1000,00            | C240530XXX1000,00             | :60F: currency
    C240530EUR1000,00            | C240530EUR1000,001            | :60F: of the statement, on line 5
    2405310531C250,50            | 2405310531250,50              | :61: of the statement, on line 6
    2405310531C250,50            | 2405310532C250,50             | :61: of the statement, on line 6
    2405310531C250,50            | 2405310531C2,50,5             | :61: of the statement, on line 6
    C240531EUR1200,50            | C240531EUR1200,51             | The sum of the statement “STMT2405
    2405310531C250,50            | 2405310531D250,50             | :90C: of the statement, on line 12
    :90C:1EUR250,50              | :90C:2EUR250,50               | :90C:
    :90D:1EUR50,                 | :90D:1EUR50,01                | :90D:
    :28C:00012/001               | :60F:C240530EUR1000,00        | twice
""")
def test_what_is_missing_or_wrong_is_named(written: str, instead: str, named: str) -> None:
    assert written in _FILE
    with pytest.raises(ImportRefused, match=named):
        read_bank_file(_FILE.replace(written, instead).encode())


def test_a_movement_after_the_closing_balance_is_refused() -> None:
    """Its statement has lost its beginning; so is one that lost its end."""
    rest = _FILE[_FILE.index(":61:") :]
    with pytest.raises(ImportRefused, match=r"twice|:20:"):
        read_bank_file((_FILE + rest).encode())


def test_movements_without_a_type_do_not_overwrite_each_other() -> None:
    content = _FILE.replace("NTRFNONREF//BNK00000001", "").replace("NCHGREF1//BNK00000002", "")
    assert [one.cents for one in read_bank_file(content.encode())[0].movements] == [25_050, -5_000]


def test_a_count_of_thousands_of_digits_is_refused() -> None:
    """Python would not even make a number of it."""
    with pytest.raises(ImportRefused, match=":90C:"):
        read_bank_file(_FILE.replace(":90C:1EUR", f":90C:{'9' * 5_000}EUR").encode())


@rows("""
    mark | type | cents | came back
    C    | NTRF | 100   | no
    RC   | NTRF | -100  | yes
    RD   | NTRF | 100   | yes
    D    | NRTI | -100  | yes
""")
def test_marks_and_types(mark: str, kind: str, cents: str, came_back: str) -> None:
    closing = 100_000 + int(cents)
    content = (
        f":20:S\n:25:A1\n:60F:C240530EUR1000,00\n:61:240531{mark}1,00{kind}NONREF\n"
        f":62F:C240531EUR{closing // 100},{closing % 100:02d}\n-\n"
    )
    (told,) = read_bank_file(content.encode())[0].movements
    assert (told.cents, told.returned) == (int(cents), came_back == "yes")


def test_nothing_of_a_refused_file_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Amounts and names stay out of logs; the library would write them there."""
    with caplog.at_level(logging.INFO), pytest.raises(ImportRefused):
        read_bank_file(_FILE.replace("C250,50", "250,50").encode())
    assert not caplog.records
