"""What CFONB120 may and may not say."""

import pytest

from ledger.errors import ImportRefused
from ledger.files.bank import read_bank_file
from tests.ledger.bank_writers import FRENCH_ACCOUNT, cfonb, movement, signed_amount, statement
from tests.tables import rows

_FILE = cfonb(
    statement(
        [
            movement(25_050, "VIR SEPA DUPONT", payer_name="DUPONT SA", end_to_end="F-12", code="A5"),
            movement(-5_000, "FRAIS", code="62"),
        ],
        account=FRENCH_ACCOUNT,
    )
)
_LINES = _FILE.split("\n")


def _put(line: int, start: int, text: str) -> bytes:
    """Columns from `start`, counted from 1, of a line overwritten."""
    lines = list(_LINES)
    old = lines[line - 1]
    lines[line - 1] = old[: start - 1] + text + old[start - 1 + len(text) :]
    return "\n".join(lines).encode()


@rows("""
    line | column | put            | named
    1    | 22     | ___________    | account number is missing from the 01 record on line 1
    2    | 22     | 99999999999    | account number of the 04 record on line 2
    1    | 17     | ___            | currency is missing from the 01 record on line 1
    1    | 17     | EUX            | currency of the 01 record on line 1
    2    | 17     | USD            | currency of the 04 record on line 2
    2    | 20     | _              | number of decimals of the 04 record on line 2
    2    | 35     | ______         | operation date is missing from the 04 record on line 2
    2    | 35     | 310624         | operation date of the 04 record on line 2
    2    | 43     | 3105           | value date
    6    | 35     | ______         | date is missing from the 07 record on line 6
    2    | 91     | ______________ | amount is missing from the 04 record on line 2
    2    | 104    | 7              | amount of the 04 record on line 2
    2    | 103    | 6              | The sum of the statement on lines 1 to 6 is wrong
    6    | 104    | A              | The sum of the statement on lines 1 to 6 is wrong
    2    | 1      | 09             | Line 2 begins with “09”
    5    | 1      | 01             | line 1 has no 07 record
    1    | 1      | 07             | 01 .old balance. is missing
    2    | 1      | 05             | 04 .movement. is missing
""")
def test_what_is_missing_or_wrong_is_named(line: str, column: str, put: str, named: str) -> None:
    text = put.replace("_", " ")
    if (line, column) == ("2", "43"):
        text = "3106"
    with pytest.raises(ImportRefused, match=named):
        read_bank_file(_put(int(line), int(column), text))


@pytest.mark.parametrize("kept", [1, 2, 3, 4, 5])
def test_a_file_without_its_last_records_is_refused(kept: int) -> None:
    with pytest.raises(ImportRefused, match="no 07 record"):
        read_bank_file("\n".join(_LINES[:kept]).encode())


def test_a_record_may_lack_its_last_blanks_when_all_do() -> None:
    """Editors strip them; where one record still has them, a shorter one was cut."""
    stripped = "\n".join(line.rstrip() for line in _LINES)
    assert read_bank_file(stripped.encode())[0].movements == read_bank_file(_FILE.encode())[0].movements
    with pytest.raises(ImportRefused, match="on line 6 has 110 characters instead of 120"):
        read_bank_file(_FILE[:-10].encode())
    with pytest.raises(ImportRefused, match="on line 6 has 100 characters instead of 120"):
        read_bank_file(stripped[:-4].encode())
    with pytest.raises(ImportRefused, match="on line 2 has 121 characters"):
        read_bank_file(_put(2, 1, _LINES[1] + "X"))


@rows("""
    cents  | decimals | written
    4104   | 2        | 0000000000410D
    4104   | 3        | 0000000004104{
    410400 | 0        | 0000000000410D
    -40    | 2        | 0000000000004}
    -1     | 2        | 0000000000000J
    0      | 2        | 0000000000000{
""")
def test_the_last_character_holds_a_digit_and_the_sign(cents: str, decimals: str, written: str) -> None:
    account = statement([movement(int(cents))], account=FRENCH_ACCOUNT, opening=0)
    lines = cfonb(account).split("\n")
    assert lines[1][90:104] == signed_amount(int(cents))
    lines[1] = lines[1][:19] + decimals + lines[1][20:90] + written + lines[1][104:]
    (told,) = read_bank_file("\n".join(lines).encode())
    assert [one.cents for one in told.movements] == [int(cents)]


def test_parts_of_a_cent_are_refused() -> None:
    lines = _put(2, 20, "3").decode().split("\n")
    lines[1] = lines[1][:90] + signed_amount(25_051) + lines[1][104:]
    with pytest.raises(ImportRefused, match="amount of the 04 record"):
        read_bank_file("\n".join(lines).encode())


def test_old_bytes_are_read_and_several_accounts_too() -> None:
    other = statement([movement(1, "RÈGLEMENT")], account="300060000199999999999")
    told = read_bank_file((_FILE + "\n\n" + cfonb(other)).encode("iso-8859-1"))
    assert [one.account for one in told] == [FRENCH_ACCOUNT, "300060000199999999999"]
    assert told[1].movements[0].text == "RÈGLEMENT"


def test_a_reject_code_or_a_reason_says_that_it_came_back() -> None:
    """Of a direct debit that came back, the payer is the customer who had paid."""
    returned = movement(-5_000, "REJET PRLV", returned=True, payer_name="DUPONT SA")
    content = cfonb(statement([returned], account=FRENCH_ACCOUNT))
    (told,) = read_bank_file(content.encode())[0].movements
    assert (told.returned, told.payer_name) == (True, "DUPONT SA")
    lines = content.split("\n")
    lines[1] = lines[1][:40] + "  " + lines[1][42:]
    lines[2] = lines[2][:45] + "RETMS03".ljust(75)
    (told,) = read_bank_file("\n".join(lines).encode())[0].movements
    assert (told.returned, told.text) == (True, "REJET PRLV MS03")
