"""Papers in and out of the database; lists never read their content."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select

from dunning.dossier.errors import UnknownPaper
from dunning.dossier.papers import Kind, Media, Paper
from dunning.dossier.tables import PaperWithdrawal, StoredPaper
from ledger.imports.repository import COMPANY, utc
from ledger.registers.usecases import Act
from store.session import ReadSession, WriteSession

_CHUNK = 5_000  # customers asked for at a time
_TOLD = (
    *("id", "customer_id", "invoice_id", "kind", "name", "media_type", "sha256", "size"),
    *("happened_on", "known_on", "recorded_at", "author", "note"),
)


class PaperReader:
    def __init__(self, session: ReadSession) -> None:
        self._reading = session

    def of_customer(self, customer_id: int, *, as_of: date) -> list[Paper]:
        """Those known on an evening, withdrawn ones too, in the order they were attached."""
        papers = self._found(StoredPaper.customer_id == customer_id, as_of=as_of)
        return [one for one in papers if one.known_on <= as_of]

    def of_customers(self, customers: Sequence[int], kind: Kind, *, as_of: date) -> dict[int, list[Paper]]:
        """Papers of a kind by customer, those that count on an evening."""
        found: dict[int, list[Paper]] = {}
        for first in range(0, len(customers), _CHUNK):
            some = StoredPaper.customer_id.in_(customers[first : first + _CHUNK])
            for one in self._found(some & (StoredPaper.kind == kind.value), as_of=as_of):
                if one.known_on <= as_of and not one.withdrawn:
                    found.setdefault(one.customer_id, []).append(one)
        return found

    def of_kind(self, kind: Kind, *, as_of: date) -> list[Paper]:
        """Of all customers, those that count on an evening."""
        papers = self._found(StoredPaper.kind == kind.value, as_of=as_of)
        return [one for one in papers if one.known_on <= as_of and not one.withdrawn]

    def numbered(self, number: int) -> Paper:
        """As it stands at last. Raises UnknownPaper."""
        found = self._found(StoredPaper.id == number, as_of=date.max)
        if not found:
            raise UnknownPaper(f"No paper has the number {number}. encours attach list CUSTOMER shows them.")
        return found[0]

    def contents(self, customer_id: int, ids: Sequence[int]) -> dict[int, bytes]:
        """The bytes of some papers of one customer."""
        rows = (
            select(StoredPaper.id, StoredPaper.content)
            .where(StoredPaper.company_id == COMPANY, StoredPaper.customer_id == customer_id)
            .where(StoredPaper.id.in_(ids))
        )
        return {number: bytes(content) for number, content in self._reading.execute(rows)}

    def _found(self, wanted: Any, *, as_of: date) -> list[Paper]:
        rows = (
            select(
                *(getattr(StoredPaper, name) for name in _TOLD), PaperWithdrawal.known_on, PaperWithdrawal.why
            )
            .outerjoin(
                PaperWithdrawal,
                (PaperWithdrawal.company_id == StoredPaper.company_id)
                & (PaperWithdrawal.paper_id == StoredPaper.id),
            )
            .where(StoredPaper.company_id == COMPANY, wanted)
            .order_by(StoredPaper.id)
        )
        return [_paper(row, as_of) for row in self._reading.execute(rows)]


class PaperRepository(PaperReader):
    def __init__(self, session: WriteSession) -> None:
        super().__init__(session)
        self._session = session

    def next_id(self) -> int:
        last = self._session.scalar(select(func.max(StoredPaper.id)).where(StoredPaper.company_id == COMPANY))
        return (last or 0) + 1

    def add(self, paper: Paper, content: bytes) -> None:
        row = {name: getattr(paper, name) for name in _TOLD if name not in ("kind", "media_type")}
        row |= {"kind": paper.kind.value, "media_type": paper.media.value, "content": content}
        self._session.execute(insert(StoredPaper), [{"company_id": COMPANY, **row}])

    def withdraw(self, number: int, act: Act, why: str) -> None:
        row = {"known_on": act.on, "recorded_at": act.recorded_at, "author": act.author, "why": why}
        self._session.execute(insert(PaperWithdrawal), [{"company_id": COMPANY, "paper_id": number, **row}])


def _paper(row: Any, as_of: date) -> Paper:
    told = dict(zip(_TOLD, row[: len(_TOLD)], strict=True))
    withdrawn_on, why = row[len(_TOLD) :]
    told["kind"], told["media"] = Kind(told["kind"]), Media(told.pop("media_type"))
    told["recorded_at"] = utc(told["recorded_at"])
    return Paper(**told, withdrawn=why if withdrawn_on is not None and withdrawn_on <= as_of else "")
