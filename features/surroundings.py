"""What stands beside the ledger, told by customer, and where each pair stands in it.

Everything is made when it is first asked for, as few callers ask for all of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from features.book import Book
from features.conduct_steps import Conduct, conduct_of
from features.event_steps import Gazette, gazette_of
from features.group_steps import Pasts, group_step
from features.profile_steps import document_step, profile_step
from features.sector_steps import Rows, Sectors, changes_of, rows_of, sectors_of
from features.statement_steps import statement_step
from features.steps import NOBODY, NOTHING, Floats, Ints, Step
from ledger.beside import Beside

Truths = NDArray[np.bool_]


@dataclass(frozen=True)
class Surroundings:
    """`customer_ids` has the customer of each account, `codes` those of customers where they are known.

    `book` is the one these customers belong to, theirs alone when left out.
    """

    beside: Beside
    customer_ids: Ints
    codes: Mapping[int, str]
    invoices: pd.DataFrame
    pasts: Pasts
    book: Book | None = None

    @cached_property
    def customers(self) -> Ints:
        return np.unique(self.customer_ids)

    @cached_property
    def customer(self) -> Ints:
        """The place of each account's customer among them."""
        return np.searchsorted(self.customers, self.customer_ids).astype(np.int64)

    @cached_property
    def groups(self) -> dict[str, int]:
        """Codes of customers, and of parents that are none, by number."""
        named = {*self.codes.values(), *self.beside.profiles["parent"].unique()} - {""}
        return {code: number for number, code in enumerate(sorted(named))}

    @cached_property
    def own_group(self) -> Ints:
        """The group that each customer heads itself."""
        codes = (self.codes.get(one, "") for one in self.customers.tolist())
        return np.array([self.groups.get(code, NOBODY) for code in codes], dtype=np.int64)

    @cached_property
    def profile(self) -> Step:
        if self.beside.profiles.empty:
            return NOTHING
        return profile_step(self.beside.profiles, self.customers, self.groups)

    @cached_property
    def documents(self) -> Step:
        if self.beside.documents.empty:
            return NOTHING
        return document_step(self.beside.documents, self.customers)

    @cached_property
    def statements(self) -> Step:
        if self.beside.statements.empty:
            return NOTHING
        return statement_step(self.beside.statements, self.customers)

    @cached_property
    def gazette(self) -> Gazette:
        own = gazette_of(self.beside.events, self.customers)
        return own if self.book is None else own._replace(heard=self.book.heard)

    @cached_property
    def conduct(self) -> Conduct:
        own = conduct_of(self.beside, self.customers, self.invoices)
        return own if self.book is None else own._replace(since=dict(self.book.since))

    @cached_property
    def group(self) -> Step:
        return group_step(self.pasts, self.customer, self.profile, self.own_group)

    @cached_property
    def sector_rows(self) -> tuple[Rows, Floats]:
        openings = self.gazette.openings
        return rows_of(self.pasts.settled, self.customer, self.profile, openings, len(self.customers))

    @cached_property
    def sectors(self) -> Sectors:
        rows, division = self.sector_rows
        book = changes_of(rows, division) if self.book is None else self.book.sectors
        return sectors_of(rows, division, book)


class Surrounded(Protocol):
    """Whoever makes them when they are first asked for (`features.streams.Streams`)."""

    @property
    def surroundings(self) -> Surroundings: ...


@dataclass(frozen=True)
class Known:
    """The same as some pairs' evenings knew it."""

    beside: Surrounded
    account: Ints
    day: Ints
    _places: dict[int, Ints] = field(default_factory=dict)

    @property
    def around(self) -> Surroundings:
        return self.beside.surroundings

    @cached_property
    def customer(self) -> Ints:
        known = self.account >= 0
        if not known.any():
            return np.full(len(self.account), NOBODY, dtype=np.int64)
        return np.where(known, self.around.customer[self.account], NOBODY)

    def place(self, step: Step, owner: Ints | None = None) -> Ints:
        """The last change of each pair's customer, or of another owner, that its evening knew."""
        if id(step) not in self._places:
            self._places[id(step)] = step.place(self.customer if owner is None else owner, self.day)
        return self._places[id(step)]

    def profile(self, name: str) -> Floats:
        step = self.around.profile
        return step.read(name, self.place(step))

    def statement(self, name: str) -> Floats:
        return self.around.statements.read(name, self.statement_place)

    @cached_property
    def statement_place(self) -> Ints:
        """None where the statement is of a company that the customer no longer is."""
        step = self.around.statements
        place = self.place(step)
        told, now = step.read("siren", place), self.profile("siren")
        another = ~np.isnan(told) & ~np.isnan(now) & (told != now)
        return np.where(another, NOBODY, place)

    @cached_property
    def has_profile(self) -> Truths:
        return self.place(self.around.profile) >= 0

    @cached_property
    def gazette_read(self) -> Truths:
        """Whether its silence says anything: it was read by then, and the company's number known."""
        gazette = self.around.gazette
        named = ~np.isnan(self.profile("siren")) | self.has_event
        return named & (self.day >= gazette.heard)

    @cached_property
    def has_event(self) -> Truths:
        return self.place(self.around.gazette.counts) >= 0

    @cached_property
    def group_owner(self) -> Ints:
        """The group each customer belonged to that evening."""
        own = self.around.own_group
        head = np.where(self.customer >= 0, own[self.customer], NOBODY) if len(own) else self.customer
        told = self.profile("group")
        return np.where(np.isnan(told), head, np.nan_to_num(told)).astype(np.int64)
