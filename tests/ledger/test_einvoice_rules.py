"""Rules an invoice breaks, mentions it lacks, when it is due, and what kind it is."""

import re
from datetime import date

import pytest

from kernel.days import MonthEnd, Terms
from kernel.language import Language
from ledger.einvoice.document import Document
from ledger.einvoice.due import due_of, terms_of
from ledger.einvoice.gateway import read_document
from ledger.einvoice.kinds import is_credit_note, refuse_other_kinds
from ledger.einvoice.mentions import MENTIONS, mention_text, missing_mentions
from ledger.einvoice.rules import RULES, broken_rules
from ledger.errors import FileUnreadable
from tests.ledger.einvoices import Draft, cii, ubl
from tests.tables import rows


def _read(**changed: object) -> Document:
    return read_document(cii(Draft().but(**changed)))


def _codes(document: Document) -> list[str]:
    return [said.split(":")[0] for said in broken_rules(document.invoice)]


def test_a_sound_invoice_breaks_no_rule_and_lacks_nothing() -> None:
    for writer in (cii, ubl):
        document = read_document(writer(Draft()))
        assert (broken_rules(document.invoice), missing_mentions(document)) == ([], [])


@rows("""
    changed                          | broken
    line=90.00                       | BR-CO-13
    net=90.00 line=90.00             | BR-CO-15 BR-CO-17
    vat=19.00                        | BR-CO-15 BR-CO-17
    vat=19.00 gross=119.00 owed=119  | BR-CO-17
    gross=121.00                     | BR-CO-15 BR-CO-16
    owed=100.00                      | BR-CO-16
    prepaid=20.00                    | BR-CO-16
    prepaid=20.00 owed=100.00        |
    due=                             | BR-CO-25
    due= terms=sous_trente_jours     |
    due=2026-09-30                   | BR-FR-CO-07
    due=2026-09-30 kind=386          |
    due=2028-01-01                   | DUE-DATE
    kind=381                         | BR-FR-CO-05
    kind=384                         | BR-FR-CO-04
    seller=                          | BR-CO-26
    buyer=443061842                  | COMPANY-NUMBER
    buyer_vat=FR00443061841          | COMPANY-NUMBER
    buyer_vat=DE123456789            |
    number=F-123456789012345678901234567890123456 | BR-FR-01
""")
def test_a_broken_rule_is_told_by_its_code(changed: str, broken: str) -> None:
    said = dict(one.split("=") for one in changed.split())
    assert _codes(_read(**said)) == broken.split()


@pytest.mark.parametrize(
    ("written", "instead", "code"),
    [
        (b"<ram:BasisAmount>100.00", b"<ram:BasisAmount>90.00", "VAT-BASES"),
        (b"<ram:CalculatedAmount>20.00", b"<ram:CalculatedAmount>19.00", "BR-CO-14"),
        (
            b"<ram:LineTotalAmount>100.00</ram:LineTotalAmount></",
            b"<ram:LineTotalAmount>9</ram:LineTotalAmount></",
            "",
        ),
        (b"<ram:GrandTotalAmount>", b'<ram:GrandTotalAmount currencyID="USD">', "CURRENCY"),
    ],
)
def test_a_breakdown_that_disagrees_is_told(written: bytes, instead: bytes, code: str) -> None:
    content = cii(Draft())
    assert written in content
    document = read_document(content.replace(written, instead, 1))
    assert (code or "BR-CO-10") in _codes(document)


@rows("""
    taken out                                          | of  | broken
    <cbc:CustomizationID>*</cbc:CustomizationID>       | ubl | BR-01
    <cbc:RegistrationName>*</cbc:RegistrationName>     | ubl | BR-06
    <ram:Name>Boutique Jolie</ram:Name>                | cii | BR-07
    <ram:PostalTradeAddress>*</ram:PostalTradeAddress> | cii | BR-09
    <cbc:TaxExclusiveAmount*</cbc:TaxExclusiveAmount>  | ubl | BR-13
    <ram:CalculatedAmount>*</ram:CalculatedAmount>     | cii | BR-46
    <cbc:Percent>*</cbc:Percent>                       | ubl | BR-48
    <cac:TaxTotal>*</cac:TaxTotal>                     | ubl | BR-CO-18
    <ram:IssuerAssignedID>F-0</ram:IssuerAssignedID>   | cii | BR-55
""")
def test_what_the_norm_requires_and_is_absent_is_told(taken: str, syntax: str, code: str) -> None:
    """What an invoice can be read without is a warning, with the field named."""
    content = {"cii": cii, "ubl": ubl}[syntax](Draft(kind="384", preceding=("F-0",))).decode()
    pattern = ".*?".join(re.escape(part) for part in taken.split("*"))
    without, times = re.subn(pattern, "", content, count=1, flags=re.DOTALL)
    assert times == 1
    (said,) = [one for one in broken_rules(read_document(without.encode()).invoice) if one.startswith(code)]
    assert "missing" in said


def test_the_sentence_of_a_broken_sum_says_both_sums() -> None:
    (said, *_) = broken_rules(_read(owed="100.00").invoice)
    assert said == (
        "BR-CO-16: the amount due (BT-115) is 100.00, but the total less what was paid (BT-113) gives 120.00."
    )


def test_each_rule_and_mention_has_a_name_of_its_own() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES)
    assert len({one.key for one in MENTIONS}) == len(MENTIONS)
    for one in MENTIONS:
        assert mention_text(one.key, Language.ENGLISH) != mention_text(one.key, Language.FRENCH)
        assert one.in_english.endswith(".")
        assert one.in_french.endswith(".")
    assert mention_text("of_tomorrow", Language.FRENCH) == "of_tomorrow"


@rows("""
    changed                               | lacking
    order=                                | order_reference
    order=NA                              | order_reference
    due= terms=30_jours                   | due_date
    iban=                                 | payment_account
    iban= means=49                        |
    iban= means=                          | payment_account
    buyer=                                | buyer_siren
    buyer= issued=2026-08-31              |
    buyer= buyer_country=DE               |
    process=                              | operation_category
    process= issued=2026-08-31            |
    process=B1 vat_point=                 | delivery_address
    process=S1 vat_point=                 | vat_on_debits
    process=S1 vat_point= issued=2026-08-31 |
    kind=381 order= iban=                 |
    kind=381 buyer=                       | buyer_siren
    seller=                               |
""")
def test_what_is_asked_and_absent_is_listed(changed: str, lacking: str) -> None:
    """Only from the day it is asked, of whom it is asked."""
    said = dict(one.split("=") for one in changed.split())
    assert missing_mentions(_read(**said)) == lacking.split()


@rows("""
    note                               | lacking
    -                                  | penalty_mention indemnity_mention discount_mention
    AAI Pas d'escompte                 | penalty_mention indemnity_mention
    AAI Intérêts de retard : 12 %      | indemnity_mention discount_mention
    AAI Indemnité de 40 EUR            | penalty_mention discount_mention
    PMD douze                          | indemnity_mention discount_mention
""")
def test_a_mention_may_stand_in_any_note(note: str, lacking: str) -> None:
    subject, _, text = note.partition(" ")
    document = _read(notes=((subject, text),) if text else ())
    assert missing_mentions(document) == lacking.split()


def test_of_a_minimum_only_what_it_can_carry_is_asked() -> None:
    assert missing_mentions(_read(profile="minimum")) == []
    assert missing_mentions(_read(profile="minimum", order="", buyer="", process="")) == [
        "order_reference",
        "operation_category",
    ]


def test_before_2013_nobody_asked_for_the_indemnity() -> None:
    assert missing_mentions(_read(issued="2012-12-31", notes=())) == ["penalty_mention", "discount_mention"]


@rows("""
    written                            | days
    30 jours net                       | 30
    PAIEMENT A 45 JOURS                | 45
    30 jours date de facture           | 30
    net 60                             | 60
    30 days                            | 30
    à réception de facture             | 0
    Paiement comptant                  | 0
    Due on receipt                     | 0
    30 jours fin de mois               |
    45 jours fin de mois le 10         |
    60 j FDM                           |
    30% d'acompte, solde à 30 j        |
    10 jours 2 % d'escompte, sinon 30  |
    30 ou 45 jours                     |
    30 jours à réception               |
    30 jours après livraison           |
    le 15 du mois                      |
    999 jours                          |
    merci                              |
""")
def test_terms_are_taken_from_a_text_only_if_it_reads_one_way(written: str, days: str) -> None:
    assert terms_of(written) == (Terms(int(days)) if days else None)


@rows("""
    due        | terms        | agreed | on         | by
    2026-11-15 | 30 jours     | 60     | 2026-11-15 | provided
               | 45 jours     | 60     | 2026-11-15 | terms
               | fin de mois  | 40     | 2026-11-30 | terms
               |              | 40     | 2026-11-30 | terms
               |              |        | 2026-10-31 | default
""")
def test_a_due_date_comes_from_the_surest_source(due: str, terms: str, agreed: str, on: str, by: str) -> None:
    """What the document says, its terms, those agreed with the customer (end of month here), thirty days."""
    invoice = _read(due=due, terms=terms).invoice
    found = due_of(invoice, Terms(int(agreed), MonthEnd.DAYS_THEN_END) if agreed else None)
    assert (str(found.on), found.source) == (on, by)


def test_an_invoice_in_parts_is_due_with_its_last() -> None:
    term = b"<ram:SpecifiedTradePaymentTerms>"
    another = term + (
        b'<ram:DueDateDateTime><udt:DateTimeString format="102">20261231</udt:DateTimeString>'
        b"</ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>"
    )
    content = cii(Draft(profile="extended")).replace(term, another + term)
    found = due_of(read_document(content).invoice, None)
    assert (found.on, found.parts) == (date(2026, 12, 31), 2)


@rows("""
    type | owed    | preceding | is
    380  | 120.00  |           | invoice
    380  | 120.00  | F-0       | invoice
    380  | -120.00 | F-0       | credit note
    380  | -120.00 |           | credit note
    381  | 120.00  | F-0       | credit note
    381  | -120.00 | F-0       | credit note
    261  | 120.00  |           | credit note
    396  | 120.00  |           | credit note
    384  | 120.00  | F-0       | invoice
    384  | -120.00 | F-0       | credit note
    386  | 120.00  |           | invoice
    389  | 120.00  |           | invoice
    325  | 120.00  |           | refused
    751  | 120.00  |           | invoice
    999  | 120.00  |           | refused
""")
def test_the_kind_comes_from_type_and_sign(kind: str, owed: str, preceding: str, expected: str) -> None:
    """A preceding invoice alone makes no credit note: the invoice of a balance names its deposits."""
    gross = owed
    invoice = _read(kind=kind, owed=owed, gross=gross, preceding=(preceding,) if preceding else ()).invoice
    if expected == "refused":
        with pytest.raises(FileUnreadable, match="BT-3"):
            refuse_other_kinds(invoice)
    else:
        refuse_other_kinds(invoice)
        assert is_credit_note(invoice) == (expected == "credit note")


def test_a_credit_note_of_the_other_syntax_is_one_by_its_root() -> None:
    document = read_document(ubl(Draft(kind="381", preceding=("F-0",))))
    assert is_credit_note(document.invoice)
    assert _codes(document) == []
    assert document.invoice.payment.due_on == (date(2026, 10, 31),)
