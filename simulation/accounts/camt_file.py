"""Bank statements as ISO 20022 messages: camt.053.001.08, a statement a message."""

from collections.abc import Iterator
from datetime import timedelta
from xml.sax.saxutils import escape

from simulation.accounts.bank import Entry, Statement
from simulation.accounts.facts import RETURNED, Remittance

_SPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
_INSUFFICIENT_FUNDS = "AM04"


def camt_bytes(statement: Statement, *, iban: str, owner: str) -> bytes:
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<Document xmlns="{_SPACE}"><BkToCstmrStmt>',
        *_head(statement, iban=iban, owner=owner),
        *(line for entry in statement.entries for line in _entry(entry)),
        "</Stmt></BkToCstmrStmt></Document>",
    ]
    return ("\n".join(lines) + "\n").encode()


def _head(statement: Statement, *, iban: str, owner: str) -> Iterator[str]:
    made_at = f"{statement.last_on + timedelta(days=1)}T06:00:00"
    name = f"{statement.first_on:%Y%m}{statement.number:04d}"
    yield f"<GrpHdr><MsgId>CAMT053-{name}</MsgId><CreDtTm>{made_at}</CreDtTm></GrpHdr>"
    yield f"<Stmt><Id>{name}</Id><ElctrncSeqNb>{statement.number}</ElctrncSeqNb><CreDtTm>{made_at}</CreDtTm>"
    yield (
        f"<FrToDt><FrDtTm>{statement.first_on}T00:00:00</FrDtTm>"
        f"<ToDtTm>{statement.last_on}T23:59:59</ToDtTm></FrToDt>"
    )
    yield (f"<Acct><Id><IBAN>{iban}</IBAN></Id><Ccy>EUR</Ccy><Ownr><Nm>{escape(owner)}</Nm></Ownr></Acct>")
    yield _balance("OPBD", statement.opening_cents, str(statement.first_on))
    yield _balance("CLBD", statement.closing_cents, str(statement.last_on))


def _balance(code: str, cents: int, day: str) -> str:
    return (
        f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>{_amount(cents)}<Dt><Dt>{day}</Dt></Dt></Bal>"
    )


def _amount(cents: int) -> str:
    direction = "CRDT" if cents >= 0 else "DBIT"
    return f'<Amt Ccy="EUR">{_euros(cents)}</Amt><CdtDbtInd>{direction}</CdtDbtInd>'


def _euros(cents: int) -> str:
    return f"{abs(cents) // 100}.{abs(cents) % 100:02d}"


def _entry(entry: Entry) -> Iterator[str]:
    one = entry.movement
    family, detail = one.nature.split("/")
    reversal = "<RvslInd>true</RvslInd>" if one.kind == RETURNED else ""
    yield f"<Ntry><NtryRef>{entry.reference}</NtryRef>{_amount(one.cents)}{reversal}<Sts><Cd>BOOK</Cd></Sts>"
    yield f"<BookgDt><Dt>{one.booked_on}</Dt></BookgDt><ValDt><Dt>{one.booked_on}</Dt></ValDt>"
    yield f"<AcctSvcrRef>{entry.reference}</AcctSvcrRef>"
    yield (
        f"<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>{family}</Cd><SubFmlyCd>{detail}</SubFmlyCd></Fmly></Domn></BkTxCd>"
    )
    end_to_end = escape(one.remittance.end_to_end or "NOTPROVIDED")
    yield (
        f"<NtryDtls><TxDtls><Refs><AcctSvcrRef>{entry.reference}</AcctSvcrRef>"
        f"<EndToEndId>{end_to_end}</EndToEndId></Refs>"
    )
    yield _amount(one.cents)
    yield from _other_party(entry)
    yield from _remittance(one.remittance)
    if one.kind == RETURNED:
        yield f"<RtrInf><Rsn><Cd>{_INSUFFICIENT_FUNDS}</Cd></Rsn></RtrInf>"
    yield "</TxDtls></NtryDtls></Ntry>"


def _other_party(entry: Entry) -> Iterator[str]:
    """Who pays or, of money that goes out, who is paid; a bounced collection keeps its payer."""
    one = entry.movement
    role = "Dbtr" if one.cents >= 0 or one.kind == RETURNED else "Cdtr"
    name = f"<{role}><Pty><Nm>{escape(one.name)}</Nm></Pty></{role}>" if one.name else ""
    account = f"<{role}Acct><Id><IBAN>{one.iban}</IBAN></Id></{role}Acct>" if one.iban else ""
    if name or account:
        yield f"<RltdPties>{name}{account}</RltdPties>"


def _remittance(said: Remittance) -> Iterator[str]:
    told = "".join(f"<Ustrd>{escape(line)}</Ustrd>" for line in said.lines)
    if said.structured:
        told += f"<Strd><CdtrRefInf><Ref>{said.structured}</Ref></CdtrRefInf></Strd>"
    if told:
        yield f"<RmtInf>{told}</RmtInf>"
