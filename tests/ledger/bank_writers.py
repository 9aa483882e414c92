"""Bank statements written in each format, so that tests own what they read."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from xml.sax.saxutils import escape

from ledger.files.bank_statement import Balance, BankStatement, Movement, written

ACCOUNT = "FR7630006000011234567890189"
FRENCH_ACCOUNT = "300060000112345678901"  # bank, branch and number, as CFONB120 has them
DAY = date(2024, 5, 31)


def movement(cents: int, text: str = "", *, on: date = DAY, **told: object) -> Movement:
    """A movement that says nothing but what is told."""
    silent = dict.fromkeys(
        ("payer_name", "payer_iban", "structured_reference", "end_to_end", "bank_reference", "code")
    )
    values = {**silent, "returned": False, "value_on": on, **told}
    return Movement(place=1, booked_on=on, cents=cents, text=text, **values)  # type: ignore[arg-type]


def statement(
    movements: Iterable[Movement],
    *,
    name: str = "S1",
    account: str = ACCOUNT,
    opening: int = 100_000,
    opening_on: date = DAY - timedelta(days=1),
    closing_on: date = DAY,
) -> BankStatement:
    """A statement whose sums are right."""
    told = tuple(movements)
    closing = opening + sum(one.cents for one in told)
    return BankStatement(
        name=name,
        form="",
        account=account,
        currency="EUR",
        opening=Balance(opening_on, opening, "EUR"),
        closing=Balance(closing_on, closing, "EUR"),
        movements=told,
    )


# CAMT.053


def camt(*statements: BankStatement, version: str = "08") -> str:
    told = "".join(_camt_statement(one, version) for one in statements)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="urn:iso:std:iso:20022:tech:xsd:'
        f'camt.053.001.{version}"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr>{told}</BkToCstmrStmt></Document>'
    )


def _camt_statement(told: BankStatement, version: str) -> str:
    entries = "".join(camt_entry(one, version) for one in told.movements)
    return (
        f"<Stmt><Id>{escape(told.name)}</Id><Acct><Id><IBAN>{told.account}</IBAN></Id><Ccy>EUR</Ccy></Acct>"
        f"{_camt_balance('OPBD', told.opening)}{_camt_balance('CLBD', told.closing)}{entries}</Stmt>"
    )


def _camt_balance(code: str, told: Balance) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_camt_amount(told.cents)}"
        f"<Dt><Dt>{told.on}</Dt></Dt></Bal>"
    )


def _camt_amount(cents: int) -> str:
    side = "DBIT" if cents < 0 else "CRDT"
    return f'<Amt Ccy="EUR">{written(abs(cents))}</Amt><CdtDbtInd>{side}</CdtDbtInd>'


def camt_entry(one: Movement, version: str = "08", *, status: str = "BOOK") -> str:
    sts = status if version in {"02", "03", "04"} else f"<Cd>{status}</Cd>"
    return (
        f"<Ntry>{_camt_amount(one.cents)}{'<RvslInd>true</RvslInd>' if one.returned else ''}<Sts>{sts}</Sts>"
        f"<BookgDt><Dt>{one.booked_on}</Dt></BookgDt><ValDt><Dt>{one.value_on}</Dt></ValDt>"
        f"{_tag('AcctSvcrRef', one.bank_reference)}<BkTxCd>{_camt_code(one.code)}</BkTxCd>"
        f"<NtryDtls>{camt_details(one, version)}</NtryDtls></Ntry>"
    )


def _camt_code(code: str | None) -> str:
    return f"<Prtry><Cd>{escape(code)}</Cd></Prtry>" if code else ""


def camt_details(one: Movement, version: str = "08", *, amount: str = "") -> str:
    side = ("Dbtr" if one.cents < 0 else "Cdtr") if one.returned else ("Dbtr" if one.cents >= 0 else "Cdtr")
    name = _tag("Nm", one.payer_name)
    party = f"<{side}>{f'<Pty>{name}</Pty>' if version == '08' else name}</{side}>" if name else ""
    account = f"<{side}Acct><Id><IBAN>{one.payer_iban}</IBAN></Id></{side}Acct>" if one.payer_iban else ""
    structured = _tag("Ref", one.structured_reference)
    remittance = _tag("Ustrd", one.text) + (
        f"<Strd><CdtrRefInf>{structured}</CdtrRefInf></Strd>" if structured else ""
    )
    return (
        f"<TxDtls><Refs>{_tag('EndToEndId', one.end_to_end)}</Refs>{amount}"
        f"<RltdPties>{party}{account}</RltdPties><RmtInf>{remittance}</RmtInf></TxDtls>"
    )


def camt_batch(parts: Sequence[Movement], version: str = "08", *, amounts: Sequence[int | None]) -> str:
    """One entry for all parts, each with the cents it says it has, if it says so."""
    details = ""
    for one, cents in zip(parts, amounts, strict=True):
        if cents is None:
            told = ""
        elif version == "02":
            told = f'<AmtDtls><TxAmt><Amt Ccy="EUR">{written(abs(cents))}</Amt></TxAmt></AmtDtls>'
        else:
            told = _camt_amount(cents)
        details += camt_details(one, version, amount=told)
    whole = movement(sum(one.cents for one in parts), on=parts[0].booked_on)
    return camt_entry(whole, version).replace(camt_details(whole, version), details)


def _tag(name: str, text: str | None) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""


# CFONB120


def cfonb(*statements: BankStatement, line_break: str = "\n") -> str:
    records = [record for one in statements for record in _cfonb_statement(one)]
    assert all(len(record) == 120 for record in records)
    return line_break.join(records)


def _cfonb_statement(told: BankStatement) -> list[str]:
    records = [_cfonb_balance("01", told, told.opening)]
    for one in told.movements:
        records += _cfonb_movement(told, one)
    return [*records, _cfonb_balance("07", told, told.closing)]


def _cfonb_head(kind: str, account: str, operation: str = "    ", code: str = "  ") -> str:
    bank, desk, number = account[:5], account[5:10], account[10:]
    return f"{kind}{bank}{operation}{desk}EUR2 {number}{code}"


def _cfonb_balance(kind: str, told: BankStatement, balance: Balance) -> str:
    head = f"{_cfonb_head(kind, told.account)}{balance.on:%d%m%y}"
    return f"{head}{'':50}{signed_amount(balance.cents)}{'':16}"


def _cfonb_movement(told: BankStatement, one: Movement) -> list[str]:
    code = (one.code or "").ljust(2)
    reject = "01" if one.returned else "  "
    head = f"{_cfonb_head('04', told.account, '1234', code)}{one.booked_on:%d%m%y}"
    number = (one.bank_reference or "").rjust(7, "0")
    records = [
        f"{head}{reject}{one.value_on:%d%m%y}{one.text:31}  {number}  {signed_amount(one.cents)}{'':16}"
    ]
    names = ("NPY", "CPY") if (one.cents >= 0) != one.returned else ("NBE", "CBE")
    more = {
        names[0]: one.payer_name,
        names[1]: one.payer_iban,
        "LCS": one.structured_reference,
        "RCN": one.end_to_end,
    }
    start = f"{_cfonb_head('05', told.account, '1234', code)}{one.booked_on:%d%m%y}{'':5}"
    return records + [f"{start}{name}{text:70}  " for name, text in more.items() if text]


def signed_amount(cents: int, width: int = 14) -> str:
    digits = str(abs(cents)).rjust(width, "0")
    return digits[:-1] + ("}JKLMNOPQR" if cents < 0 else "{ABCDEFGHI")[int(digits[-1])]


# MT940


def mt940(*statements: BankStatement) -> str:
    return "".join(_mt940_statement(one) for one in statements)


def _mt940_statement(told: BankStatement) -> str:
    lines = [f":20:{told.name}", f":25:{told.account}", ":28C:1/1", f":60F:{_mt940_balance(told.opening)}"]
    for one in told.movements:
        mark = ("RD" if one.cents >= 0 else "RC") if one.returned else ("C" if one.cents >= 0 else "D")
        bank = f"//{one.bank_reference}" if one.bank_reference else ""
        lines.append(
            f":61:{one.value_on:%y%m%d}{one.booked_on:%m%d}{mark}{_comma(one.cents)}"
            f"{one.code or 'NTRF'}{one.end_to_end or 'NONREF'}{bank}"
        )
        if one.text:
            lines.append(f":86:{one.text}")
    return "\n".join([*lines, f":62F:{_mt940_balance(told.closing)}", "-", ""])


def _mt940_balance(told: Balance) -> str:
    return f"{'D' if told.cents < 0 else 'C'}{told.on:%y%m%d}EUR{_comma(told.cents)}"


def _comma(cents: int) -> str:
    return written(abs(cents)).replace(".", ",")
