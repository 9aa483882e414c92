"""Short ways to write acts of the relation in tests."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from ledger.registers.catalogue import RelationActRow
from ledger.registers.register import Version
from ledger.relation.cases import RelationAct

START = date(2024, 1, 1)  # days count from it


def on(day: int) -> date:
    return START + timedelta(days=day)


def said(
    number: int,
    what: str,
    details: Any,
    *,
    day: int,
    case: int | None = None,
    happened: int | None = None,
    customer: int = 1,
) -> RelationAct:
    """An act, `what` being its matter and its name; it happened on the day it was known, unless told."""
    matter, act = what.split(" ")
    at = datetime(2024, 1, 1, 9, tzinfo=UTC) + timedelta(days=day)
    row = RelationActRow(
        number if case is None else case,
        matter,
        act,
        customer,
        on(day if happened is None else happened),
        details,
    )
    return Version(number, 0, "relation", f"act {number}", on(day), at, "Ana", row)


def claims(*items: tuple[int, int]) -> list[dict[str, int]]:
    return [{"invoice_id": invoice, "cents": cents} for invoice, cents in items]


def opened(*items: tuple[int, int], reason: Any = "price") -> dict[str, Any]:
    return {"reason": reason, "items": claims(*items), "note": ""}


def conceded(*items: tuple[int, int, int], credit_note: Any = None) -> dict[str, Any]:
    """A resolution for the customer: invoice, cents given up, cents claimed then."""
    given = [
        {"invoice_id": invoice, "cents": cents, "claimed_cents": before} for invoice, cents, before in items
    ]
    return {"outcome": "customer", "items": given, "credit_note": credit_note, "note": ""}


def made(cents: int, day: int, *invoices: int, currency: str = "EUR") -> dict[str, Any]:
    return {
        "invoices": list(invoices),
        "cents": cents,
        "currency": currency,
        "promised_on": on(day).isoformat(),
        "by": "",
        "note": "",
    }


def agreed(
    items: list[tuple[int, int, int]],
    instalments: list[tuple[int, int]],
    *,
    grace: int = 0,
    acceleration: bool = False,
) -> dict[str, Any]:
    """A plan: invoice, cents under it, cents open then; day and cents of each instalment."""
    return {
        "items": [
            {"invoice_id": invoice, "cents": cents, "open_cents": still} for invoice, cents, still in items
        ],
        "currency": "EUR",
        "instalments": [{"day": on(day).isoformat(), "cents": cents} for day, cents in instalments],
        "grace_days": grace,
        "acceleration": acceleration,
        "note": "",
    }


def blocked(until: int | None, *invoices: int) -> dict[str, Any]:
    return {
        "invoices": list(invoices),
        "until": None if until is None else on(until).isoformat(),
        "reason": "asked by sales",
    }


def given(party: str, *invoices: int, recourse: bool | None = None) -> dict[str, Any]:
    details: dict[str, Any] = {"party": party, "name": "X", "invoices": list(invoices), "note": ""}
    return details if recourse is None else {**details, "recourse": recourse}


def lost(*items: tuple[int, int], currency: str = "EUR") -> dict[str, Any]:
    return {"reason": "irrecoverable", "items": claims(*items), "currency": currency, "note": ""}


OVER = {"note": ""}  # the details of every act that ends a case, but the resolution of a dispute
