"""Plans over HTTP."""

from ledger.relation import usecases
from ledger.relation.plans import Instalment
from serving.api.cases import OnDesk, OnShelf, Standing, told
from serving.api.paging import After, Most, Number, OfCustomer
from serving.api.problems import documented
from serving.api.schemas.cases import CaseAnswer, Happened, PlanAsked
from serving.api.schemas.common import Page
from serving.rooms import Room

router = Room(prefix="/plans", tags=["plans"])


@router.get("")
def list_plans(
    shelf: OnShelf,
    customer: OfCustomer = None,
    standing: Standing = False,
    after: After = 0,
    limit: Most = 100,
) -> Page[CaseAnswer]:
    """List plans by number, as they stand today."""
    return shelf.part("plan", customer, standing=standing, after=after, limit=limit)


@router.get("/{number}")
def plan(shelf: OnShelf, number: Number) -> CaseAnswer:
    """Show a plan as it stands today."""
    return shelf.one(number, "plan")


@router.post("", status_code=201, responses=documented(400))
def agree(desk: OnDesk, asked: PlanAsked) -> CaseAnswer:
    """Agree a plan of instalments."""
    return told(
        usecases.agree_plan(
            *(desk.session, desk.act, asked.customer, [one.named() for one in asked.invoices]),
            instalments=[Instalment(one.day, one.cents) for one in asked.instalments],
            grace_days=asked.grace_days,
            acceleration=asked.acceleration,
            note=asked.note,
            happened_on=desk.happened(asked),
        )
    )


@router.post("/{number}/cancel", responses=documented(400))
def cancel(desk: OnDesk, number: Number, asked: Happened) -> CaseAnswer:
    """End a plan; what is left of its invoices is due as before it."""
    return told(
        usecases.cancel_plan(
            desk.session, desk.act, number, note=asked.note, happened_on=desk.happened(asked)
        )
    )
