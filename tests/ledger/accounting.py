"""Small accounting files (FEC) for tests, written by hand or drawn."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import NamedTuple

from ledger.fec.report import FecReport
from ledger.usecases import FecContent, import_fec
from store.session import Database

COLUMNS = (
    *("JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib", "CompAuxNum"),
    *("CompAuxLib", "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit", "EcritureLet", "DateLet"),
    *("ValidDate", "Montantdevise", "Idevise"),
)


class Line(NamedTuple):
    """One line; cents are debit - credit, days are written AAAAMMJJ."""

    journal: str
    number: str
    day: str
    account: str
    cents: int
    customer: str = ""
    piece: str = "P"
    letter: str = ""
    piece_day: str = ""
    lettered: str = ""
    due: str = ""

    def fields(self) -> dict[str, str]:
        debit, credit = (euros(max(self.cents, 0)), euros(max(-self.cents, 0)))
        return {
            **dict.fromkeys(COLUMNS, ""),
            **{"JournalCode": self.journal, "JournalLib": f"Journal {self.journal}"},
            **{"EcritureNum": self.number, "EcritureDate": self.day, "CompteNum": self.account},
            **{"CompteLib": "Compte", "CompAuxNum": self.customer, "PieceRef": self.piece},
            **{"PieceDate": self.piece_day or self.day, "EcritureLib": "é", "Debit": debit},
            **{"Credit": credit, "EcritureLet": self.letter, "DateLet": self.lettered},
            **{"CompAuxLib": f"Société {self.customer}" if self.customer else "", "ValidDate": self.day},
        }


def euros(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"


def written(lines: Sequence[Line]) -> bytes:
    """The file as most programs write it, with a due date where a line has one."""
    due = any(line.due for line in lines)
    columns = (*COLUMNS, "DateEcheance") if due else COLUMNS
    rows = [{**line.fields(), "DateEcheance": line.due} for line in lines]
    text = ["\t".join(columns), *("\t".join(row[name] for name in columns) for row in rows)]
    return ("\r\n".join(text) + "\r\n").encode()


def sale(
    number: str, day: str, customer: str, cents: int, *, letter: str = "", piece_day: str = "", due: str = ""
) -> list[Line]:
    """An invoice or, when negative, a credit note, with its revenue and VAT."""
    vat = cents // 6
    return [
        Line("VE", number, day, "411000", cents, customer, f"F{number}", letter, piece_day, due=due),
        Line("VE", number, day, "706000", vat - cents, piece=f"F{number}"),
        Line("VE", number, day, "445710", -vat, piece=f"F{number}"),
    ]


def receipt(
    number: str, day: str, customer: str, cents: int, *, letter: str = "", piece: str = ""
) -> list[Line]:
    """Money received or, when negative, paid back."""
    piece = piece or f"R{number}"
    return [
        Line("BQ", number, day, "512000", cents, piece=piece),
        Line("BQ", number, day, "411000", -cents, customer, piece, letter),
    ]


def opening(day: str, *balances: tuple[str, int], piece: str = "AN", letter: str = "") -> list[Line]:
    """Balances brought forward, one line per customer, against capital."""
    lines = [Line("AN", "1", day, "411000", cents, code, piece, letter) for code, cents in balances]
    return [*lines, Line("AN", "1", day, "101000", -sum(line.cents for line in lines), piece=piece)]


def deliver_fec(
    database: Database,
    *files: Sequence[Line] | bytes,
    terms: bytes | None = None,
    on: str = "2026-01-01",
    source: str | None = None,
) -> FecReport:
    """Import files in one transaction."""
    contents = [one if isinstance(one, bytes) else written(one) for one in files]
    with database.transaction() as session:
        return import_fec(
            session,
            [FecContent(f"file{place}.txt", content) for place, content in enumerate(contents, start=1)],
            terms=terms,
            source=source,
            on=date.fromisoformat(on),
            recorded_at=datetime(2026, 1, 1, tzinfo=UTC),
            progress=None,
        )
