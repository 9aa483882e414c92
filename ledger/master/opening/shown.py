"""One customer's file as a person reads it: profile, contacts, and how both came to be."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from ledger.master.opening.checks import AccountFile, gaps_of
from ledger.registers.catalogue import CustomerLinkRow, CustomerProfileRow
from ledger.registers.register import Version

_NOT_REMOVED = (None, False)  # a contact that comes is not “removed from nothing to no”


class Change(NamedTuple):
    """What one file or person changed of a customer: before and after, by field."""

    known_on: date
    recorded_at: datetime
    author: str
    source: str
    what: str
    fields: dict[str, tuple[Any, Any]]

    def as_json(self) -> dict[str, Any]:
        fields = {name: [_json(before), _json(after)] for name, (before, after) in self.fields.items()}
        days = {"known_on": self.known_on.isoformat(), "recorded_at": self.recorded_at.isoformat()}
        return {**self._asdict(), **days, "fields": fields}


@dataclass(frozen=True, slots=True)
class ShownCustomer:
    """`linked` are the other codes under which a person said that this customer stands."""

    file: AccountFile
    master: str | None
    linked: Sequence[str]
    history: Sequence[Change]

    def as_json(self) -> dict[str, Any]:
        file = self.file
        return {
            "customer": file.code,
            "name": file.name,
            "master": self.master,
            "linked": list(self.linked),
            "open": [
                {"currency": one, "open_cents": cents} for one, cents in sorted(file.open_cents.items())
            ],
            "profile": profile_as_json(file.profile),
            "contacts": [
                {
                    name: value
                    for name, value in one._asdict().items()
                    if name not in {"customer_id", "removed"}
                }
                for one in file.contacts
            ],
            "missing": [gap._asdict() for gap in gaps_of(file)],
            "history": [change.as_json() for change in self.history],
        }


def profile_as_json(profile: CustomerProfileRow | None) -> dict[str, Any] | None:
    if profile is None:
        return None
    return {name: _json(value) for name, value in profile._asdict().items() if name != "customer_id"}


def changes_of(versions: Sequence[Version[Any]], *, what: str, as_of: date) -> Iterator[Change]:
    """What each version known by an evening changed of the one before."""
    before: dict[int, tuple[Any, ...]] = {}
    for one in sorted(versions, key=lambda one: (one.id, one.version)):
        names = type(one.row)._fields
        old = before.get(one.id, (None,) * len(names))
        before[one.id] = one.row
        if one.known_on <= as_of:
            fields = {
                name: (was, now)
                for name, was, now in zip(names, old, one.row, strict=True)
                if was != now and name != "customer_id" and (was, now) != _NOT_REMOVED
            }
            yield Change(one.known_on, one.recorded_at, one.author, one.source, what, fields)


def link_changes(
    versions: Iterable[Version[CustomerLinkRow]], *, codes: Mapping[int, str], as_of: date
) -> Iterator[Change]:
    """What people said of who is who, by the customers' codes."""
    for one in versions:
        if one.known_on <= as_of:
            said = f"{codes.get(one.row.customer_id, '')} is {codes.get(one.row.master_id, '')}"
            fields = {said: (None, one.row.same)}
            yield Change(one.known_on, one.recorded_at, one.author, one.source, "link", fields)


def _json(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
