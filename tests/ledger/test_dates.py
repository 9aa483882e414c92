"""How written dates become days."""

from datetime import date

import pytest

from ledger.errors import FormatUndecided
from ledger.files.dates import day_reader, sniff_date_format
from tests.tables import rows


@rows("""
    dates                  | format
    2024-01-31             | %Y-%m-%d
    2024-01-31T00:00:00    | %Y-%m-%d
    2024/01/31             | %Y/%m/%d
    20240131               | %Y%m%d
    31/01/2024             | %d/%m/%Y
    01/02/2024,31/01/2024  | %d/%m/%Y
    1/31/2024              | %m/%d/%Y
    31.01.2024             | %d.%m.%Y
    31-01-24               | %d-%m-%y
    ,unknown               | %Y-%m-%d
""")
def test_the_whole_column_tells_its_format(dates: str, expected: str) -> None:
    assert sniff_date_format(dates.split(",")) == expected


@pytest.mark.parametrize(
    "dates",
    [
        ["01/02/2024", "03/04/2024"],
        ["13/02/2024", "02/13/2024"],
        ["2024-01-31", "31/01/2024"],
    ],
)
def test_an_unclear_column_is_asked_about(dates: list[str]) -> None:
    with pytest.raises(FormatUndecided, match=r"date_format|in one way"):
        sniff_date_format(dates)


def test_one_mistake_among_many_does_not_make_a_column_unclear() -> None:
    assert sniff_date_format(["31/12/2023"] * 200 + ["12/31/2023", "99/99/2023"]) == "%d/%m/%Y"


@rows("""
    format    | written
    %Y-%m-%d  | 2023-02-29
    %Y-%m-%d  | 0023-02-01
    %Y-%m-%d  | 9999-12-31
    %Y-%m-%d  | 31/01/2024
    %d/%m/%Y  | 31/02/2024
    %d/%m/%Y  | soon
""")
def test_an_impossible_day_is_refused(written_as: str, written: str) -> None:
    with pytest.raises(ValueError, match=written):
        day_reader(written_as)(written)


def test_a_time_after_the_day_is_left_out() -> None:
    assert day_reader("%Y-%m-%d")("2024-01-31 13:45:00") == date(2024, 1, 31)
