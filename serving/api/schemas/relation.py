"""All that stands between us and a customer, and what is done next."""

from pydantic import BaseModel, Field

from dunning.deciding import Decision
from dunning.words import why_text
from kernel.language import Language
from serving.api.schemas.cases import CaseAnswer, HistoryAnswer
from serving.api.schemas.days import Day


class NextStep(BaseModel):
    """What a run of reminders would decide today, and why."""

    outcome: str = Field(description="What is done, or held back.", examples=["wait"])
    why: str = Field(description="In the language of the house.")
    level: int | None = Field(description="Of the step taken or due.")
    way: str | None = Field(description="Of the step taken or due.")
    scenario: str = Field(description="The scenario's code.")
    approval: bool = Field(description="Whether a person must approve it.")
    deadline_on: Day | None = Field(description="The day the message would name.")
    from_on: Day | None = Field(description="Of a wait: the first day of the next step.")


class RelationAnswer(BaseModel):
    """What stands, what is over, who did what when, and what comes next."""

    customer: str = Field(description="The customer's code.")
    name: str = Field(description="By which it is known.")
    as_of: Day = Field(description="The evening whose knowledge is used.")
    standing: list[CaseAnswer] = Field(description="How it stands.")
    over: list[CaseAnswer] = Field(description="Whether it is over.")
    history: list[HistoryAnswer] = Field(description="What happened to it, the first first.")
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
