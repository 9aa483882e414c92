"""Orders over HTTP."""

from typing import Any

from credit.orders import usecases
from credit.orders.telling import as_json
from ledger.registers.usecases import Act
from serving import clock
from serving.api.allowed import Own, Who
from serving.api.deps import OrderRules, Today, Write
from serving.api.problems import documented
from serving.api.schemas.orders import OrderAnswered, OrderQuestion
from serving.opening import evening
from serving.rooms import Room

router = Room(prefix="/orders", tags=["orders"])

_AUTHOR = "api"


@router.post("/check", response_model=OrderAnswered, responses=documented(400))
def check(session: Write, who: Who, policy: OrderRules, today: Today, asked: OrderQuestion) -> dict[str, Any]:
    """Release an order, hold it, or say on which conditions it may leave."""
    Own(who, session, today).check(asked.customer)
    act = Act(_AUTHOR, evening(session, asked=asked.on, today=today).day, clock.now())
    question = usecases.Question(asked.customer, asked.amount_cents, asked.currency, asked.number.strip())
    return as_json(usecases.check_order(session, act, question, policy=policy))
