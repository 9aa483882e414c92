"""An automatic decision with what people said of it: what they object, and what a person decided instead."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from credit.acceptance.policy import Outcome as Acceptance
from credit.law.answering import answer_by
from credit.limit.policy import LimitPolicy
from credit.orders.order import Outcome as Order
from credit.overruled import Overruling, overrulings_of
from ledger.errors import ActRefused
from ledger.registers.catalogue import CreditDecisionRow
from ledger.registers.register import Version
from scoring.score import Grade

CONTEST = "contest"
Kept = Version[CreditDecisionRow]


class Kind(StrEnum):
    """What the house decides without a person."""

    ACCEPTANCE = "acceptance"
    LIMIT = "limit"
    ORDER = "order"
    SCORE = "score"


class State(StrEnum):
    """Where a contest stands."""

    OPEN = "open"
    STANDS = "stands"  # a person looked again, and the decision stays
    CHANGED = "changed"  # a person decided otherwise
    WITHDRAWN = "withdrawn"


GRANTED = "granted"
OUTCOMES: Mapping[Kind, tuple[str, ...]] = {
    Kind.ACCEPTANCE: tuple(Acceptance),
    Kind.LIMIT: (GRANTED,),
    Kind.ORDER: (Order.RELEASE.value, Order.HOLD.value),
    Kind.SCORE: tuple(Grade),
}


@dataclass(frozen=True, slots=True)
class Word:
    """What a person decides, and why; `cents` may be owed at once.

    `person` says who decides where a program writes it down.
    """

    outcome: str
    reason: str
    cents: int = 0
    person: str = ""


@dataclass(frozen=True, slots=True)
class Objection:
    """What somebody says against a decision."""

    by: str
    says: str


@dataclass(frozen=True, slots=True)
class Contest:
    """An objection as it was written down; it waits until a person answers. `reason` is the answer's."""

    number: int
    decision: int
    subject: str
    about: Kind
    objection: Objection
    told_on: date
    author: str
    state: State
    reason: str = ""
    answered_by: str = ""
    answered_on: date | None = None

    @property
    def waits(self) -> bool:
        return self.state is State.OPEN

    @property
    def answer_by(self) -> date:
        return answer_by(self.told_on)


@dataclass(frozen=True, slots=True)
class Decided:
    """One automatic decision, and all that people said of it, the last word last."""

    kept: Kept
    kind: Kind
    words: tuple[Overruling, ...]
    contests: tuple[Contest, ...]

    @property
    def number(self) -> int:
        return self.kept.id


def decided_of(kept: Iterable[Kept], said: Sequence[Kept]) -> list[Decided]:
    """The last version of each automatic decision with what was `said` of it, in the order of numbers."""
    last = {one.id: one for one in kept if one.row.kind in set(Kind)}
    words, objections = overrulings_of(said), contests_of(said)
    return [
        Decided(
            one,
            Kind(one.row.kind),
            tuple(word for word in words if word.decision == number),
            tuple(contest for contest in objections if contest.decision == number),
        )
        for number, one in sorted(last.items())
    ]


def contests_of(said: Iterable[Kept]) -> list[Contest]:
    """Contests as they stand, by number."""
    versions: dict[int, list[Kept]] = {}
    for one in said:
        if one.row.kind == CONTEST:
            versions.setdefault(one.id, []).append(one)
    return [_contest(found) for _, found in sorted(versions.items())]


def _contest(versions: Sequence[Kept]) -> Contest:
    first, last = versions[0], versions[-1]
    told, state = first.row.inputs, State(last.row.outcome)
    answered = state is not State.OPEN
    return Contest(
        number=first.id,
        decision=told["decision"],
        subject=first.row.subject,
        about=Kind(told["about"]),
        objection=Objection(told["by"], told["says"]),
        told_on=first.row.decided_on,
        author=first.author,
        state=state,
        reason=last.row.answer.get("reason", ""),
        answered_by=last.author if answered else "",
        answered_on=last.row.decided_on if answered else None,
    )


def admit(decided: Decided, word: Word, *, author: str, policy: LimitPolicy) -> None:
    """Whether a person may say this of the decision. Raises ActRefused.

    Above the policy's threshold whoever asked cannot be the one who decides.
    """
    if not word.reason.strip():
        raise ActRefused(
            "A decision against the rules needs its reason. Write it: it is kept with your name."
        )
    allowed = OUTCOMES[decided.kind]
    if word.outcome not in allowed:
        raise ActRefused(f"“{word.outcome}” decides nothing here. Say one of: {', '.join(allowed)}.")
    nothing = word.outcome in (Acceptance.REFUSE, Acceptance.REFER)
    if word.cents < 0 or (word.cents > 0 and nothing):
        raise ActRefused("A refusal or a referral lets nothing be owed. Leave the amount out, or accept.")
    alone = decided.kept.author.strip().casefold() == author.strip().casefold()
    releases = word.outcome == Order.RELEASE
    at_stake = decided.kept.row.answer["order_cents"] if releases else word.cents
    # Of a limit the use case that grants it asks for the second person itself.
    if alone and at_stake > policy.second_person_above_cents and decided.kind is not Kind.LIMIT:
        raise ActRefused(
            f"{author} asked for this, so a second person must decide on so much. Ask somebody else to."
        )
