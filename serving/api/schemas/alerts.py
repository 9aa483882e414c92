"""Alerts as they are told outside, and what can be done with them."""

from typing import Any

from pydantic import BaseModel, Field

from serving.api.schemas.days import Day


class ActAnswer(BaseModel):
    """Something that was done with an alert."""

    act: str = Field(description="acknowledged, snoozed, assigned, or over.")
    on: Day = Field(description="The day of the act.")
    author: str = Field(description="Who did it; encours for a run.")
    until: Day | None = Field(description="The last day of a snooze.")
    person: str | None = Field(description="Whom it was assigned to.")
    note: str = Field(description="What its author wrote.")


class AlertAnswer(BaseModel):
    """One alert, with why and what to do."""

    id: int = Field(description="Its number.")
    customer: str = Field(description="The customer's code.")
    name: str = Field(description="The customer's name; empty when nobody said.")
    kind: str = Field(description="What it is about.", examples=["limit"])
    title: str = Field(description="The same in words.")
    threshold: int | None = Field(description="Per cent, days or grades, by kind; null for none.")
    why: str = Field(description="The sentence, in the language of the house.")
    action: str = Field(description="What it recommends.", examples=["stop_deliveries"])
    advice: str = Field(description="The same as a sentence.")
    fired_on: Day = Field(description="The day it was told.")
    state: str = Field(description="open, snoozed, acknowledged or over.")
    until: Day | None = Field(description="The last day of a snooze.")
    assigned_to: str | None = Field(description="Who looks after it.")
    currency: str = Field(description="ISO 4217 code.")
    details: dict[str, Any] = Field(description="The figures behind it; amounts in cents, days as ISO 8601.")
    policy: str = Field(description="The version and mark of the policy it was told under.")
    history: list[ActAnswer] = Field(description="What was done with it, the oldest first.")


class AlertPage(BaseModel):
    """Alerts by number."""

    alerts: list[AlertAnswer] = Field(description="At most as many as asked for.")
    next: int | None = Field(description="Ask again `after` this number; null at the end.")


class _Act(BaseModel):
    author: str = Field(min_length=1, max_length=200, description="Who acts.")
    note: str = Field(default="", max_length=2000, description="What whoever reads it later should know.")


class AcknowledgeAlert(_Act):
    """Somebody has seen to it."""


class SnoozeAlert(_Act):
    """It stays silent to the end of a day."""

    until: Day = Field(description="The last day of the snooze.")


class AssignAlert(_Act):
    """It is given to somebody."""

    person: str = Field(min_length=1, max_length=200, description="A name, or a mail address to tell.")
