"""How bytes become records: encodings, compression, delimiters, quotation marks."""

import gzip

import pytest

from ledger.errors import FileUnreadable, ImportRefused, MappingWrong
from ledger.files.invoices import open_invoices
from ledger.files.records import records, sniff_delimiter, split_lines
from ledger.files.text import decoded, expanded
from store.session import Database
from tests.ledger.deliveries import deliver
from tests.tables import rows

_HEADER = "number,customer,issue_date,due_date,amount\n"
_ROW = "F-1,ACME,2024-01-05,2024-02-05,100.00\n"


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        ("échéance".encode(), "utf-8"),
        ("échéance".encode("utf-8-sig"), "utf-8-sig"),
        ("échéance".encode("iso-8859-15"), "iso-8859-15"),
        ("échéance – 3 €".encode("cp1252"), "cp1252"),
        ("échéance".encode("utf-16"), "utf-16"),
    ],
)
def test_the_encoding_is_found_out(content: bytes, encoding: str) -> None:
    text, found = decoded(content)
    assert found == encoding
    assert text.startswith("échéance")


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04rest", b"%PDF-1.7", b"number\0customer", b"\xff\xfe\x00", b"\x81,\x8d"]
)
def test_what_is_not_text_is_refused(content: bytes) -> None:
    with pytest.raises(FileUnreadable, match=r"\.$"):
        decoded(content)


def test_compressed_files_are_unfolded_also_when_glued_together() -> None:
    assert expanded(gzip.compress(b"one ") + gzip.compress(b"two")) == b"one two"


def test_a_bomb_is_refused_before_it_unfolds() -> None:
    with pytest.raises(FileUnreadable, match="unfolds to more than 1,000,000 bytes"):
        expanded(gzip.compress(bytes(50_000_000)), limit=1_000_000)


@pytest.mark.parametrize("cut", [5, 15, -3])
def test_a_damaged_compressed_file_is_refused(cut: int) -> None:
    with pytest.raises(FileUnreadable, match="again"):
        expanded(gzip.compress(b"some text that is long enough")[:cut])


@rows(
    """
    header and row                 | delimiter
    a;b;c / 1,5;2,5;3              | ;
    a,b,c / 1;5,2,3                | ,
    'a,b';c / '1,1';2              | ;
"""
)
def test_the_delimiter_cuts_all_lines_alike(lines: str, expected: str) -> None:
    text = lines.replace(" / ", "\n").replace("'", '"')
    assert sniff_delimiter(split_lines(text)) == expected


def test_lines_are_counted_as_an_editor_counts_them() -> None:
    text = 'a,b\r\n\r\n"one\nfield",2\r3,"4"\n\u20285,6\n'
    found = [(record.line, record.fields) for record in records(split_lines(text), delimiter=",")]
    assert found == [(1, ["a", "b"]), (3, ["one\nfield", "2"]), (5, ["3", "4"]), (6, ["\u20285", "6"])]


def test_a_forgotten_quotation_mark_costs_one_line() -> None:
    text = 'a,b\n"1,2\n3,4\n5,6\n'
    found = [(record.line, record.broken) for record in records(split_lines(text), delimiter=",")]
    assert found == [(1, False), (2, True), (3, False), (4, False)]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b"just a word\n"])
def test_a_file_without_a_table_is_refused(content: bytes) -> None:
    with pytest.raises(FileUnreadable, match=r"\.$"):
        open_invoices(content, None)


@pytest.mark.parametrize(
    ("mapping", "why"),
    [
        ({"colums": {}}, "“colums” is not a known section"),
        ({"columns": {"due": "due_date"}}, "“due” is not a known word"),
        (
            {"columns": {"due_on": "Echeance"}},
            "absent from the file. The file has the columns: number, customer",
        ),
        ({"columns": {"customer": "customer"}}, "No column was recognised as the issue date"),
        ({"columns": "none"}, "is a section"),
        ({"file": {"date_format": "yyyy-mm-dd"}}, "does not tell a day"),
        ({"file": {"decimal": ";"}}, "decimal mark"),
        ({"file": {"delimiter": ",,"}}, "one character"),
        ({"file": {"encoding": "klingon"}}, "not a known encoding"),
        ({"file": {"encoding": "rot13"}}, "encoding"),
        ({"file": {"extracted_on": "2024-01-01"}}, "must be a day"),
        ({"constants": {"currency": "EURO CENT"}}, "ISO 4217"),
    ],
)
def test_a_wrong_mapping_is_told_in_a_sentence(mapping: dict[str, object], why: str) -> None:
    with pytest.raises(ImportRefused, match=why):
        open_invoices((_HEADER + _ROW).encode(), mapping)


@rows("""
    headers                                                                 | beside those needed
    Numéro;Client;Date;Échéance;Montant TTC;Date de paiement                | number paid_on
    N° de pièce;Compte tiers;DATE PIÈCE;Date échéance;Montant               | number
    name;partner_id;invoice_date;invoice_date_due;amount_total;currency_id  | currency number
    Num;Customer;Date;Due Date;Amount;Transaction Type;Open Balance         | kind number
    number;customer;issue_date;due_date;amount_ttc;amount_ht;type           | kind number
    Raison sociale;Date facture;Echeance;Total TTC                          |
""")
def test_headers_of_accounting_software_are_recognised(headers: str, expected: str) -> None:
    table = open_invoices(headers.encode(), None)
    needed = {"customer", "issued_on", "due_on", "amount"}
    assert set(table.settings.columns) == needed | set(expected.split())


def test_two_headers_for_one_word_are_both_named() -> None:
    with pytest.raises(MappingWrong, match="“Montant” and “Montant TTC”"):
        open_invoices(b"Client;Date;Echeance;Montant;Montant TTC", None)


def test_without_due_dates_the_file_is_refused_with_advice() -> None:
    with pytest.raises(MappingWrong, match="export the due date"):
        open_invoices(b"Client;Date;Montant", None)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b",,,\n,,\n", {"delimiter": ","}),
        (b"a,b+2AA-\n1,2\n", {"encoding": "utf-7"}),
        (b"a;b\n", {"delimiter": "é"}),
    ],
)
def test_odd_files_under_a_mapping_are_refused(content: bytes, said: dict[str, object]) -> None:
    with pytest.raises(ImportRefused, match=r"\."):
        open_invoices(content, {"file": said})


def test_a_header_alone_is_an_empty_export(sqlite_database: Database) -> None:
    report = deliver(sqlite_database, _HEADER)
    assert (report.read, report.accepted, report.rejected) == (0, 0, 0)
