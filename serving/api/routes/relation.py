"""What stands between us and a customer, over HTTP."""

from dunning.reminders.usecases import preview
from ledger.relation.usecases import relation_of
from serving.api.deps import OpenHouse, Read, Spoken, Today
from serving.api.routes.customers import AsOf, Code
from serving.api.schemas.relation import RelationAnswer, next_step
from serving.dunning import dunning_rules
from serving.opening import evening
from serving.rooms import Room

router = Room(prefix="/customers", tags=["customers"])


@router.get("/{code:path}/case")
def case(
    session: Read, house: OpenHouse, language: Spoken, today: Today, code: Code, as_of: AsOf = None
) -> RelationAnswer:
    """Tell all that stands between us and a customer, its history, and the next step with its reason."""
    day = evening(session, asked=as_of, today=today).day
    found = relation_of(session, code, as_of=day, as_recorded=None)
    ran = preview(session, dunning_rules(house.settings), on=day, customer=code)
    coming = [next_step(one.decision, language) for one in ran.decided]
    return RelationAnswer.model_validate({**found.as_json(), "next": coming[0] if coming else None})
