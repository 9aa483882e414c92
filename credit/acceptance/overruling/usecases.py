"""Write down that a person decided otherwise than the rules, and read it back."""

from dataclasses import dataclass
from datetime import date

from credit.acceptance.policy import Outcome
from credit.acceptance.repository import AcceptanceRepository, record
from credit.acceptance.usecases import decision
from credit.limit.policy import LimitPolicy
from ledger.errors import ActRefused
from ledger.registers.catalogue import CreditDecisionRow
from ledger.registers.usecases import Act
from store.session import ReadSession, WriteSession

OVERRULED = "overruled"


@dataclass(frozen=True, slots=True)
class Word:
    """What a person decided about an answer, and why; `cents` may be owed at once."""

    outcome: Outcome
    cents: int
    reason: str


@dataclass(frozen=True, slots=True)
class Overruled:
    """The same as it was written down."""

    word: Word
    currency: str
    author: str
    decided_on: date


def overrule(session: WriteSession, act: Act, number: int, word: Word, *, policy: LimitPolicy) -> int:
    """Keep a person's word beside the answer, which stays. Raises UnknownDecision, and ActRefused.

    Above the policy's threshold whoever asked cannot be the one who decides.
    """
    decided = decision(session, number)
    _admit(act, word, asked_by=decided.author, policy=policy)
    row = CreditDecisionRow(
        subject=decided.subject,
        customer_id=None,
        kind=OVERRULED,
        decided_on=act.on,
        outcome=word.outcome.value,
        policy=decided.answer.policy,
        inputs={"decision": number, "reason": word.reason.strip()},
        answer={"offered_cents": word.cents, "currency": decided.answer.currency},
    )
    return record(session, act, row)


def overrulings(session: ReadSession, number: int) -> list[Overruled]:
    """What people decided about an answer, the last one last."""
    kept = AcceptanceRepository(session).of_kind(OVERRULED)
    return [
        Overruled(
            Word(Outcome(one.row.outcome), one.row.answer["offered_cents"], one.row.inputs["reason"]),
            one.row.answer["currency"],
            one.author,
            one.row.decided_on,
        )
        for one in kept
        if one.row.inputs["decision"] == number
    ]


def _admit(act: Act, word: Word, *, asked_by: str, policy: LimitPolicy) -> None:
    if not word.reason.strip():
        raise ActRefused(
            "A decision against the rules needs its reason. Write it: it is kept with your name."
        )
    if word.cents < 0 or (word.cents > 0 and word.outcome in (Outcome.REFUSE, Outcome.REFER)):
        raise ActRefused("A refusal or a referral lets nothing be owed. Leave the amount out, or accept.")
    alone = asked_by.strip().casefold() == act.author.strip().casefold()
    if alone and word.cents > policy.second_person_above_cents:
        raise ActRefused(
            f"{act.author} asked for this, so a second person must decide on so much. Ask somebody else to."
        )
