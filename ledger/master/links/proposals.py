"""Which customers of the accounts are probably which of the master, for a person to confirm."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from ledger.master.links.names import code_of, likeness, words_of

# Below it, two names of a thousand companies are alike by chance as often as not.
_ALIKE = 86
_ALIKE_WITH_CODE = 60  # names that say little for themselves, when the codes say the same
_SURE_BY_CODE = 95
_THE_SAME = 100
# So that 50,000 names against 50,000 take minutes: a name is compared with those that share one of its rarest
# words or its beginning, never with all.
_RAREST = 3
_BLOCK = 60
_PREFIX = 5


class NamedCustomer(NamedTuple):
    """A customer by its identifier, its code and the name it is given."""

    id: int
    code: str
    name: str


class Proposal(NamedTuple):
    """That two customers are one, how sure in per cent, and why."""

    customer: NamedCustomer
    master: NamedCustomer
    confidence: int
    why: str


class Proposals(NamedTuple):
    """One master at most for each customer and the other way round, the surest first; `undecided` are the
    customers that several fit equally well.
    """

    made: list[Proposal]
    undecided: list[NamedCustomer]


def propose(
    customers: Sequence[NamedCustomer],
    masters: Sequence[NamedCustomer],
    *,
    refused: Collection[tuple[int, int]] = (),
) -> Proposals:
    """Links between customers of the accounts and of the master, but for pairs a person refused.

    The result does not depend on the order of either list.
    """
    blocks = _Blocks(masters)
    found: list[Proposal] = []
    for customer in customers:
        for master in blocks.of(customer):
            if (customer.id, master.id) not in refused and customer.id != master.id:
                found += _compared(customer, master)
    return _one_to_one(found)


def confidence_of(customer: NamedCustomer, master: NamedCustomer) -> int:
    """How sure it is that two customers are one, in per cent, whether it would be proposed or not."""
    found = _compared(customer, master)
    return found[0].confidence if found else likeness(customer.name, master.name)


def _compared(customer: NamedCustomer, master: NamedCustomer) -> list[Proposal]:
    alike = likeness(customer.name, master.name)
    same_code = code_of(customer.code) == code_of(master.code) != ""
    if same_code and alike >= _ALIKE_WITH_CODE:
        why = f"The codes are the same but for account and zeros, the names are {alike} % alike."
        return [Proposal(customer, master, max(alike, _SURE_BY_CODE), why)]
    if alike < _ALIKE:
        return []
    how = (
        "The names are the same but for spelling" if alike == _THE_SAME else f"The names are {alike} % alike"
    )
    # The same name is no proof: two companies may bear it.
    return [Proposal(customer, master, min(alike, _SURE_BY_CODE), f"{how}; the codes differ.")]


def _one_to_one(found: Iterable[Proposal]) -> Proposals:
    """The surest pairs first. Where the surest of a customer or of a master are several, none is proposed."""
    by_customer: dict[int, list[Proposal]] = defaultdict(list)
    for one in found:
        by_customer[one.customer.id].append(one)
    best_of_master = _bests((one.master.id, one.confidence) for said in by_customer.values() for one in said)
    made: list[Proposal] = []
    undecided: list[NamedCustomer] = []
    for said in by_customer.values():
        most = max(one.confidence for one in said)
        surest = [one for one in said if one.confidence == most]
        confidence, times = best_of_master[surest[0].master.id]
        if len(surest) == 1 and (most, times) == (confidence, 1):
            made.append(surest[0])
        elif len(surest) > 1 or most == confidence:
            undecided.append(surest[0].customer)
    made.sort(key=lambda one: (-one.confidence, one.customer.code, one.customer.id))
    return Proposals(made, sorted(undecided, key=lambda one: (one.code, one.id)))


def _bests(said: Iterable[tuple[int, int]]) -> dict[int, tuple[int, int]]:
    """The highest confidence of each master, and how many customers reach it."""
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    for master, confidence in said:
        counts[master][confidence] += 1
    return {master: (most := max(times), times[most]) for master, times in counts.items()}


class _Blocks:
    """The customers of the master by what two spellings of one name share."""

    def __init__(self, masters: Sequence[NamedCustomer]) -> None:
        self._by_key: Mapping[str, list[NamedCustomer]] = defaultdict(list)
        for master in sorted(masters, key=lambda one: one.id):
            for key in _keys(master):
                self._by_key[key].append(master)

    def of(self, customer: NamedCustomer) -> list[NamedCustomer]:
        """Those in the smallest blocks of the customer's keys, few of them however common its words."""
        keys = sorted((len(self._by_key[key]), key) for key in _keys(customer) if key in self._by_key)
        small = [key for size, key in keys if size <= _BLOCK][: _RAREST + 2] or [key for _, key in keys[:1]]
        found = {master.id: master for key in small for master in self._by_key[key][: _BLOCK * 4]}
        return list(found.values())


def _keys(customer: NamedCustomer) -> set[str]:
    words = words_of(customer.name)
    joined = "".join(words)
    ends = {f"start {joined[:_PREFIX]}", f"end {joined[-_PREFIX:]}"} if joined else set()
    exact = {f"all {' '.join(sorted(words))}"}  # the same name is met even if all its words are common
    return {f"word {word}" for word in words} | exact | ends | {f"code {code_of(customer.code)}"}
