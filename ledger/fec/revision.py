"""What files that come again take back: lines they no longer tell, and what their letters contradict.

The letters of the accounts go before guesses and before what a bank statement made of the same money.

A program that numbers its entries anew when they are validated tells the same lines under other names: they
are known again by their account, day, piece and amount.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ledger.errors import ImportRefused
from ledger.fec.carried import CARRY, Joined
from ledger.fec.imputation import LETTER
from ledger.fec.movements import FecYear, Letter
from ledger.fec.roles import OFFSET
from ledger.fec.state import FecState, RecordedFact, RecordedShare, entered_on

# Below, it is not the same year told again but the file of another company, or an extract.
_SHARE_FOUND_AGAIN = 0.5
_ENOUGH_TO_TELL = 10  # facts; of a few lines anything may change


@dataclass(frozen=True, slots=True)
class Revision:
    """The state without what was taken back, and what was: facts and shares as they stood.

    `freed` names the facts that may meet others again although earlier imports had settled them.
    """

    state: FecState
    vanished: tuple[RecordedFact, ...] = ()
    released: Mapping[str, RecordedShare] = field(default_factory=dict)
    freed: frozenset[str] = frozenset()


def known_again(years: Sequence[FecYear], state: FecState) -> list[FecYear]:
    """The years, lines that only changed their number under the name they were recorded with."""
    told = {one.source_id for year in years for one in year.movements}
    unclaimed: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for name in sorted(_covered(state.facts, years)):
        if name not in told:
            fact = state.facts[name]
            unclaimed[entered_on(name), fact.item, fact.account, fact.piece, fact.cents].append(name)
    if not unclaimed:
        return list(years)
    renamed = []
    for year in years:
        movements = []
        for one in year.movements:
            known = (
                []
                if one.source_id in state.facts
                else unclaimed.get((one.entered_on, one.item, one.account, one.piece, one.cents), [])
            )
            movements.append(one._replace(source_id=known.pop(0)) if known else one)
        renamed.append(replace(year, movements=movements))
    return renamed


def without_vanished(
    revision: Revision, years: Sequence[FecYear], told: Iterable[str], *, carried: bool
) -> Revision:
    """Take back what lies within the days of the files and is not told by them any more.

    `carried` says whether adjustments of opening balances count, which are told only once years are joined.
    """
    names = frozenset(told)
    covered = _covered(revision.state.facts, years)
    gone = {name for name in covered if name not in names and (carried or not name[11:].startswith(CARRY))}
    if not gone:
        return revision
    facts = revision.state.facts
    # Shares of other sources on these lines too: what is not there settles nothing and is not settled.
    touched = {
        name: share
        for name, share in revision.state.shares.items()
        if share.payment in gone or share.item in gone
    }
    kept = _released(
        Revision(
            replace(revision.state, facts={name: fact for name, fact in facts.items() if name not in gone}),
            (*revision.vanished, *(facts[name] for name in sorted(gone))),
            revision.released,
            revision.freed,
        ),
        touched,
    )
    return _without_excess(kept)


def _without_excess(revision: Revision) -> Revision:
    """Take back guesses about facts of which more is settled than there is, now that what made room for them
    is gone: money paid back and then not told any more had opened an invoice to the next payment.
    """
    facts, shares = revision.state.facts, revision.state.shares
    over = {name for name, one in facts.items() if one.kind != OFFSET and one.left * one.cents < 0}
    touched = {
        name: share
        for name, share in shares.items()
        if share.cents and share.how != LETTER and {share.payment, share.item} <= facts.keys()
        if share.payment in over or share.item in over
    }
    return _released(revision, touched) if touched else revision


def refuse_strangers(years: Sequence[FecYear], state: FecState) -> None:
    """Raises ImportRefused when the files hardly repeat what the ledger holds of their days."""
    covered = _covered(state.facts, years)
    told = {one.source_id for year in years for one in year.movements}
    again = sum(name in told for name in covered)
    if len(covered) >= _ENOUGH_TO_TELL and again < _SHARE_FOUND_AGAIN * len(covered):
        raise ImportRefused(
            f"Of the {len(covered)} lines of customers that the ledger holds for these days, the file "
            f"repeats only {again}: it looks like the file of another company, or an extract. "
            "Import the whole year, or name another program with --source."
        )


def without_contradicted(revision: Revision, joined: Joined) -> Revision:
    """Take back guesses about facts of which one bears a letter now and the other not the same."""
    letters = _letters_now(revision.state, joined)
    facts, shares = revision.state.facts, revision.state.shares
    borne: dict[str, set[Letter | None]] = defaultdict(set)
    for name, share in shares.items():
        if share.cents and share.how != LETTER:
            whole = _is_offset(facts, share)
            pair = share.payment if whole else name
            borne[pair].update({letters.get(share.item)} | (set() if whole else {letters.get(share.payment)}))
    apart = {pair for pair, letters_of in borne.items() if len(letters_of) > 1}
    touched = {name: share for name, share in shares.items() if apart & {name, share.payment}}
    return _released(revision, touched) if touched else revision


def _is_offset(facts: Mapping[str, RecordedFact], share: RecordedShare) -> bool:
    """Whether the share is one half of what joins a credit note and an invoice without money."""
    payment = facts.get(share.payment)
    return payment is not None and payment.kind == OFFSET


def _letters_now(state: FecState, joined: Joined) -> dict[str, Letter]:
    """The letter of each fact that the files give one: on its line, or on the line that carries it.

    Only letters whose lines balance: what such a letter holds settles within it, so that a guess which goes
    beyond it is older than the letter. An incomplete letter leaves something to guess, each time alike.
    """
    found = {one.source_id: one.letter for one in joined.movements if one.letter is not None}
    total: Counter[Letter] = Counter()
    for one in joined.movements:
        if one.letter is not None:
            total[one.letter] += one.cents
    for (_, _, cents), letters in joined.letters.items():
        for letter in letters:
            total[letter] += cents
    for name, fact in state.facts.items():
        carried = joined.letters.get((fact.account, fact.piece, fact.cents), ())
        if name not in found and len(carried) == 1:
            found[name] = carried[0]
    borne_out = _borne_out(state)
    return {name: letter for name, letter in found.items() if not total[letter] and name not in borne_out}


def _borne_out(state: FecState) -> frozenset[str]:
    """Facts that letters settle in full: money that only passes through them contradicts nothing."""
    settled: Counter[str] = Counter()
    for share in state.shares.values():
        if share.how == LETTER:
            settled[share.item] += share.cents
            settled[share.payment] -= share.cents
    return frozenset(name for name, fact in state.facts.items() if settled[name] == fact.cents)


def _released(revision: Revision, touched: Mapping[str, RecordedShare]) -> Revision:
    """The state with these shares at nothing, and their facts with that much more left."""
    facts, shares = dict(revision.state.facts), dict(revision.state.shares)
    halves = {share.payment for share in touched.values() if _is_offset(facts, share)}
    touched = {**touched, **{name: share for name, share in shares.items() if share.payment in halves}}
    for name, share in touched.items():
        if (item := facts.get(share.item)) is not None:
            facts[share.item] = item._replace(left=item.left + share.cents)
        if (payment := facts.get(share.payment)) is not None:
            facts[share.payment] = payment._replace(left=payment.left - share.cents)
        shares[name] = share._replace(cents=0)
    freed = {key for share in touched.values() for key in (share.payment, share.item) if key in facts}
    kept = {name: share for name, share in touched.items() if share.cents}
    return Revision(
        replace(revision.state, facts=facts, shares=shares),
        revision.vanished,
        {**kept, **revision.released},
        revision.freed | freed,
    )


def _covered(facts: Mapping[str, RecordedFact], years: Sequence[FecYear]) -> list[str]:
    """The names of what was entered within the days of the files; offsets are entered nowhere."""
    spans = [(year.first_on, year.last_on) for year in years if year.movements]
    return [
        name
        for name, fact in facts.items()
        if fact.kind != OFFSET and any(first <= entered_on(name) <= last for first, last in spans)
    ]
