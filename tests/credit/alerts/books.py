"""Days of a company that happen to a database: what imports and acts write down of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from credit.alerts.usecases import Ran, RunOrder, run_alerts
from credit.cover.acts import Wanted
from credit.cover.usecases import add_policy, lower_cover, set_cover
from ledger.registers.catalogue import LIMITS, CreditLimitRow, InsurancePolicyRow
from ledger.registers.register import NewVersion
from ledger.registers.repository import RegisterRepository
from ledger.registers.usecases import Act, record_act
from ledger.relation.usecases import make_promise
from ledger.usecases import import_allocations, import_invoices, import_payments
from scoring.kept import KeptScore
from scoring.repository import keep
from store.session import Database
from tests.credit.alerts.samples import POLICY
from tests.ledger.masters import bring_orders

FIRST = date(2024, 3, 1)
_INVOICES = "number,customer,issued_on,due_on,amount,currency\n"
_PAYMENTS = "number,customer,paid_on,amount,currency\n"
_ALLOCATIONS = "payment,invoice,amount\n"
_ORDERS = "number,customer,ordered on,delivery,amount,currency\n"


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def at(on: date) -> datetime:
    return datetime.combine(on, time(8), UTC)


@dataclass
class Book:
    """One database, and the company whose days it learns of."""

    database: Database

    def invoices(self, *lines: str, on: date) -> None:
        self.bring(import_invoices, _INVOICES, lines, on)

    def payments(self, *lines: str, on: date) -> None:
        self.bring(import_payments, _PAYMENTS, lines, on)

    def allocations(self, *lines: str, on: date) -> None:
        self.bring(import_allocations, _ALLOCATIONS, lines, on)

    def orders(self, *lines: str, on: date) -> None:
        bring_orders(self.database, _ORDERS + "".join(f"{line}\n" for line in lines), on=on.isoformat())

    def limit(self, customer: int, cents: int, *, on: date, until: date | None = None) -> None:
        row = CreditLimitRow(
            *(customer, "standing", "granted", cents, "EUR", on, until, "need", "", "p", "Ana", "Bo", {})
        )
        with self.database.transaction() as session:
            number = RegisterRepository(session, LIMITS).next_id()
            version = NewVersion(number, 0, f"limit {number}", on, row)
            record_act(session, Act("Ana", on, at(on)), source="limits", versions=[(LIMITS, [version])])

    def policy(self, *, on: date, unnamed_cents: int = 0) -> None:
        row = InsurancePolicyRow(
            *("Insurer", "P1", "EUR", 9_000, unnamed_cents, date(2023, 1, 1), None, None, None, {})
        )
        with self.database.transaction() as session:
            add_policy(session, Act("Ana", on, at(on)), row)

    def cover(self, code: str, cents: int, *, on: date) -> None:
        with self.database.transaction() as session:
            set_cover(session, Act("Ana", on, at(on)), code, Wanted("P1", cents, date(2023, 1, 1)))

    def cut(self, code: str, cents: int, *, on: date) -> None:
        with self.database.transaction() as session:
            lower_cover(
                session,
                Act("Ana", on, at(on)),
                code,
                policy="P1",
                cents=cents,
                kind="named",
                from_on=on,
                why="",
            )

    def promise(self, code: str, cents: int, *, on: date, promised_on: date) -> None:
        about: dict[str, Any] = {"cents": cents, "currency": "EUR", "by": "Zoé", "note": ""}
        with self.database.transaction() as session:
            make_promise(
                session, Act("Ana", on, at(on)), code, [], promised_on=promised_on, happened_on=on, **about
            )

    def scores(self, grades: dict[int, str], *, on: date) -> None:
        given = [
            KeptScore(key, on, "m", "s", 1, 0.01, 0.005, 0.02, 0.01, grade, "", None)
            for key, grade in grades.items()
        ]
        with self.database.transaction() as session:
            keep(session, given, as_of=on)

    def run(self, on: date, *, anew: bool = False) -> Ran:
        order = RunOrder(on, POLICY, "Ana", at(on), anew=anew)
        with self.database.transaction() as session:
            return run_alerts(session, order, progress=lambda _part, _done, _total: None)

    def bring(self, bring: Any, header: str, lines: Sequence[str], on: date) -> None:
        content = (header + "".join(f"{line}\n" for line in lines)).encode()
        with self.database.transaction() as session:
            bring(
                session,
                content,
                name="file.csv",
                mapping=None,
                source=None,
                on=on,
                recorded_at=at(on),
                progress=None,
            )


def told(ran: Ran) -> list[tuple[str, str, str]]:
    return [(one.customer, one.kind, one.subject) for one in ran.alerts]
