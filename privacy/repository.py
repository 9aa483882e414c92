"""Reads and rewrites whatever is held of one person, table by table."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnElement,
    LargeBinary,
    String,
    Table,
    Text,
    and_,
    cast,
    delete,
    false,
    func,
    or_,
    select,
    update,
)

from ledger.erased.repository import COMPANY
from ledger.registers.register import ERASED
from privacy.holdings import HOLDINGS, NAMED_BY_THE_BOOKS, OF_THE_HOUSE, THE_HOUSE, Holding, Left
from privacy.tables import METADATA
from privacy.traces import Traces, words_of
from store.engine import is_sqlite
from store.session import ReadSession, WriteSession

_MASTER = {
    "customer": ("name",),
    "customer_correction": ("name",),
    "customer_profile": (
        "name",
        "street",
        "delivery_address",
        "email",
        "phone",
        "iban",
        "siren",
        "siret",
        "vat",
    ),
    "contact": ("name", "email", "phone"),
}
_REGISTER = {"company_identity": ("name", "address")}
_SIREN = 9
_CHUNK = 500
_SENTENCE = 100  # fragments sought at once
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Held:
    """Who is meant: by number, by code, and by the SIRENs that are theirs alone.

    A prospect has no customer's number but 0, and is known by its SIREN, or by the names it told.
    """

    customer_id: int
    code: str
    sirens: frozenset[str]
    names: frozenset[str] = frozenset()


class PersonReader:
    """`who` is the person whose rows are meant."""

    def __init__(self, session: ReadSession, who: Held) -> None:
        self._reading = session
        self._who = who

    def words(self) -> frozenset[str]:
        """All that tells who the person is, as the customer master, its contacts and registers spell it."""
        own = [self._values(name, columns, self.own(name)) for name, columns in (_MASTER | _REGISTER).items()]
        return words_of(one for values in own for one in values) | self._who.names | self._who.sirens

    def places(self) -> frozenset[str]:
        """Where the person lives, as the last line of an address: many live there, so it tells of them in
        their own rows only.
        """
        profile = METADATA.tables["customer_profile"]
        told = select(profile.c.postcode, profile.c.city).where(self.own("customer_profile"))
        found = self._reading.execute(told).all()
        return frozenset(f"{postcode} {city}" for postcode, city in found if postcode and city)

    def shared(self) -> frozenset[str]:
        """Of what the master says, what it says of another customer too, such as the address of one who keeps
        both their books; in small letters.
        """
        found: set[str] = set()
        for name, columns in _MASTER.items():
            found |= {one.casefold() for one in self._values(name, columns, ~self.own(name)) if one}
        return frozenset(found)

    def own(self, name: str) -> ColumnElement[bool]:
        """Which rows of a table are the person's."""
        table, holding = METADATA.tables[name], HOLDINGS.get(name)
        if holding is None or not holding.of:
            return false()
        return and_(table.c.company_id == COMPANY, self._leads_here(table, holding))

    def count(self, name: str) -> int:
        table = METADATA.tables[name]
        return self._reading.scalar(select(func.count()).select_from(table).where(self.own(name))) or 0

    def rows(self, name: str) -> Iterator[Row]:
        """The person's rows of a table, in the order of its key."""
        table = METADATA.tables[name]
        yield from self._rows(select(table).where(self.own(name)).order_by(*table.primary_key))

    def quoting(self, name: str, traces: Traces) -> list[Row]:
        """Rows of others, or of nobody, that say something of the person."""
        table = METADATA.tables[name]
        said = _text_of(table)
        if said is None:
            return []
        found: dict[tuple[Any, ...], Row] = {}
        fragments = sorted(traces.fragments())
        contains = said.contains if is_sqlite(self._reading.connection()) else said.icontains
        for place in range(0, len(fragments), _SENTENCE):
            meant = or_(*(contains(one, autoescape=True) for one in fragments[place : place + _SENTENCE]))
            for row in self._rows(select(table).where(meant, ~self.own(name))):
                if any(traces.blot_all(row[one]) != row[one] for one in _rewritten(table)):
                    found[_key_of(table, row)] = row
        return [found[key] for key in sorted(found, key=str)]

    def last_entry_on(self) -> date | None:
        """The day of the last invoice or payment."""
        days = [
            self._reading.scalar(select(func.max(table.c[column])).where(self.own(table.name)))
            for table, column in (
                (METADATA.tables["invoice"], "issued_on"),
                (METADATA.tables["payment"], "paid_on"),
            )
        ]
        return max((day for day in days if day is not None), default=None)

    def _rows(self, wanted: Any) -> Iterator[Row]:
        for row in self._reading.execute(wanted.execution_options(yield_per=_CHUNK)).mappings():
            yield dict(row)

    def _values(self, name: str, columns: Sequence[str], which: ColumnElement[bool]) -> set[str]:
        table = METADATA.tables[name]
        rows = self._reading.execute(select(*(table.c[one] for one in columns)).where(which))
        return {str(one) for row in rows for one in row if one is not None}

    def _leads_here(self, table: Table, holding: Holding) -> ColumnElement[bool]:
        column = table.c[holding.of]
        if holding.of == "siren":
            return column.in_(sorted(self._who.sirens))
        if holding.through:
            return column.in_(self._through(holding.through))
        mine = column == self._who.customer_id
        if table.name == "customer_link":
            return or_(mine, table.c.master_id == self._who.customer_id)
        if table.name == "credit_decision":  # a prospect has no customer's number yet
            return or_(mine, table.c.subject.in_(sorted(self._who.sirens | self._who.names)))
        return mine

    def _through(self, told: str) -> Any:
        name, _, key = told.partition(".")
        parent = METADATA.tables[name]
        found = select(parent.c[key or "id"]).where(self.own(name))
        if name != "match_act":
            return found
        others = select(parent.c.entry_id).where(
            parent.c.company_id == COMPANY, parent.c.customer_id != self._who.customer_id
        )
        return found.where(parent.c.entry_id.not_in(others))


class PersonEraser(PersonReader):
    def __init__(self, session: WriteSession, who: Held) -> None:
        super().__init__(session, who)
        self._session = session

    def erase(self) -> dict[str, int]:
        """Leave nothing of who the person is, in any table; rows changed or removed, by table."""
        words, shared = self.words(), self.shared()
        own = Traces(words | self.places())
        others = Traces(frozenset(one for one in words if one.casefold() not in shared), among_others=True)
        counts: dict[str, int] = {}
        if is_sqlite(self._session.connection()):
            # Else what a row held lies in the file until its page is written again.
            self._session.connection().exec_driver_sql("PRAGMA secure_delete = ON")
        # Rows that lead to others are read before those are changed: children before parents.
        for table in reversed(METADATA.sorted_tables):
            if table.name in THE_HOUSE:
                continue
            done = self._own_rows(table, own) + self._quotes(table, others)
            if done:
                counts[table.name] = done
        return dict(sorted(counts.items()))

    def _own_rows(self, table: Table, traces: Traces) -> int:
        holding = HOLDINGS.get(table.name, Holding(("", "")))
        if holding.gone:
            gone: Any = self._session.execute(delete(table).where(self.own(table.name)))
            return int(gone.rowcount)
        return sum(
            self._rewrite(table, row, _left(table, row, holding, traces))
            for row in list(self.rows(table.name))
        )

    def _quotes(self, table: Table, traces: Traces) -> int:
        quoting = self.quoting(table.name, traces)
        return sum(self._rewrite(table, row, _blotted(table, row, traces)) for row in quoting)

    def _rewrite(self, table: Table, row: Row, values: Mapping[str, Any]) -> bool:
        changed = {name: value for name, value in values.items() if value != row[name]}
        if changed:
            same = and_(*(column == row[column.name] for column in table.primary_key))
            self._session.execute(update(table).where(same).values(**changed))
        return bool(changed)


def customer_of(session: ReadSession, code: str) -> int | None:
    customer = METADATA.tables["customer"].c
    return session.scalar(select(customer.id).where(customer.company_id == COMPANY, customer.code == code))


def sirens_of(session: ReadSession, customer_id: int) -> frozenset[str]:
    """Those of the customer that are no other customer's."""
    profile = METADATA.tables["customer_profile"].c
    rows = select(profile.customer_id, profile.siren, profile.siret).where(profile.company_id == COMPANY)
    whose: dict[str, set[int]] = {}
    for owner, siren, siret in session.execute(rows):
        for number in {siren, (siret or "")[:_SIREN]}:
            if number:
                whose.setdefault(number, set()).add(owner)
    return frozenset(number for number, owners in whose.items() if owners == {customer_id})


def waiting_messages(session: ReadSession, customer_id: int, final: Collection[str]) -> list[str]:
    message = METADATA.tables["outbox_message"].c
    mine = select(message.key).where(message.company_id == COMPANY, message.customer_id == customer_id)
    return list(session.scalars(mine.where(message.state.not_in(sorted(final))).order_by(message.key)))


def marks_of(session: ReadSession, customer_id: int) -> list[str]:
    """How the printed letters of a customer are named."""
    message = METADATA.tables["outbox_message"].c
    mine = select(message.mark).where(message.company_id == COMPANY, message.customer_id == customer_id)
    return sorted(set(session.scalars(mine)) - {""})


def person_told(session: ReadSession, customer_id: int) -> bool | None:
    """Whether the customer is a natural person, as master or score say; None where neither does."""
    profile, score = METADATA.tables["customer_profile"].c, METADATA.tables["stored_score"].c
    told = session.execute(
        select(profile.kind, profile.legal_form)
        .where(profile.company_id == COMPANY, profile.customer_id == customer_id)
        .order_by(profile.id, profile.version.desc())
    ).all()
    if any(kind == "consumer" or (form or "").startswith("1") for kind, form in told[:1]):
        return True
    return session.scalar(
        select(score.natural_person)
        .where(score.company_id == COMPANY, score.customer_id == customer_id)
        .order_by(score.as_of.desc())
        .limit(1)
    )


def _left(table: Table, row: Row, holding: Holding, traces: Traces) -> Row:
    """What is left of a row of the person."""
    values = _blotted(table, row, traces)
    for name, left in holding.left.items():
        values[name] = _instead(left, values.get(name, row[name]), row, holding)
    if Left.NO_BYTES in holding.left.values():
        values["sha256"] = sha256(b"").hexdigest()
        values |= {"size": 0} if "size" in table.c else {}
    return values


def _instead(left: Left, was: Any, row: Row, holding: Holding) -> Any:
    match left:
        case Left.MARK:
            return ERASED if was else was
        case Left.NO_LIST:
            return []
        case Left.NOTES:
            free = ("reason",) if row.get("matter") == "block" else ()  # of a dispute it is a word of ours
            return _without_notes(was, (*holding.notes, *free))
    return left.value


def _without_notes(told: Any, notes: Sequence[str]) -> Any:
    if not isinstance(told, dict):
        return told
    return {key: ERASED if key in notes and value else value for key, value in told.items()}


def _blotted(table: Table, row: Row, traces: Traces) -> Row:
    return {name: traces.blot_all(row[name]) for name in _rewritten(table)}


def _rewritten(table: Table) -> list[str]:
    """Columns where somebody may have written a name: no key, and nothing that names people of the house."""
    return [
        column.name
        for column in table.columns
        if isinstance(column.type, String | JSON)
        and not column.primary_key
        and column.name not in OF_THE_HOUSE
        and not (table.name in NAMED_BY_THE_BOOKS and column.name in ("number", "source_id"))
    ]


def _text_of(table: Table) -> Any:
    names = _rewritten(table)
    if not names:
        return None
    first, *rest = (func.coalesce(cast(table.c[name], Text), "") for name in names)
    told: Any = first
    for one in rest:
        told = told + "\n" + one
    return told


def _key_of(table: Table, row: Row) -> tuple[Any, ...]:
    return tuple(row[column.name] for column in table.primary_key)


def bytes_of(table: str) -> list[str]:
    """The columns that hold files."""
    columns = METADATA.tables[table].columns
    return [one.name for one in columns if isinstance(one.type, LargeBinary)]
