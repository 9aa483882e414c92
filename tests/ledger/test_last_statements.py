"""The last accounts known of a customer, read without the others, are those that its rows tell."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ledger.filling.companies import last_statements, statement_rows, told_statements
from ledger.filling.items import items_of
from ledger.filling.profiles import CompanySpell
from ledger.filling.versions import Spell
from ledger.registers.catalogue import FinancialStatementRow
from ledger.registers.register import Version

_DAY = date(2024, 1, 1)
_DAYS = st.integers(0, 40).map(lambda days: _DAY + timedelta(days=days))
_NUMBERS = st.sampled_from(["111111118", "222222226"])
_KINDS = st.sampled_from(["complete", "simplified", "consolidated"])


@st.composite
def _versions(draw: st.DrawFn) -> list[Version[FinancialStatementRow]]:
    found = []
    for number in range(draw(st.integers(0, 6))):
        closed_on = date(2020 + draw(st.integers(0, 2)), 12, 31)
        row = FinancialStatementRow(draw(_NUMBERS), closed_on, 12, draw(_KINDS), "", {}, {}, False)
        for version in range(draw(st.integers(1, 2))):
            equity = draw(st.integers(0, 9))
            told = row._replace(
                confidential=draw(st.booleans()), lines={"DL": equity, "EC": 1, "EE": equity + 1}
            )
            at = datetime(2024, 1, 1, tzinfo=UTC)
            found.append(Version(number, version, "inpi", f"{number}", draw(_DAYS), at, "", told))
    return found


@st.composite
def _spells(draw: st.DrawFn) -> list[CompanySpell]:
    """Each customer is one company, then perhaps another."""
    found = []
    for customer in (1, 2):
        changed = draw(_DAYS)
        found.append(CompanySpell(customer, draw(_NUMBERS), Spell(date(2023, 1, 1), changed)))
        found.append(CompanySpell(customer, draw(_NUMBERS), Spell(changed, None)))
    return found


@given(_versions(), _spells(), _DAYS)
def test_the_last_statement_is_the_one_its_rows_tell(
    versions: list[Version[FinancialStatementRow]], spells: list[CompanySpell], as_of: date
) -> None:
    told = told_statements(versions)
    rows = [row for row in statement_rows(told, spells) if row[1] <= as_of and not row[5]]
    # Customer, day known, day closed, months, kind, confidential, SIREN, items.
    expected = {row[0]: (row[2], row[6], row[7:]) for row in sorted(rows, key=lambda row: (row[2], row[1]))}
    found = last_statements(told, spells, as_of=as_of)
    assert repr(expected) == repr(
        {
            key: (found[key].closed_on, found[key].siren, tuple(items_of(found[key].lines).values()))
            for key in expected
        }
    )
    assert set(found) == set(expected)
