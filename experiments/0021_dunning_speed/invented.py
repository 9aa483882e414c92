"""A large book of late invoices written straight into a database, past the files that would bring it in."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import numpy as np

from ledger.imports.repository import COMPANY
from store.base import Base
from store.bulk import insert_rows
from store.session import Database

ON = date(2024, 3, 5)
_KNOWN = date(2024, 3, 1)
_OPEN, _PAID, _SEED = 10, 20, 20_241_127
_DISPUTED, _BLOCKED = 50, 100


def invent(database: Database, *, customers: int) -> None:
    """Customers with contacts and addresses, ten open and twenty paid invoices each, disputes and blocks."""
    at = datetime(2024, 3, 1, 6, tzinfo=UTC)
    run = ("invoices", "csv", "big.csv", "", _KNOWN, at, _KNOWN, *(0,) * 5, "{}", "")
    people = range(1, customers + 1)
    _write(database, "import_run", _RUN, iter([(COMPANY, 1, *run)]))
    told = ((COMPANY, n, f"C{n:05}", f"Customer {n}", _KNOWN, 1) for n in people)
    _write(database, "customer", "company_id id code name known_on import_id", told)
    _write(database, "customer_profile", _PROFILE, (_profile(n) for n in people))
    _write(database, "contact", _CONTACT, (row for n in people for row in _contacts(n)))
    chance = np.random.default_rng(_SEED)
    count = customers * (_OPEN + _PAID)
    cents = np.round(np.exp(chance.normal(11, 1, count))).astype(np.int64) + 1
    late = chance.integers(-30, 91, count)
    rows = list(zip(range(1, count + 1), cents.tolist(), late.tolist(), strict=True))
    _write(database, "invoice", _INVOICE, (_invoice(*row) for row in rows))
    paid = [row for row in rows if not _is_open(row[0])]
    _write(database, "payment", _PAYMENT, (_payment(*row) for row in paid))
    _write(database, "allocation", _ALLOCATION, (_allocation(*row) for row in paid))
    _write(database, "relation_act", _ACT, _acts(customers))


def _is_open(number: int) -> bool:
    return (number - 1) % (_OPEN + _PAID) < _OPEN


def _owner(number: int) -> int:
    return (number - 1) // (_OPEN + _PAID) + 1


def _due(number: int, late: int) -> date:
    day = ON - timedelta(days=late)
    return day if _is_open(number) else day - timedelta(days=200)


def _profile(n: int) -> tuple[Any, ...]:
    siren, told = f"{n:09d}", (f"{n} rue de la Gare", "59000", "Lille", "FR", "fr")
    return (COMPANY, n, 0, n, f"Customer {n}", "company", siren, *told, "csv", f"C{n:05}", _KNOWN, 1)


def _contacts(n: int) -> Iterator[tuple[Any, ...]]:
    for place, role in enumerate(("accounts_payable", "director")):
        number = 2 * n + place
        box = f"{role}@c{n}.example"
        told = (n, role, f"Person {number}", box, "+33 1 99 00 00 00", "fr", False)
        yield COMPANY, number, 0, *told, "csv", f"role {role} C{n:05}", _KNOWN, 1


def _invoice(number: int, cents: int, late: int) -> tuple[Any, ...]:
    due = _due(number, late)
    issued = due - timedelta(days=30)
    told = (f"F{number}", _owner(number), "invoice", issued, due, cents, "EUR", min(issued, _KNOWN))
    return COMPANY, number, "csv", f"number F{number}", *told, 1, "provided", "411", False


def _payment(number: int, cents: int, late: int) -> tuple[Any, ...]:
    paid = _due(number, late) + timedelta(days=5)
    told = (f"P{number}", _owner(number), paid, cents, "EUR", paid, 1, "payment", "411")
    return COMPANY, number, "csv", *told


def _allocation(number: int, cents: int, late: int) -> tuple[Any, ...]:
    paid = _due(number, late) + timedelta(days=5)
    return COMPANY, number, "csv", f"P{number}", number, number, cents, paid, paid, 1, "told", 100


def _acts(customers: int) -> Iterator[tuple[Any, ...]]:
    number = 0
    for n in range(1, customers + 1):
        for place in range(_OPEN):
            invoice = (n - 1) * (_OPEN + _PAID) + place + 1
            if invoice % _DISPUTED == 0:
                number += 1
                claim = [{"invoice_id": invoice, "cents": 1}]
                yield _act(number, "dispute", "opened", n, {"reason": "price", "items": claim, "note": ""})
        if n % _BLOCKED == 0:
            number += 1
            yield _act(number, "block", "set", n, {"invoices": [], "until": None, "reason": "asked for"})


def _act(number: int, matter: str, act: str, customer: int, details: dict[str, Any]) -> tuple[Any, ...]:
    told = (number, matter, act, customer, _KNOWN, json.dumps(details))
    return COMPANY, number, 0, *told, "relation", f"{number}", _KNOWN, 1


_RUN = (
    "company_id id content source file_name sha256 imported_on recorded_at horizon read accepted unchanged "
    "rejected corrected settings author"
)
_PROFILE = (
    "company_id id version customer_id name kind siren street postcode city country language source "
    "source_id known_on import_id"
)
_CONTACT = (
    "company_id id version customer_id role name email phone language removed source source_id known_on "
    "import_id"
)
_INVOICE = (
    "company_id id source source_id number customer_id kind issued_on due_on amount_cents currency known_on "
    "import_id due_on_source account_class opening"
)
_PAYMENT = (
    "company_id id source source_id customer_id paid_on amount_cents currency known_on import_id kind "
    "account_class"
)
_ALLOCATION = (
    "company_id id source source_id payment_id invoice_id amount_cents allocated_on known_on import_id how "
    "confidence"
)
_ACT = (
    "company_id id version case_id matter act customer_id happened_on details source source_id known_on "
    "import_id"
)


def _write(database: Database, table: str, columns: str, rows: Iterator[tuple[Any, ...]]) -> None:
    with database.transaction() as session:
        insert_rows(session, Base.metadata.tables[table], columns=columns.split(), rows=rows)
