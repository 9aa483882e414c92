"""What a mail service tells of messages over HTTP."""

from hashlib import sha256

from dunning.returns.usecases import take_told
from serving import clock
from serving.api.deps import OpenHouse, Today, Write
from serving.api.problems import documented
from serving.api.schemas.messages import ReturnAnswer, ReturnTold
from serving.mailbox import reader_of
from serving.opening import evening
from serving.rooms import Room

router = Room(prefix="/messages", tags=["messages"])

_AUTHOR = "webhook"


@router.post("/returns", status_code=201, responses=documented(400))
def returns(session: Write, house: OpenHouse, today: Today, told: ReturnTold) -> ReturnAnswer:
    """Tell that a mail bounced, or was answered. The same told again changes nothing."""
    day = evening(session, asked=None, today=today).day
    reader = reader_of(house.settings, on=day, at=clock.now(), author=_AUTHOR)
    name = sha256(told.model_dump_json().encode()).hexdigest()
    took = take_told(session, told.returned(), name, reader)
    return ReturnAnswer(
        taken_for="" if took.came is None else took.came.value,
        new=took.new,
        nobody_reached=took.lost is not None,
    )
