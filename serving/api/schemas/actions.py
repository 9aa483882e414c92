"""What was decided, and what people do about it."""

from pydantic import BaseModel, Field

from dunning.actions import Action
from dunning.acts.usecases import Listed
from serving.api.schemas.common import Code, Note, Why
from serving.api.schemas.days import Day


class TakenAnswer(BaseModel):
    """A level of an invoice that an action takes."""

    item: str = Field(description="The invoice or instalment.")
    level: int = Field(description="The level of reminding.")
    attempt: int = Field(description="The number of the attempt.")


class EventAnswer(BaseModel):
    """Something that happened to an action."""

    what: str = Field(description="What happened.")
    on: Day = Field(description="The day.")
    by: str = Field(description="Who did it.")
    told: str = Field(description="Why, in words.")


class ActionAnswer(BaseModel):
    """A step as decided, and where it stands."""

    action: int = Field(description="Its number.")
    state: str = Field(description="asked, open, queued, passed or void.")
    level: int = Field(description="Of reminding.")
    way: str = Field(description="email, call, letter …")
    scenario: str = Field(description="The scenario's code.")
    decided_on: Day = Field(description="The day it was decided.")
    items: list[TakenAnswer] = Field(description="Its parts.")
    history: list[EventAnswer] = Field(description="The oldest first.")


class ListedAnswer(ActionAnswer):
    """A step, and whose it is."""

    customer: str = Field(description="The customer's code.")
    name: str = Field(description="The customer's name; empty when nobody said.")


class ActionRefused(BaseModel):
    """Why it should not leave."""

    why: Why


class ActionDone(BaseModel):
    """What came of a task."""

    note: Note = ""


class SkipAsked(BaseModel):
    """The next level of an invoice is passed without a message."""

    customer: Code = Field(description="The customer's code.", examples=["C-0001"])
    invoice: Code = Field(description="The number of the invoice.", examples=["F-2"])
    why: Why


class SkipAnswer(BaseModel):
    """The level that was passed."""

    customer: str = Field(description="The customer's code.")
    invoice: str = Field(description="The invoice's number.")
    level: int = Field(description="The level of reminding.")


def action_answer(one: Action) -> ActionAnswer:
    return ActionAnswer(
        action=one.id,
        state=one.standing.value,
        level=one.level,
        way=one.way.value,
        scenario=one.scenario,
        decided_on=one.decided_on,
        items=[TakenAnswer(item=it.item, level=it.level, attempt=it.attempt) for it in one.taken],
        history=[EventAnswer(what=it.what.value, on=it.on, by=it.author, told=it.told) for it in one.events],
    )


def listed_answer(one: Listed) -> ListedAnswer:
    return ListedAnswer(**dict(action_answer(one.action)), customer=one.customer, name=one.name)
