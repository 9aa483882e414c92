"""What CAMT.053 may and may not say."""

from datetime import date

import pytest

from ledger.errors import ImportRefused
from ledger.files.bank import read_bank_file
from ledger.files.bank_statement import BankStatement
from tests.ledger.bank_writers import DAY, camt, camt_entry, movement, statement
from tests.tables import rows

_PAID = movement(25_050, "FACTURE F-12", payer_name="DUPONT SA")
_FILE = camt(statement([_PAID, movement(-5_000, "FRAIS")]), version="08")


def _only(content: str) -> BankStatement:
    (told,) = read_bank_file(content.encode())
    return told


@rows("""
    cut out                                             | named
    <IBAN>FR7630006000011234567890189</IBAN>            | Acct/Id
    <Cd>OPBD</Cd>                                       | OPBD
    <Cd>CLBD</Cd>                                       | CLBD
    <Amt Ccy="EUR">250.50</Amt>                         | Amt is missing from entry 1
    <CdtDbtInd>DBIT</CdtDbtInd>                         | CdtDbtInd
    <Sts><Cd>BOOK</Cd></Sts>                            | Sts
    <BookgDt><Dt>2024-05-31</Dt></BookgDt>              | BookgDt
    <Dt><Dt>2024-05-30</Dt></Dt>                        | Dt
    <Amt Ccy="EUR">1000.00</Amt>                        | opening balance
""")
def test_what_makes_a_movement_must_be_there(cut: str, named: str) -> None:
    assert cut in _FILE
    with pytest.raises(ImportRefused, match=named) as refused:
        _only(_FILE.replace(cut, "", 1))
    assert "statement “S1”" in str(refused.value)


@rows("""
    written                       | instead                           | named
    250.50                        | 250.51                            | The sum of statement “S1” is wrong
    >250.50<                      | >250.505<                         | Amt of entry 1
    >250.50<                      | >250,50<                          | Amt of entry 1
    >250.50<                      | >-250.50<                         | Amt of entry 1
    >250.50<                      | >99999999999999999999<            | Amt of entry 1
    "EUR">250.50                  | "">250.50                         | currency
    "EUR">250.50                  | "XXX">250.50                      | Ccy
    "EUR">250.50                  | "USD">250.50                      | Amt
    <CdtDbtInd>DBIT               | <CdtDbtInd>CRDT                   | sum
    <CdtDbtInd>DBIT               | <CdtDbtInd>DEBIT                  | CdtDbtInd of entry 2
    <BookgDt><Dt>2024-05-31       | <BookgDt><Dt>2024-05-32           | BookgDt of entry 1
    <BookgDt><Dt>2024-05-31       | <BookgDt><Dt>31/05/2024           | BookgDt of entry 1
    <BookgDt><Dt>2024-05-31       | <BookgDt><Dt>0024-05-31           | BookgDt of entry 1
    <ValDt><Dt>2024-05-31         | <ValDt><Dt>2024-06-31             | ValDt of entry 1
    <Stmt>                        | <Rpt>                             | not XML
    BkToCstmrStmt                 | BkToCstmrAcctRpt                  | camt.052
    BkToCstmrStmt                 | BkToCstmrDbtCdtNtfctn             | camt.054
    <Document                     | <!DOCTYPE a [<!ENTITY x "y">]><Document | document type
""")
def test_what_is_written_wrong_is_named(written: str, instead: str, named: str) -> None:
    assert written in _FILE
    changed = _FILE.replace(written, instead) if "BkTo" in written else _FILE.replace(written, instead, 1)
    with pytest.raises(ImportRefused, match=named):
        _only(changed)


@rows("""
    told                                                                           | named
    <TtlNtries><NbOfNtries>3</NbOfNtries></TtlNtries>                              | NbOfNtries of TtlN
    <TtlCdtNtries><NbOfNtries>2</NbOfNtries></TtlCdtNtries>                        | NbOfNtries of TtlC
    <TtlDbtNtries><NbOfNtries>1</NbOfNtries><Sum>50.01</Sum></TtlDbtNtries>        | Sum of TtlDbt
    <TtlNtries><NbOfNtries>2</NbOfNtries><Sum>300.50</Sum></TtlNtries>             |
    <TtlNtries><NbOfNtries>2</NbOfNtries><Sum>200.50</Sum></TtlNtries>             |
    <TtlDbtNtries><NbOfNtries>1</NbOfNtries><Sum>50</Sum></TtlDbtNtries>           |
""")
def test_the_counts_and_sums_of_the_bank_are_checked(told: str, named: str) -> None:
    content = _FILE.replace("<Ntry>", f"<TxsSummry>{told}</TxsSummry><Ntry>", 1)
    if not named:
        assert len(_only(content).movements) == 2
        return
    with pytest.raises(ImportRefused, match=named):
        _only(content)


@pytest.mark.parametrize("version", ["02", "08"])
def test_only_booked_entries_are_movements_and_the_others_are_counted(version: str) -> None:
    later = camt_entry(movement(70_000), version, status="PDNG") + camt_entry(
        movement(1), version, status="INFO"
    )
    told = _only(camt(statement([_PAID]), version=version).replace("</Stmt>", later * 2 + "</Stmt>"))
    assert [one.cents for one in told.movements] == [25_050]
    assert [(one.entries, one.why) for one in told.left_out] == [
        (2, "for information only (Sts INFO)"),
        (2, "not booked yet (Sts PDNG)"),
    ]


@rows("""
    in the entry                                                                           | came back
    <RvslInd>true</RvslInd>                                                                | yes
    <RvslInd>false</RvslInd>                                                               | no
    <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>IDDT</Cd><SubFmlyCd>UPDD</SubFmlyCd></Fmly></Domn></BkTxCd> | yes
    <BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>IDDT</Cd><SubFmlyCd>ESDD</SubFmlyCd></Fmly></Domn></BkTxCd> | no
    <NtryDtls><TxDtls><RtrInf><Rsn><Cd>AM04</Cd></Rsn></RtrInf></TxDtls></NtryDtls>        | yes
""")
def test_what_came_back_is_told(told: str, came_back: str) -> None:
    content = camt(statement([movement(-5_000)]), version="04")
    content = content.replace("<BkTxCd></BkTxCd>", "").replace("</Ntry>", told + "</Ntry>")
    (only,) = _only(content).movements
    assert only.returned == (came_back == "yes")
    assert only.text == ("AM04" if "AM04" in told else "")


def test_a_direct_debit_that_came_back_names_the_customer() -> None:
    returned = movement(-5_000, returned=True, payer_name="DUPONT SA")
    assert [one.payer_name for one in _only(camt(statement([returned]))).movements] == ["DUPONT SA"]


def test_the_other_words_of_a_payer_are_kept_in_the_text() -> None:
    """Invoices named in structured remittance, several references, whoever is behind the payer, the bank."""
    strd = (
        "<Ustrd>line one</Ustrd><Ustrd>line\n two</Ustrd>"
        "<Strd><RfrdDocInf><Nb>F-13</Nb></RfrdDocInf><CdtrRefInf><Ref>RF18A</Ref></CdtrRefInf></Strd>"
        "<Strd><CdtrRefInf><Ref>RF19B</Ref></CdtrRefInf><AddtlRmtInf>more</AddtlRmtInf></Strd>"
    )
    behind = "<UltmtDbtr><Nm>HOLDING</Nm></UltmtDbtr></RltdPties>"
    content = (
        camt(statement([_PAID]))
        .replace("<Ustrd>FACTURE F-12</Ustrd>", strd)
        .replace("</RltdPties>", behind)
        .replace("</Ntry>", "<AddtlNtryInf>VIR SEPA</AddtlNtryInf></Ntry>")
    )
    (only,) = _only(content).movements
    assert only.text == "line one line two F-13 more HOLDING RF18A RF19B VIR SEPA"
    assert only.structured_reference is None


def test_a_page_of_a_statement_has_interim_balances() -> None:
    pages = camt(
        statement([_PAID], name="P1"), statement([_PAID], name="P2", opening=125_050), version="08"
    ).split("</Stmt>")
    pages[0] = pages[0].replace("CLBD", "ITBD")
    pages[1] = pages[1].replace("OPBD", "ITBD")
    told = read_bank_file("</Stmt>".join(pages).encode())
    assert [(one.opening.cents, one.closing.cents) for one in told] == [
        (100_000, 125_050),
        (125_050, 150_100),
    ]


@rows("""
    written               | read
    <DtTm>2024-05-31T23:30:00-05:00</DtTm> | 2024-05-31
    <Dt>2024-05-31Z</Dt>  | 2024-05-31
    <Dt>2024-05-31+02:00</Dt> | 2024-05-31
""")
def test_a_day_is_the_day_of_its_writer(written: str, read: str) -> None:
    content = _FILE.replace("<BookgDt><Dt>2024-05-31</Dt></BookgDt>", f"<BookgDt>{written}</BookgDt>")
    assert {one.booked_on for one in _only(content).movements} == {date.fromisoformat(read)}


def test_what_cannot_be_added_up_is_told() -> None:
    """Balances in two currencies, or of days on which nothing was booked, prove nothing."""
    foreign = _FILE.replace('<Amt Ccy="EUR">1200.50', '<Amt Ccy="SEK">27.00')
    assert "EUR and SEK" in _only(foreign).doubts[0]
    elsewhere = _FILE.replace(f"<BookgDt><Dt>{DAY}", "<BookgDt><Dt>2024-01-31").replace("250.50", "8.85", 1)
    assert "outside these days" in _only(elsewhere).doubts[0]
    one_inside = _FILE.replace(f"<BookgDt><Dt>{DAY}", "<BookgDt><Dt>2024-01-31", 1).replace(
        "250.50", "8.85", 1
    )
    with pytest.raises(ImportRefused, match="sum"):
        _only(one_inside)
