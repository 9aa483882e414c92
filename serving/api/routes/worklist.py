"""Today's queue over HTTP, and what came of its contacts."""

from typing import Annotated

from fastapi import Path, Query

from dunning.outcomes import usecases as outcomes
from dunning.taking.usecases import take as take_next
from dunning.today import usecases
from dunning.today.usecases import Asked
from ledger.registers.usecases import Act
from serving import clock
from serving.api.allowed import Who
from serving.api.cases import OnDesk
from serving.api.deps import Models, OpenHouse, Read, Spoken, Today, Write
from serving.api.problems import documented
from serving.api.schemas.days import Day
from serving.api.schemas.worklist import (
    EntryAnswer,
    HandAnswer,
    HandAsked,
    OutcomeAnswer,
    OutcomeAsked,
    TakeAsked,
    TakenEntry,
    entry_answer,
)
from serving.dunning import queue_rules
from serving.opening import evening
from serving.rooms import Room

router = Room(tags=["queue"])

On = Annotated[
    Day | None,
    Query(
        description="The day we act. Today when left out, or the last day of a ledger that ended long ago.",
        examples=["2024-05-10"],
    ),
]
Capacity = Annotated[
    int, Query(ge=1, le=1_000, description="How many entries the day allows.", examples=[20])
]
Collector = Annotated[
    str | None, Query(max_length=200, description="Of this collector only.", examples=["Anne"])
]
Customer = Annotated[str, Path(max_length=200, description="The customer's code.", examples=["C-0001"])]


@router.get("/queue")
def queue(
    session: Read,
    models: Models,
    house: OpenHouse,
    language: Spoken,
    today: Today,
    on: On = None,
    capacity: Capacity = 20,
    collector: Collector = None,
) -> list[EntryAnswer]:
    """List the day's most useful contacts, the most useful first."""
    day = evening(session, asked=on, today=today).day
    entries = usecases.todays_queue(
        *(session, models, queue_rules(house.settings), Asked(capacity, collector)),
        on=day,
        language=language,
    )
    return [entry_answer(entry) for entry in entries]


@router.post("/queue/{customer}/outcome", status_code=201, responses=documented(400, 404, 409))
def outcome(
    session: Write, house: OpenHouse, today: Today, customer: Customer, asked: OutcomeAsked
) -> OutcomeAnswer:
    """Write down what came of a contact, with the promise or dispute that follows."""
    rules = queue_rules(house.settings)
    act = Act(asked.author, evening(session, asked=None, today=today).day, clock.now())
    done = outcomes.record(session, act, customer, asked.came(), rules.rules, rules.policy)
    return OutcomeAnswer.model_validate(done.as_json())


@router.post("/queue/take", responses=documented(400))
def take(desk: OnDesk, models: Models, house: OpenHouse, who: Who, asked: TakeAsked) -> TakenEntry:
    """Give a collector the next entry, so that no two speak to the same customer."""
    entry = take_next(
        *(desk.session, models, queue_rules(house.settings), desk.act, asked.collector or who.name),
        on=desk.act.on,
        language=house.language,
    )
    return TakenEntry(entry=None if entry is None else entry_answer(entry))


@router.post("/queue/{customer}/undo")
def undo(desk: OnDesk, customer: Customer) -> OutcomeAnswer:
    """Take the last outcome of a customer back, while nothing followed."""
    return OutcomeAnswer.model_validate(outcomes.undo(desk.session, desk.act, customer).as_json())


@router.post("/queue/{customer}/hand", responses=documented(400))
def hand(desk: OnDesk, house: OpenHouse, customer: Customer, asked: HandAsked) -> HandAnswer:
    """Hand a customer over to another collector."""
    policy = queue_rules(house.settings).policy
    handed = outcomes.hand(desk.session, desk.act, customer, asked.collector, policy, why=asked.why)
    return HandAnswer(customer=customer, collector=handed.collector, from_on=handed.from_on)
