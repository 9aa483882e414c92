"""What is a line on an account of customers? Its counterparts tell, not the journal's name."""

from kernel.days import Terms
from ledger.fec.movements import Movement, read_year
from ledger.files.fec import read_fec
from tests.ledger.accounting import Line, sale, written
from tests.tables import rows


def _movements(lines: list[Line]) -> list[Movement]:
    return list(read_year(read_fec(written(lines), name="a"), terms={}).movements)


_FIRST = Line("OD", "0", "20240101", "606000", 1_00), Line("OD", "0", "20240101", "512000", -1_00)


@rows("""
    entry, account and euros                | the first line is | dated
    411 120, 706 -100, 4457 -20             | invoice           | yes
    411 120, 418 -100, 4458 -20             | invoice           | yes
    411 120, 487 -120                       | invoice           | yes
    411 -120, 706 100, 4457 20              | invoice           | yes
    411 -120, 709 100, 4457 20              | invoice           | yes
    411 -120, 512 120                       | payment           | yes
    411 -120, 5112 120                      | payment           | yes
    411 -120, 530 120                       | payment           | yes
    411 -120, 580 120                       | payment           | yes
    411 -120, 512 118, 665 2                | payment           | yes
    411 -120, 512 118, 709 2                | payment           | yes
    411 -120, 512 125, 658 -5               | payment           | yes
    411 120, 512 -120                       | payment           | yes
    411 -120, 413 120                       | bill              | yes
    413 120, 411 -120                       | transfer          | no
    413 -120, 511 120                       | payment           | yes
    411 -120, 416 120                       | transfer          | yes
    416 120, 411 -120                       | transfer          | no
    416 -120, 654 100, 4457 20              | credit_note       | yes
    411 -120, 654 120                       | write_off         | yes
    411 -1, 658 1                           | write_off         | yes
    411 -10, 665 10                         | write_off         | yes
    411 -12, 627 12                         | write_off         | yes
    411 -120, 401 120                       | set_off           | yes
    411 -120, 4191 120                      | advance           | yes
    4191 -120, 512 120                      | payment           | yes
    4191 120, 411 -120                      | transfer          | no
    411 120, 471 -120                       | adjustment        | no
    411 -120, 467 120                       | adjustment        | yes
    4191 -120, 471 120                      | adjustment        | no
""")
def test_counterparts_tell_the_role(entry: str, expected: str, dated: str) -> None:
    """Whatever the journal is called: here the same for all."""
    parts = [part.split() for part in entry.split(",")]
    lines = [Line("X", "1", "20240110", account, int(amount) * 100) for account, amount in parts]
    first = next(one for one in _movements([*_FIRST, *lines]) if one.line == 4)
    kind = first.kind if first.kind != "credit_note" or first.account_class != "411" else "invoice"
    assert (kind, first.opening) == (expected, first.item and dated == "no")


def test_what_is_not_understood_says_why() -> None:
    lines = [Line("OD", "1", "20240110", "411000", 500, "C1"), Line("OD", "1", "20240110", "471000", -500)]
    (one,) = read_year(read_fec(written([*_FIRST, *lines]), name="a"), terms={}).not_understood
    assert (one.line, one.customer, one.cents) == (4, "C1", 500)
    assert "neither sales" in one.why


@rows("""
    journal | first day | capital | carried
    AN      | yes       | no      | yes
    RAN     | yes       | no      | yes
    2       | yes       | yes     | yes
    OD      | yes       | no      | no
    AN      | no        | no      | no
    OD      | no        | yes     | no
""")
def test_balances_brought_forward(journal: str, first: str, capital: str, expected: str) -> None:
    """On the first day, in a journal called so or against capital."""
    day = "20240101" if first == "yes" else "20240110"
    against = "101000" if capital == "yes" else "471000"
    lines = [Line(journal, "1", day, "411000", 500, "C1"), Line(journal, "1", day, against, -500)]
    (one,) = _movements([*_FIRST, *lines])
    assert one.carried == (expected == "yes")
    assert one.opening


def test_one_number_for_a_whole_journal_is_cut_into_pieces() -> None:
    """Some programs number no entries: what balances by day and piece is an entry."""
    lines = [line._replace(number="0", journal="J") for line in [*sale("1", "20240110", "C1", 12_000)]]
    lines += [
        Line("J", "0", "20240110", "512000", 9_000, piece="R1"),
        Line("J", "0", "20240110", "411000", -9_000, "C1", "R1"),
    ]
    assert [one.kind for one in _movements([*_FIRST, *lines])] == ["invoice", "payment"]


@rows("""
    numbers | pieces | kinds
    no      | two    | invoice payment
    no      | one    | invoice payment
""")
def test_without_a_number_the_piece_or_the_day_makes_an_entry(
    numbers: str, pieces: str, expected: str
) -> None:
    assert numbers == "no"
    lines = [line._replace(number="") for line in sale("1", "20240110", "C1", 12_000)]
    lines += [
        Line("BQ", "", "20240111", "512000", 9_000, piece="R1"),
        Line("BQ", "", "20240111", "411000", -9_000, "C1", "R1" if pieces == "two" else "R2"),
    ]
    assert [one.kind for one in _movements([*_FIRST, *lines])] == expected.split()


@rows("""
    due column | terms               | due        | source
    20240315   | 60                  | 2024-03-15 | provided
               | 60                  | 2024-03-10 | terms
               |                     | 2024-02-09 | default
    19000101   |                     | 2024-02-09 | default
""")
def test_a_due_date_says_where_it_comes_from(due: str, terms: str, expected: str, source: str) -> None:
    from_terms = {"C1": Terms(int(terms))} if terms else {}
    content = written([*_FIRST, *sale("1", "20240112", "C1", 12_000, piece_day="20240110", due=due)])
    (one,) = read_year(read_fec(content, name="a"), terms=from_terms).movements
    assert (str(one.due_on), one.due_on_source, str(one.issued_on)) == (expected, source, "2024-01-10")
