"""What the cells of a customer master say, and what is told when they cannot be read."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.days import MonthEnd, Terms
from ledger.errors import ImportRefused
from ledger.files.contacts import contact_line, open_contacts
from ledger.files.customers import CustomerLine, beyond_the_law, customer_line, open_customers
from ledger.files.headers import CONTACT_WORDS, CUSTOMER_WORDS, ORDER_WORDS, recognised
from ledger.files.orders import open_orders, order_line
from ledger.files.rejection import Rejection
from ledger.files.written_terms import written_terms
from tests.ledger.masters import BIC, IBAN, OTHER_SIREN, SIREN, SIRET, VAT
from tests.tables import rows


def _read(header: str, row: str) -> CustomerLine | Rejection:
    table = open_customers(f"code;{header}\nC1;{row}\n".encode(), None)
    lines, rejections = table.read(customer_line, None)
    return lines[0] if lines else rejections[0]


@rows("""
    written                           | days | month end
    30 jours                          | 30   | none
    à 30 jours                        | 30   | none
    30 jours nets                     | 30   | none
    30 jours date de facture          | 30   | none
    60 j net                          | 60   | none
    30                                | 30   | none
    Net 30                            | 30   | none
    30 days                           | 30   | none
    30 days from invoice date         | 30   | none
    comptant                          | 0    | none
    À réception de facture            | 0    | none
    Immediate payment                 | 0    | none
    45 jours fin de mois              | 45   | days_then_end
    30 J. FDM                         | 30   | days_then_end
    30 days end of month              | 30   | days_then_end
    45 EOM                            | 45   | days_then_end
    fin de mois                       | 0    | days_then_end
    fin de mois 45 jours              | 45   | end_then_days
    Fin de mois + 45 j                | 45   | end_then_days
    FDM 30                            | 30   | end_then_days
    fin de mois le 10                 | 10   | end_then_days
""")
def test_written_terms(written: str, days: str, month_end: str) -> None:
    assert written_terms(written) == Terms(int(days), MonthEnd(month_end))


@rows("""
    written
    30 FDM le 10
    30 jours fin de mois le 15
    30 ou 60 jours
    400 jours
    30 jours à réception
    3x sans frais
    2 % 10 jours, net 30
    bientôt
""")
def test_terms_that_cannot_be_read_exactly_are_not_guessed(written: str) -> None:
    with pytest.raises(ValueError, match="cannot be read exactly"):
        written_terms(written)


@rows("""
    columns                      | cells                    | days | month end
    terms                        | 45 jours fin de mois     | 45   | days_then_end
    terms_days                   | 30                       | 30   | none
    terms_days;terms_month_end   | 45;end_then_days         | 45   | end_then_days
    terms_days;fin de mois       | 45;oui                   | 45   | days_then_end
    terms_days;terms_type        | 30;net                   | 30   | none
    terms;terms_days             | 30 jours;30              | 30   | none
    terms_days                   | 45 jours fin de mois     | 45   | days_then_end
    terms_days;terms_month_end   | 45;                      | 45   | none
""")
def test_columns_of_terms(columns: str, cells: str, days: str, month_end: str) -> None:
    line = _read(columns, cells)
    assert isinstance(line, CustomerLine)
    assert (line.said["terms_days"], line.said["terms_month_end"]) == (int(days), month_end)
    assert line.doubts == []


@rows("""
    columns                    | cells                              | why
    terms                      | 30 FDM le 10                       | cannot be read exactly
    terms;terms_days           | 30 jours;45                        | are different terms
    terms_days;terms_month_end | ;end_then_days                     | the number of days is missing
    terms_days;terms_month_end | 30;soon                            | is not a reading of month end
    terms;terms_month_end      | 45 jours fin de mois;end_then_days | are different readings
""")
def test_unreadable_terms_are_told_and_the_rest_of_the_line_comes_in(
    columns: str, cells: str, why: str
) -> None:
    line = _read(f"name;{columns}", f"Un;{cells}")
    assert isinstance(line, CustomerLine)
    assert line.said == {"name": "Un"}
    (doubt,) = line.doubts
    assert why in doubt.why


@rows("""
    days | month end     | beyond
    60   | none          | no
    61   | none          | yes
    45   | days_then_end | no
    46   | days_then_end | yes
    45   | end_then_days | no
    60   | end_then_days | yes
""")
def test_terms_beyond_the_legal_ceilings(days: str, month_end: str, beyond: str) -> None:
    """Art. L441-10 C. com.: sixty days from the invoice, forty-five days end of month."""
    why = beyond_the_law(Terms(int(days), MonthEnd(month_end)))
    assert (why is not None) == (beyond == "yes")
    assert why is None or "art. L441-10 C. com." in why


@rows(f"""
    column             | cell                             | said
    siren              | 732 829 320                      | {SIREN}
    siret              | 732 829 320 00074                | {SIRET}
    vat                | FR 44 732 829 320                | {VAT}
    vat                | DE 136 695 976                   | DE136695976
    vat                | CHE116281710                     | CHE116281710
    iban               | FR76 3000 6000 0112 3456 7890 189 | {IBAN}
    bic                | agrifrppxxx                      | {BIC}
    kind               | Société                          | company
    kind               | Collectivité territoriale        | public
    kind               | PARTICULIER                      | consumer
    naf                | 6202A                            | 62.02A
    naf                | 62.02a                           | 62.02A
    naf                | 62.20Y                           | 62.20Y
    email              | Compta@Exemple.FR                | compta@exemple.fr
    phone              | 01 23 45 67 89                   | 0123456789
    phone              | 0033 (0)1.23.45.67.89            | +33123456789
    language           | Français                         | fr
    language           | en_GB                            | en
    payment_means      | Virement                         | transfer
    payment_means      | Prélèvement SEPA                 | direct_debit
    payment_means      | CB                               | card
    payment_means      | chq                              | cheque
    payment_means      | LCR                              | bill
    country            | France                           | FR
    country            | be                               | BE
    opened_on          | 2020-05-31                       | 2020-05-31
    gts_accepted_on    | 2021-01-15                       | 2021-01-15
    retention_of_title | x                                | True
    acceleration       | non                              | False
    penalty_clause     | 1                                | True
    jurisdiction       | Yes                              | True
    parent             | GROUPE                           | GROUPE
    legal_form         | SAS                              | SAS
    sales_owner        | Léa                              | Léa
    sales_owner        |                                  | None
    email              |                                  | None
""")
def test_readings(column: str, cell: str, said: str) -> None:
    """Each in one form; a blank cell is told as nothing."""
    line = _read(column, cell)
    assert isinstance(line, CustomerLine)
    assert str(line.said[column]) == said
    assert line.doubts == []


@rows("""
    column    | cell           | field
    siren     | 732829321      | SIREN
    siren     | 12             | SIREN
    siret     | 73282932000075 | SIRET
    vat       | FR45732829320  | VAT number
    vat       | DE136695977    | VAT number
    vat       | tva            | VAT number
    iban      | FR7630006000011234567890188 | IBAN
    bic       | AGRI           | BIC
    opened_on | 2020-13-01     | opening day
""")
def test_a_wrong_number_sets_the_line_aside_and_names_the_field(column: str, cell: str, field: str) -> None:
    rejection = _read(column, cell)
    assert isinstance(rejection, Rejection)
    assert field in rejection.why


@rows("""
    column         | cell
    kind           | alien
    naf            | 62
    email          | a@b@c.fr
    email          | a@b.fr; c@d.fr
    phone          | call me
    language       | breton
    payment_means  | sheep
    penalty_clause | peut-être
""")
def test_an_unreadable_detail_is_told_and_not_taken(column: str, cell: str) -> None:
    """It neither sets the line aside nor clears what was known."""
    line = _read(f"name;{column}", f'Un;"{cell}"')
    assert isinstance(line, CustomerLine)
    assert line.said == {"name": "Un"}
    assert [doubt.about for doubt in line.doubts] == [column]


def test_the_siret_and_the_vat_number_hold_the_siren() -> None:
    for column, cell in (("siret", SIRET), ("vat", VAT), ("siren;siret", f";{SIRET}")):
        line = _read(column, cell)
        assert isinstance(line, CustomerLine)
        assert line.said["siren"] == SIREN


def test_two_companies_on_one_line_set_it_aside() -> None:
    rejection = _read("siren;siret", f"{OTHER_SIREN};{SIRET}")
    assert isinstance(rejection, Rejection)
    assert "another company" in rejection.why


def test_a_vat_number_of_another_company_is_doubtful() -> None:
    """The members of a VAT group have one number."""
    line = _read("siren;vat", f"{OTHER_SIREN};{VAT}")
    assert isinstance(line, CustomerLine)
    assert line.said["siren"] == OTHER_SIREN
    assert [doubt.about for doubt in line.doubts] == ["vat"]


def test_contacts_of_a_customer_line() -> None:
    line = _read(
        "accounts_payable_name;comptabilité e-mail;acheteur nom;sales_owner_name;contact",
        "Zoé;ZOE@UN.FR;;Léa;Max",
    )
    assert isinstance(line, CustomerLine)
    assert {role: (said.name, said.email) for role, said in line.contacts.items()} == {
        "accounts_payable": ("Zoé", "zoe@un.fr"),
        "buyer": (None, None),
        "sales_owner": ("Léa", None),
        "other": ("Max", None),
    }
    assert line.contacts["buyer"].blank
    assert line.said["sales_owner"] == "Léa"


def test_the_published_template_and_french_headers_are_recognised() -> None:
    """And nothing in them is taken for another thing."""
    template = (
        "code,name,siren,siret,vat,email,phone,address,contact,terms_days,terms_type,credit_limit,currency"
    )
    assert set(template.split(",")) - set(recognised(template.split(","), CUSTOMER_WORDS).values()) == {
        "credit_limit",
        "currency",
    }
    french = "Code client;Raison sociale;N° SIREN;Forme juridique;Code APE;Adresse;CP;Ville;Pays;Courriel;Tél"
    assert list(recognised(french.split(";"), CUSTOMER_WORDS)) == [
        *("customer", "customer_name", "siren", "legal_form", "naf", "street", "postcode", "city", "country"),
        *("email", "phone"),
    ]


def test_no_header_means_two_things() -> None:
    for words in (CUSTOMER_WORDS, CONTACT_WORDS, ORDER_WORDS):
        for word, names in words.items():
            for name in names.split(","):
                assert recognised([name], words) in ({word: name}, {"customer": name})


_ANY = st.binary(max_size=300) | st.text(max_size=300).map(str.encode)
_CELLS = st.lists(
    st.text(st.characters(codec="utf-8", exclude_characters=';"\r\n\0'), max_size=12)
    | st.sampled_from([SIREN, SIRET, VAT, IBAN, "30 jours", "45", "oui", "x@y.fr", "²²²²²²²²²", "٣٠ jours"]),
    min_size=1,
    max_size=6,
)


@settings(max_examples=60)
@given(content=_ANY, kind=st.sampled_from([0, 1, 2]))
def test_arbitrary_bytes_are_read_or_refused(content: bytes, kind: int) -> None:
    """No importer raises anything but its own error."""
    opening, line = [
        (open_customers, customer_line),
        (open_contacts, contact_line),
        (open_orders, order_line),
    ][kind]
    head = (b"code;name;email\n", b"code;role;name\n", b"number;customer;order date;amount\n")[kind]
    for one in (content, head + content):
        try:
            table = opening(one, None)
        except ImportRefused:
            continue
        lines, rejections = table.read(line, None)  # type: ignore[arg-type]
        assert len(lines) + len(rejections) == len(table.body)


@settings(max_examples=80)
@given(columns=st.lists(st.sampled_from(sorted(CUSTOMER_WORDS)), unique=True, max_size=5), cells=_CELLS)
def test_any_cell_is_read_told_or_set_aside(columns: list[str], cells: list[str]) -> None:
    header = ";".join(["customer", *(name for name in columns if name != "customer")])
    try:
        table = open_customers(f"{header}\n{';'.join(cells)}\n".encode(), None)
    except ImportRefused:
        return
    lines, rejections = table.read(customer_line, None)
    assert len(lines) + len(rejections) == len(table.body)
