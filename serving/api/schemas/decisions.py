"""Automatic decisions, what is objected to them, and what a person decides, as they are told outside."""

from typing import Any, Literal

from pydantic import BaseModel, Field

from serving.api.schemas.common import NO_ZERO, Why
from serving.api.schemas.days import Day


class OverridingAnswer(BaseModel):
    """What a person decided in the place of a decision, which stays beside it."""

    outcome: str = Field(description="What it came to.")
    cents: int = Field(description="What may be owed at once; 0 where it is not about an amount.")
    currency: str = Field(description="ISO 4217 code.")
    reason: str = Field(description="Why.")
    by: str = Field(description="Who decided.")
    decided_on: Day = Field(description="When.")


class ContestAnswer(BaseModel):
    """An objection, and what became of it."""

    number: int = Field(description="Its number.")
    decision: int = Field(description="The decision that it is about.")
    subject: str = Field(description="Whom the decision is about: a code, a SIREN or a name.")
    state: str = Field(description="open, stands, changed or withdrawn.")
    by: str = Field(description="Who objects.")
    says: str = Field(description="What they say.")
    told_on: Day = Field(description="When we were told.")
    answer_by: Day = Field(description="The last day to answer (GDPR, art. 12).")
    written_down_by: str = Field(description="Who of ours, or which program, wrote it down.")
    reason: str = Field(description="The answer; empty while it waits.")
    answered_by: str = Field(description="Who answered; empty while it waits.")
    answered_on: Day | None = Field(description="When; null while it waits.")
    text: dict[str, str] = Field(description="Where it stands, by language.")


class DecisionAnswer(BaseModel):
    """An automatic decision with its reason, its contests, and a person's word in its place."""

    number: int = Field(description="Its number.")
    kind: str = Field(description="acceptance, limit, order or score.")
    subject: str = Field(description="Whom it is about: a code, a SIREN or a name.")
    decided_on: Day = Field(description="When.")
    outcome: str = Field(description="What the house decided by itself.")
    policy: str = Field(description="The version of the policy, or of a score the model.")
    may_be_overridden_by: list[str] = Field(description="The outcomes that a person may choose.")
    overridden: list[OverridingAnswer] = Field(description="What people decided; the last one counts.")
    contests: list[ContestAnswer] = Field(description="What was objected.")
    text: dict[str, dict[str, Any]] = Field(description="The sentences, by language.")


class ContestAsked(BaseModel):
    """What somebody objects to a decision."""

    by: str = Field(default="", max_length=200, pattern=NO_ZERO, description="Who objects.")
    says: Why


class ContestReply(BaseModel):
    """The answer of a person who looked again; to change the decision, override it."""

    state: Literal["stands", "withdrawn"] = Field(description="Withdrawn where they took it back.")
    reason: Why


class OverrideAsked(BaseModel):
    """What a person decides in the place of an automatic decision."""

    outcome: str = Field(
        default="", max_length=20, pattern=NO_ZERO, description="Of a limit it may be left out."
    )
    cents: int = Field(default=0, ge=0, lt=10**15, description="What may be owed at once.")
    reason: Why
    person: str = Field(
        min_length=1, max_length=200, pattern=NO_ZERO, description="Who decides: a program may not."
    )
