"""Yearly statements: three forms of file, one value; never known before they were filed; kinds never mix."""

import json
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.company.statements import chart_of, latest_by_kind, statements_on, tell_statements
from ledger.errors import FileUnreadable, FormatUndecided, ImportRefused, MappingWrong
from ledger.files.liasse import CODES, DEPRECIATION_OF, MAIN
from ledger.files.statement_lines import StatementLine
from ledger.files.statements import read_statements
from ledger.registers.catalogue import FinancialStatementRow
from ledger.registers.register import Version
from tests.tables import rows

_SIREN = "732829320"
_ON = date(2024, 9, 1)


def _one(text: str, said: dict[str, object] | None = None) -> StatementLine:
    file = read_statements(text.encode(), said)
    assert not file.rejections, file.rejections
    (only,) = file.statements
    return only


def test_wide_long_and_register_tell_the_same() -> None:
    """A column a code, a row a code, or the four columns of the register of companies."""
    amounts = {"BX": 100_000, "CO": 390_000, "DL": 80_000, "EE": 390_000, "FL": 900_000, "HN": -5_000}
    wide = f"siren;date de clôture;{';'.join(amounts)}\n{_SIREN};31/12/2023;"
    wide += ";".join(f"{amount},00" for amount in amounts.values())
    long = "siren,closing date,code,amount\n"
    long += "\n".join(f"732 829 320,2023-12-31,{code},{amount}.00" for code, amount in amounts.items())
    marked = "siren;date_cloture;code;m1;m2;m3;m4\n"
    marked += f"{_SIREN};2023-12-31;BX;120000;20000;100000;99\n{_SIREN};2023-12-31;CO;400000;10000;390000;\n"
    marked += f"{_SIREN};2023-12-31;DL;80000;75000;;\n{_SIREN};2023-12-31;EE;390000;380000;;\n"
    marked += f"{_SIREN};2023-12-31;FJ;700000;200000;900000;850000\n{_SIREN};2023-12-31;HN;-5000;4000;;\n"
    expected = {code: amount * 100 for code, amount in amounts.items()}
    assert _one(wide).lines == _one(long).lines == expected
    told = _one(marked).lines
    assert {code: told[code] for code in amounts} == expected
    assert (told["FJ"], told["FK"], told["BY"]) == (70_000_000, 20_000_000, 2_000_000)


def test_a_filing_of_the_register_of_companies_is_read() -> None:
    """Amounts padded with zeros; net assets under m3, liabilities under m1; the day it was filed."""
    page = [
        {"code": "BX", "m1": "000000000120000", "m2": "000000000020000", "m3": "000000000100000", "m4": ""},
        {"code": "ZZ", "m1": "000000000000001"},
    ]
    second = [{"code": "DH", "m1": "-000000000230752", "m2": "000000000000000"}]
    identity = {"dureeExerciceN": "09", "codeDevise": "EUR"}
    detail = {"pages": [{"numero": 1, "liasses": page}, {"numero": 2, "liasses": second}]}
    filing = {
        "siren": _SIREN,
        "dateDepot": "2024-06-20",
        "dateCloture": "2023-12-31",
        "typeBilan": "K",
        "confidentiality": "Public",
        "bilanSaisi": {"bilan": {"identite": identity, "detail": detail}},
    }
    file = read_statements(json.dumps({"bilansSaisis": [filing, {"siren": "x", "dateCloture": ""}]}).encode())
    (one,) = file.statements
    assert (one.kind, one.months, one.filed_on, one.confidential) == (
        "consolidated", 9, date(2024, 6, 20), False,
    )  # fmt: skip
    assert one.lines == {"BX": 10_000_000, "BY": 2_000_000, "DH": -23_075_200}
    assert "“ZZ” is no code" in file.doubts[0].why
    assert [one.line for one in file.rejections] == [2]


_INPI = (
    "siren;date_cloture_exercice;chiffre_d_affaires;marge_brute;ebe;ebit;resultat_net;taux_d_endettement;"
    "credit_clients_jours;type_bilan;confidentiality\n"
)


def test_public_ratios_give_lines_where_they_are_boxes_of_the_form() -> None:
    """Sales, operating and net result are; EBE is a sum, kept under its name; ratios stay as published."""
    one = _one(_INPI + f"{_SIREN};2023-12-31;1000000;600000;120000;90000;40000;229.975;95.18;S;Public\n")
    assert one.lines == {
        "FL": 100_000_000, "HN": 4_000_000, "GG": 9_000_000, "marge_brute": 60_000_000, "ebe": 12_000_000,
    }  # fmt: skip
    assert one.ratios == {"taux_d_endettement": 229.975, "credit_clients_jours": 95.18}
    assert (one.kind, one.confidential) == ("simplified", False)


def test_a_confidential_statement_may_be_empty() -> None:
    assert _one(_INPI + f"{_SIREN};2023-12-31;;;;;;;;C;Confidentiel\n").confidential


def test_amounts_may_be_in_thousands() -> None:
    text = f"siren;closed on;FL\n{_SIREN};2023-12-31;900\n"
    assert _one(text, {"statements": {"unit": "thousands"}}).lines == {"FL": 90_000_000}
    for wrong in ({"unit": "dollars"}, {"unit": ["euros"]}, {"unit": "euros", "more": 1}, "thousands"):
        with pytest.raises(MappingWrong, match=r"Under \[statements\]"):
            read_statements(text.encode(), {"statements": wrong})


@rows("""
    cells                     | net receivables | why
    120000;20000;500000;100000;400000 | 100000 | gross, since CO less its depreciation is EE
    100000;20000;400000;100000;400000 | 100000 | net already, since CO is EE
    120000;;500000;;          | 120000          | no depreciation told
""")
def test_assets_are_kept_net_of_the_depreciation_told(cells: str, net: str, why: str) -> None:
    one = _one(f"siren;closed on;BX;BY;CO;1A;EE\n{_SIREN};2023-12-31;{cells}\n")
    assert one.lines["BX"] == int(net) * 100, why


def test_a_column_named_ca_alone_is_not_a_depreciation() -> None:
    """CA is the box beside BZ, and what everyone calls sales: without BZ it is set aside and told."""
    file = read_statements(f"siren;closed on;FL;CA\n{_SIREN};2023-12-31;900;900\n".encode())
    assert file.statements[0].lines == {"FL": 90_000}
    assert "“CA” is no code" in file.doubts[0].why


@rows("""
    siren     | closed     | opened     | months | filed      | kind | why
    732829321 | 2023-12-31 |            |        |            | C    | is not a SIREN
              | 2023-12-31 |            |        |            | C    | The SIREN is missing
    732829320 |            |            |        |            | C    | closing date is missing
    732829320 | 2023-12-32 |            |        |            | C    | is not a date
    732829320 | 2023-12-31 | 2024-01-01 |        |            | C    | not before it closes
    732829320 | 2023-12-31 |            | 25     |            | C    | A year of 25 months
    732829320 | 2023-12-31 |            | 0      |            | C    | A year of 0 months
    732829320 | 2023-12-31 |            | un an  |            | C    | not a number of months
    732829320 | 2023-12-31 | 2021-01-01 |        |            | C    | A year of 36 months
    732829320 | 2023-12-31 |            |        | 2023-12-31 | C    | not after the year closed
    732829320 | 2023-12-31 |            |        |            | B    | not a kind of statement
    732829320 | 2023-12-31 |            |        |            |      | kind of statement is missing
""")
def test_a_bad_line_is_set_aside_and_the_rest_comes_in(
    siren: str, closed: str, opened: str, months: str, filed: str, kind: str, why: str
) -> None:
    text = "siren;closed on;opened on;months;filed on;kind;FL\n"
    text += f"{siren};{closed};{opened};{months};{filed};{kind};900\n"
    text += f"{_SIREN};2022-12-31;2022-01-01;;2023-05-05;C;900\n"
    file = read_statements(text.encode())
    assert (file.read, len(file.statements)) == (2, 1)
    assert file.rejections[0].line == 2
    assert why in file.rejections[0].why


@rows("""
    cells          | why
    -1;5           | total assets (CO) are negative
    ;              | no amount under a code we know
    1;lots         | FL: “lots” is not an amount
    1;2;3          | has 5 fields where the header has 4
""")
def test_amounts_that_cannot_be_are_set_aside(cells: str, why: str) -> None:
    file = read_statements(f"siren;closed on;CO;FL\n{_SIREN};2023-12-31;{cells}\n".encode())
    assert why in file.rejections[0].why


def test_a_code_told_twice_with_two_amounts_is_set_aside() -> None:
    text = f"siren;closed on;code;amount\n{_SIREN};2023-12-31;FL;900\n{_SIREN};2023-12-31;FL;901\n"
    file = read_statements((text + f"{_SIREN};2023-12-31;FL;900\n").encode())
    assert (file.statements[0].lines, [one.line for one in file.rejections]) == ({"FL": 90_000}, [3])


@pytest.mark.parametrize(
    ("text", "error", "why"),
    [
        ("", FileUnreadable, "empty"),
        ("siren;FL\n732829320;1\n", MappingWrong, "closing date"),
        ("siren;closed on;name\n732829320;2023-12-31;x\n", MappingWrong, "No column is a code"),
        ("siren;closed on;ebe\n732829320;2023-12-31;1\n", MappingWrong, "kind of statement"),
        ("siren;closed on;FL\n732829320;2023-12-31;1.234\n", FormatUndecided, "thousands or decimals"),
        ("siren;closed on;FL\n732829320;05/06/2023;1\n", FormatUndecided, "tells day from month"),
        ('{"a": 1}', FileUnreadable, "no yearly statement"),
        ("[" * 50_000, FileUnreadable, "too deep"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(text: str, error: type[ImportRefused], why: str) -> None:
    with pytest.raises(error, match=why):
        read_statements(text.encode())


def test_a_mapping_names_columns_that_headers_do_not() -> None:
    said: dict[str, object] = {"columns": {"closed_on": "year", "FL": "turnover"}}
    assert _one(f"siren;year;turnover\n{_SIREN};2023-12-31;900\n", said).lines == {"FL": 90_000}


def _line(**changes: object) -> StatementLine:
    values: dict[str, object] = {
        "line": 2, "siren": _SIREN, "closed_on": date(2023, 12, 31), "opened_on": None, "months": 12,
        "kind": "complete", "filed_on": None, "confidential": False, "lines": {"FL": 1}, "ratios": {},
        "told": frozenset(),
    }  # fmt: skip
    return StatementLine(**{**values, **changes})  # type: ignore[arg-type]


@rows("""
    closed     | months | opened     | chart
    2024-12-31 | 12     |            | PCG 2014
    2025-12-31 | 12     |            | PCG 2025
    2025-06-30 | 12     |            | PCG 2014
    2025-12-31 | 13     |            | PCG 2014
    2025-06-30 | 6      |            | PCG 2025
    2025-12-31 | 12     | 2024-12-15 | PCG 2014
    2013-12-31 | 12     |            | before PCG 2014
""")
def test_the_chart_of_accounts_is_that_of_the_day_the_year_opened(
    closed: str, months: str, opened: str, chart: str
) -> None:
    opened_on = date.fromisoformat(opened) if opened else None
    line = _line(closed_on=date.fromisoformat(closed), months=int(months), opened_on=opened_on)
    assert chart_of(line) == chart
    assert chart_of(line._replace(kind="consolidated")) == "not told"


def test_a_statement_is_known_from_its_filing_else_from_the_import() -> None:
    told, _, _ = tell_statements([_line(), _line(kind="simplified", filed_on=date(2024, 6, 20))], on=_ON)
    assert sorted(one.known_on for one in told) == [date(2024, 6, 20), _ON]


@rows("""
    closed     | filed      | why
    2024-09-01 |            | no statement exists yet
    2023-12-31 | 2024-09-02 | after the import
""")
def test_no_statement_comes_from_the_future(closed: str, filed: str, why: str) -> None:
    filed_on = date.fromisoformat(filed) if filed else None
    told, rejections, _ = tell_statements(
        [_line(closed_on=date.fromisoformat(closed), filed_on=filed_on)], on=_ON
    )
    assert told == []
    assert why in rejections[0].why


def test_the_statement_filed_last_counts_once() -> None:
    late = _line(line=2, filed_on=date(2024, 8, 1), lines={"FL": 2})
    early = _line(line=3, filed_on=date(2024, 6, 1))
    told, rejections, _ = tell_statements([late, early], on=_ON)
    assert [one.row.lines for one in told if isinstance(one.row, FinancialStatementRow)] == [{"FL": 2}]
    assert [one.line for one in rejections] == [3]


@rows("""
    amounts                                      | doubt
    CO=400000 EE=400000                          |
    CO=400000 EE=400003                          |
    CO=400000 EE=390000                          | CO
    DL=90000 DA=50000 DI=40000 DB=0 DC=0 DD=0 DE=0 DF=0 DG=0 DH=0 DJ=0 DK=0  |
    DL=90000 DA=50000 DI=4000 DB=0 DC=0 DD=0 DE=0 DF=0 DG=0 DH=0 DJ=0 DK=0   | DL
    DL=90000 DA=50000                            |
    GG=10 FR=100 GF=89                           |
    GG=90 FR=100 GF=50                           | GG
""")
def test_totals_are_checked_where_every_part_has_a_place(amounts: str, doubt: str) -> None:
    """Roundings to the euro are no error; a file without all the parts says nothing of their sum."""
    lines = {code: int(cents) * 100 for code, cents in (one.split("=") for one in amounts.split())}
    _, _, doubts = tell_statements([_line(lines=lines, told=frozenset(lines))], on=_ON)
    assert [one.about for one in doubts] == ([f"sum {doubt}"] if doubt else [])


def _held(
    number: int, closed_on: date, known_on: date, *, kind: str = "complete", lines: int = 1
) -> Version[FinancialStatementRow]:
    row = FinancialStatementRow(
        _SIREN, closed_on, 12, kind, "PCG 2014", dict.fromkeys(list(MAIN)[:lines], 1), {}, confidential=False
    )
    at = datetime(2024, 9, 1, tzinfo=UTC)
    return Version(number, 0, "s", f"{number}", known_on, at, "", row)


def test_the_latest_statement_and_the_one_before_are_of_one_kind() -> None:
    years = [date(2021, 12, 31), date(2022, 12, 31), date(2023, 12, 31)]
    held = [_held(place, year, year + timedelta(days=150)) for place, year in enumerate(years)]
    group = _held(9, years[2], years[2] + timedelta(days=100), kind="consolidated", lines=5)
    found = latest_by_kind(statements_on([*held, group], date(2024, 5, 1)))
    assert found["complete"].latest is held[1]
    assert found["complete"].before is held[0]
    assert (found["consolidated"].latest, found["consolidated"].before) == (group, None)


def test_of_two_sources_the_one_with_more_lines_is_kept() -> None:
    poor, rich = (_held(n, date(2023, 12, 31), date(2024, 6, n), lines=n) for n in (1, 5))
    assert statements_on([rich, poor], _ON) == [rich]
    assert statements_on([rich, poor], date(2024, 6, 3)) == [poor]


_days = st.integers(0, 60).map(lambda n: date(2024, 1, 1) + timedelta(days=n))
_statements = st.lists(
    st.tuples(
        st.sampled_from([2021, 2022]), _days, st.sampled_from(["complete", "consolidated"]), st.integers(1, 3)
    ),
    max_size=6,
)


@given(told=_statements, as_of=_days)
@settings(max_examples=100)
def test_i32_a_statement_known_later_changes_no_earlier_evening(
    told: list[tuple[int, date, str, int]], as_of: date
) -> None:
    held = [
        _held(place, date(year, 12, 31), known_on, kind=kind, lines=lines)
        for place, (year, known_on, kind, lines) in enumerate(told)
    ]
    then = [one for one in held if one.known_on <= as_of]
    assert latest_by_kind(statements_on(held, as_of)) == latest_by_kind(statements_on(then, as_of))
    for kind, found in latest_by_kind(statements_on(held, as_of)).items():
        assert found.latest.row.kind == kind
        assert found.before is None or found.before.row.kind == kind
        assert found.before is None or found.before.row.closed_on < found.latest.row.closed_on


def test_every_code_has_a_form_and_both_languages() -> None:
    assert all(one.form in {"2050", "2051", "2052", "2053"} for one in CODES.values())
    assert all(one.english and one.french for one in CODES.values())
    assert not set(DEPRECIATION_OF) & set(MAIN)
    assert (DEPRECIATION_OF["BY"], DEPRECIATION_OF["CG"], DEPRECIATION_OF["1A"]) == ("BX", "CF", "CO")


_cell = st.sampled_from(
    [_SIREN, "2023-12-31", "1", "-1,5", "C", "K", "FL", "x", "", '"', "1e999", "²"]
) | st.text(max_size=6)


@given(
    header=st.lists(
        st.sampled_from(["siren", "closed on", "FL", "CO", "kind", "code", "amount", "m3", "ebe", "x"]),
        min_size=2, max_size=7, unique=True,
    ),
    body=st.lists(st.lists(_cell, max_size=7), max_size=4),
)  # fmt: skip
@settings(max_examples=150)
def test_arbitrary_cells_are_read_or_refused(header: list[str], body: list[list[str]]) -> None:
    text = "\n".join(";".join(line) for line in [["siren", "closed on", *header[2:]], *body])
    with suppress(ImportRefused):
        read_statements(text.encode("utf-8", "replace"))


@given(st.binary(max_size=200))
@settings(max_examples=100)
def test_arbitrary_bytes_are_read_or_refused(content: bytes) -> None:
    with suppress(ImportRefused):
        read_statements(content)


_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | st.just("2023-12-31"),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from([
            "siren", "dateCloture", "bilanSaisi", "bilan", "detail", "pages", "liasses", "code", "m1",
            "identite", "typeBilan", "bilansSaisis",
        ]),
        inner,
        max_size=4,
    ),
    max_leaves=12,
)  # fmt: skip


@given(_json)
@settings(max_examples=200)
def test_arbitrary_json_is_read_or_refused(value: object) -> None:
    with suppress(ImportRefused):
        read_statements(json.dumps([value, {"dateCloture": 1}]).encode())
