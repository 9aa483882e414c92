"""An entry of CAMT.053: one movement, or one for each transaction of a batch."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from ledger.errors import ImportRefused
from ledger.files.bank_statement import Movement, in_a_line, missing
from ledger.files.camt053_values import amount, day, sign
from ledger.files.xml import Element, children, first, text_of

BOOKED = "BOOK"
# Sub-families of ISO 20022 (PMNT): unpaid or reversed direct debits, returned transfers, unpaid cheques.
_RETURNS = frozenset({"UPDD", "PRDD", "RCDD", "RRTN", "RPCR", "UPCQ", "CQRV", "UPCT"})
_NO_REFERENCE = frozenset({"NOTPROVIDED", "NOTAVAILABLE", "NONREF", "NONE", "N/A"})


@dataclass(frozen=True, slots=True)
class Entry:
    """What an entry moved, whatever its status."""

    status: str
    cents: int
    movements: tuple[Movement, ...]


def read_entry(element: Element, *, place: int, where: str, money: str) -> Entry:
    """Raises ImportRefused, with the field, when what makes a movement is missing or wrong."""
    status = text_of(element, "Sts", "Cd") or text_of(element, "Sts") or text_of(element, "Sts", "Prtry")
    if status is None:
        raise missing("Sts (status)", where)
    cents = _cents(element, where=where, money=money)
    if status != BOOKED:
        return Entry(status, cents, ())
    booked_on = day(element, "BookgDt", where=where)
    value_on = day(element, "ValDt", where=where) if first(element, "ValDt") is not None else booked_on
    details = [one for group in children(element, "NtryDtls") for one in children(group, "TxDtls")]
    parts = _parts(details, entry=element, cents=cents, money=money)
    movements = tuple(
        _movement(element, told, place=place, cents=part, days=(booked_on, value_on)) for told, part in parts
    )
    return Entry(status, cents, movements)


def _cents(element: Element, *, where: str, money: str) -> int:
    cents, told = amount(element, "Amt", where=where)
    if told != money:
        raise ImportRefused(
            f"The amount (Amt) of {where} is in {told}, but the account is in {money}. "
            "Ask the bank for the file again."
        )
    return sign(element, where=where) * cents


def _parts(
    details: Sequence[Element], *, entry: Element, cents: int, money: str
) -> list[tuple[Sequence[Element], int]]:
    """The transactions of a batch with the cents of each, when they make the entry; else the whole entry."""
    if len(details) > 1:
        amounts = [_part(one, entry, money=money) for one in details]
        told = [one for one in amounts if one is not None]
        if len(told) == len(details) and sum(told) == cents:
            return [([one], part) for one, part in zip(details, told, strict=True)]
    return [(details, cents)]


def _part(transaction: Element, entry: Element, *, money: str) -> int | None:
    """What a transaction moved in the currency of the account, None when it does not say so."""
    for path in (("Amt",), ("AmtDtls", "TxAmt", "Amt")):
        holder = first(transaction, *path[:-1])
        if holder is None or first(holder, path[-1]) is None:
            continue
        try:
            cents, told = amount(holder, path[-1], where="")
            side = sign(transaction if first(transaction, "CdtDbtInd") is not None else entry, where="")
        except ImportRefused:
            return None  # details are the bank's courtesy: a wrong one leaves the entry whole
        return side * cents if told == money else None
    return None


def _movement(
    entry: Element, details: Sequence[Element], *, place: int, cents: int, days: tuple[date, date]
) -> Movement:
    elements = [entry, *details]
    returned = any(_came_back(one) for one in elements)
    sides = _sides(cents, returned=returned)
    references = _all_references(details)
    structured = _only(references)
    told_by_bank = Movement(
        place=place,
        booked_on=days[0],
        value_on=days[1],
        cents=cents,
        payer_name=None,
        payer_iban=None,
        text=_text(entry, details, also=() if structured else references),
        structured_reference=structured,
        end_to_end=_reference(_only(text_of(one, "Refs", "EndToEndId") for one in details)),
        bank_reference=_reference(
            _only(text_of(one, "Refs", "AcctSvcrRef") for one in details) or text_of(entry, "AcctSvcrRef")
        ),
        code=_only(_code(one) for one in details) or _code(entry),
        returned=returned,
    )
    parties = ([_party(one, side) for one in details] for side in sides)
    name, account = next((found for told in parties if any(found := _agreed(told))), (None, None))
    return replace(told_by_bank, payer_name=name, payer_iban=account)


def _agreed(parties: Sequence[tuple[str | None, str | None]]) -> tuple[str | None, str | None]:
    return _only(name for name, _ in parties), _only(account for _, account in parties)


def _sides(cents: int, *, returned: bool) -> tuple[str, ...]:
    """Who is the other side: the debtor of a credit; of money that comes back, whoever it was meant for."""
    if returned:
        return ("Dbtr", "Cdtr") if cents < 0 else ("Cdtr", "Dbtr")
    return ("Dbtr",) if cents >= 0 else ("Cdtr",)


def _party(transaction: Element, side: str) -> tuple[str | None, str | None]:
    parties = first(transaction, "RltdPties")
    paths = ((side, "Nm"), (side, "Pty", "Nm"), (side, "Agt", "FinInstnId", "Nm"))
    name = next((text for path in paths if (text := text_of(parties, *path))), None)
    account = first(parties, f"{side}Acct", "Id")
    number = text_of(account, "IBAN") or text_of(account, "Othr", "Id")
    return in_a_line([name]) or None, "".join(number.split()) if number else None


def _came_back(element: Element) -> bool:
    if first(element, "RtrInf") is not None or text_of(element, "RvslInd") in {"true", "1"}:
        return True
    return text_of(element, "BkTxCd", "Domn", "Fmly", "SubFmlyCd") in _RETURNS


def _code(element: Element) -> str | None:
    """The bank's name for this kind of movement: the family of ISO 20022, then its own code."""
    domain = first(element, "BkTxCd", "Domn")
    family = (
        text_of(domain, "Cd"),
        text_of(domain, "Fmly", "Cd"),
        text_of(domain, "Fmly", "SubFmlyCd"),
    )
    told = "-".join(part for part in family if part)
    return in_a_line([told, text_of(element, "BkTxCd", "Prtry", "Cd")]) or None


def _text(entry: Element, details: Sequence[Element], *, also: Iterable[str]) -> str:
    """All that the payer wrote, then the bank, on one line."""
    parts: list[str | None] = []
    for one in details:
        remittance = first(one, "RmtInf")
        parts += _texts(remittance, "Ustrd")
        for structured in _elements(remittance, "Strd"):
            parts += [text_of(document, "Nb") for document in children(structured, "RfrdDocInf")]
            parts += _texts(structured, "AddtlRmtInf")
        parties = first(one, "RltdPties")
        parts += [text_of(parties, "UltmtDbtr", "Nm"), text_of(parties, "UltmtDbtr", "Pty", "Nm")]
        parts += [text_of(one, "RtrInf", "Rsn", "Cd"), *_texts(first(one, "RtrInf"), "AddtlInf")]
        parts.append(text_of(one, "AddtlTxInf"))
    return in_a_line([*parts, *also, text_of(entry, "AddtlNtryInf")])


def _all_references(details: Sequence[Element]) -> list[str]:
    """Structured references (SCOR and the like), each once."""
    found = (
        text_of(structured, "CdtrRefInf", "Ref")
        for one in details
        for structured in _elements(first(one, "RmtInf"), "Strd")
    )
    return list(dict.fromkeys(text for text in found if text))


def _texts(parent: Element | None, name: str) -> list[str | None]:
    return [one.text for one in _elements(parent, name)]


def _elements(parent: Element | None, name: str) -> list[Element]:
    return [] if parent is None else list(children(parent, name))


def _reference(text: str | None) -> str | None:
    return None if text is None or text.upper() in _NO_REFERENCE else text


def _only(values: Iterable[str | None]) -> str | None:
    """What all that speak agree on; None when they differ or all are silent."""
    found = {value for value in values if value}
    return found.pop() if len(found) == 1 else None
