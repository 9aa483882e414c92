"""All that stands between us and a customer, and what is done next."""

from datetime import date

from pydantic import BaseModel, Field

from dunning.deciding import Decision
from dunning.words import why_text
from kernel.language import Language
from serving.api.schemas.cases import CaseAnswer, HistoryAnswer


class NextStep(BaseModel):
    """What a run of reminders would decide today, and why."""

    outcome: str = Field(description="What is done, or held back.", examples=["wait"])
    why: str = Field(description="In the language of the house.")
    level: int | None = Field(description="Of the step taken or due.")
    way: str | None = Field(description="Of the step taken or due.")
    scenario: str
    approval: bool = Field(description="Whether a person must approve it.")
    deadline_on: date | None = Field(description="The day the message would name.")
    from_on: date | None = Field(description="Of a wait: the first day of the next step.")


class RelationAnswer(BaseModel):
    """What stands, what is over, who did what when, and what comes next."""

    customer: str
    name: str
    as_of: date
    standing: list[CaseAnswer]
    over: list[CaseAnswer]
    history: list[HistoryAnswer]
    next: NextStep | None = Field(description="Null where nothing is owed.")


def next_step(decision: Decision, language: Language) -> NextStep:
    step = decision.step
    return NextStep(
        outcome=decision.outcome.value,
        why=why_text(decision, language),
        level=None if step is None else step.level,
        way=None if step is None else step.way.value,
        scenario=decision.scenario,
        approval=decision.approval,
        deadline_on=decision.deadline_on,
        from_on=decision.from_on,
    )
