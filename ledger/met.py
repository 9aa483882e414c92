"""A company as it tells of itself when we meet it, as rows beside the ledger that were known that day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

import pandas as pd

from ledger.beside import Beside, typed
from ledger.facts import Facts

# Codes of the companies met; no customer master writes such a one.
_CODE = "\u2060met {}"


@dataclass(frozen=True, slots=True)
class MetStatement:
    """A yearly statement: `items` by the names of `STATEMENT_ITEMS`, in cents; others are not known."""

    closed_on: date
    months: int
    items: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class MetEvent:
    """An announcement of the gazette; `family` and `kind` are the words of `ledger.files.bodacc_kinds`."""

    published_on: date
    happened_on: date | None
    family: str
    kind: str


@dataclass(frozen=True, slots=True)
class Met:
    """What is told beside what the registers hold; texts are "" where nobody said."""

    kind: str = ""
    legal_form: str = ""
    naf: str = ""
    country: str = ""
    postcode: str = ""
    founded_on: date | None = None
    statements: tuple[MetStatement, ...] = ()
    events: tuple[MetEvent, ...] = ()

    def with_more(self, other: "Met") -> "Met":
        """The same, and what another tells of the same company where this one says nothing."""
        mine = {
            name: getattr(self, name) or getattr(other, name)
            for name in ("kind", "legal_form", "naf", "country", "postcode", "founded_on")
        }
        return Met(
            **mine,
            statements=(*self.statements, *other.statements),
            events=(*self.events, *other.events),
        )


def rows_of(met: Met, held: Beside, *, customer: int, known_on: date, siren: str) -> Beside:
    """What is told and what registers hold of the company, as of a customer with that number.

    The word of the company stands before the registers' where both speak of the same thing.
    """
    own = {item.name: getattr(held, item.name).assign(customer_id=customer) for item in fields(held)}
    last = held.profiles.to_dict("records")[-1] if len(held.profiles) else {}
    said = {
        "kind": met.kind,
        "siren": siren,
        "legal_form": met.legal_form,
        "naf": met.naf,
        "country": met.country,
        "postcode": met.postcode,
        "founded_on": met.founded_on,
    }
    profile = {name: value or last.get(name) for name, value in said.items()}
    row = pd.DataFrame([{"customer_id": customer, "known_on": known_on, **profile}])
    own["profiles"] = typed("profiles", row)
    told = told_rows(met, customer=customer, known_on=known_on, siren=siren)
    return Beside(**own).joined(told)


def told_rows(met: Met, *, customer: int, known_on: date, siren: str) -> Beside:
    """Statements and announcements alone, which add to whatever else is known of a customer."""
    statements: list[dict[str, object]] = [
        {
            "customer_id": customer,
            "known_on": known_on,
            "closed_on": one.closed_on,
            "months": one.months,
            "kind": "company",
            "confidential": False,
            "siren": siren,
            **one.items,
        }
        for one in met.statements
    ]
    events: list[dict[str, object]] = [
        {
            "customer_id": customer,
            "known_on": known_on,
            "event": f"told {place}",
            "published_on": one.published_on,
            "happened_on": one.happened_on,
            "family": one.family,
            "kind": one.kind,
            "cancelled": False,
        }
        for place, one in enumerate(met.events, start=1)
    ]
    made = {"statements": statements, "events": events}
    return Beside(**{name: typed(name, pd.DataFrame(rows)) for name, rows in made.items() if rows})


def with_met(book: Facts, companies: Sequence[Beside], *, first: int) -> Facts:
    """The book with these companies as customers more, numbered from `first` on."""
    numbers = list(range(first, first + len(companies)))
    met = pd.DataFrame(
        {
            "customer_id": numbers,
            "code": [_CODE.format(one) for one in numbers],
            "name": [""] * len(numbers),
        }
    )
    customers = pd.concat([book.customers, met.astype(book.customers.dtypes)], ignore_index=True)
    beside = book.beside
    for one in companies:
        beside = beside.joined(one)
    return replace(book, customers=customers, beside=beside)
