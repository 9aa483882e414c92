"""Provisions over HTTP."""

from credit.provisions import usecases
from serving.api.deps import Models, ProvisionRules, Read, Today
from serving.api.routes.customers import AsOf
from serving.api.schemas.provisions import ProvisionsAnswer
from serving.opening import evening
from serving.rooms import Room

router = Room(tags=["provisions"])


@router.get("/provisions")
def provisions(
    session: Read, models: Models, rules: ProvisionRules, today: Today, as_of: AsOf = None
) -> ProvisionsAnswer:
    """Tell expected credit losses on what is open, by matrix and by model."""
    day = evening(session, asked=as_of, today=today).day
    return ProvisionsAnswer.of(usecases.provisions(session, models, as_of=day, policy=rules))
