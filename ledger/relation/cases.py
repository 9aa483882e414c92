"""A case: what people did about one dispute, promise, plan, block, write-off or hand-over, folded.

The fold fails closed: an act that cannot be read ends nothing, and a case with such an act keeps holding back
until a later act that can be read ends it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Generic, TypeVar

from ledger.registers.catalogue import RelationActRow
from ledger.registers.register import Version, standing_on
from ledger.relation.details import Details

T = TypeVar("T")
E = TypeVar("E")
RelationAct = Version[RelationActRow]


@dataclass(frozen=True, slots=True)
class Grammar(Generic[T, E]):
    """The acts of a matter and how each is read: into terms, into changed terms, or into an end.

    Readers raise ValueError for what they cannot read.
    """

    matter: str
    opening: str
    read: Callable[[Details], T]
    ending: str
    read_end: Callable[[Details], E]
    changes: Mapping[str, Callable[[T, Details], T]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ending(Generic[E]):
    on: date
    author: str
    said: E


@dataclass(frozen=True, slots=True)
class Case(Generic[T, E]):
    """A case as its acts known on an evening leave it.

    `terms` is None when the act that opened it cannot be read; `unreadable` has a sentence for each such act
    that no later end made up for.
    """

    id: int
    matter: str
    customer_id: int
    opened_on: date
    known_on: date
    last_known_on: date
    author: str
    terms: T | None
    ending: Ending[E] | None = None
    unreadable: tuple[str, ...] = ()

    @property
    def stands(self) -> bool:
        return self.ending is None or bool(self.unreadable)


def cases_of(grammar: Grammar[T, E], acts: Sequence[RelationAct], *, as_of: date) -> list[Case[T, E]]:
    """The cases of a matter from the acts known on an evening, in the order they were opened."""
    grouped: dict[int, list[RelationAct]] = {}
    for act in standing_on(acts, as_of):
        if act.row.matter == grammar.matter:
            grouped.setdefault(act.row.case_id, []).append(act)
    return [_folded(grammar, grouped[key]) for key in sorted(grouped)]


def _folded(grammar: Grammar[T, E], acts: Sequence[RelationAct]) -> Case[T, E]:
    first = acts[0]
    case: Case[T, E] = Case(
        id=first.row.case_id,
        matter=grammar.matter,
        customer_id=first.row.customer_id,
        opened_on=first.row.happened_on,
        known_on=first.known_on,
        last_known_on=max(act.known_on for act in acts),
        author=first.author,
        terms=None,
    )
    for act in acts:
        try:
            case = _after(case, act, grammar)
        except (ValueError, TypeError, AttributeError) as error:
            sentence = f"Act {act.id} ({act.row.act}) cannot be read: {error}."
            case = replace(case, unreadable=(*case.unreadable, sentence))
    return case


def _after(case: Case[T, E], act: RelationAct, grammar: Grammar[T, E]) -> Case[T, E]:
    """The case once this act happened. Raises ValueError for an act that cannot be read here."""
    row, details = act.row, _mapping(act.row.details)
    if row.act == grammar.ending:
        said = grammar.read_end(details)
        return replace(case, ending=Ending(row.happened_on, act.author, said), unreadable=())
    if row.act == grammar.opening and act.id == case.id:
        return replace(case, terms=grammar.read(details))
    change = grammar.changes.get(row.act)
    if change is None or case.terms is None:
        raise ValueError("it has no place here")
    return replace(case, terms=change(case.terms, details))


def _mapping(details: Any) -> Details:
    if not isinstance(details, dict):
        raise ValueError("its details are no values with names")
    return details
