"""Promises over HTTP."""

from ledger.relation import usecases
from serving.api.cases import OnDesk, OnShelf, Standing, told
from serving.api.paging import After, Most, Number, OfCustomer
from serving.api.problems import documented
from serving.api.schemas.cases import CaseAnswer, Happened, PromiseAsked
from serving.api.schemas.common import Page
from serving.rooms import Room

router = Room(prefix="/promises", tags=["promises"])


@router.get("")
def list_promises(
    shelf: OnShelf,
    customer: OfCustomer = None,
    standing: Standing = False,
    after: After = 0,
    limit: Most = 100,
) -> Page[CaseAnswer]:
    """List promises by number, as they stand today."""
    return shelf.part("promise", customer, standing=standing, after=after, limit=limit)


@router.get("/{number}")
def promise(shelf: OnShelf, number: Number) -> CaseAnswer:
    """Show a promise as it stands today."""
    return shelf.one(number, "promise")


@router.post("", status_code=201, responses=documented(400))
def make(desk: OnDesk, asked: PromiseAsked) -> CaseAnswer:
    """Write a promise down; whether it is kept is judged by what comes in."""
    return told(
        usecases.make_promise(
            *(desk.session, desk.act, asked.customer, asked.invoices),
            cents=asked.cents,
            currency=asked.currency,
            promised_on=asked.promised_on,
            by=asked.by,
            note=asked.note,
            happened_on=desk.happened(asked),
        )
    )


@router.post("/{number}/cancel", responses=documented(400))
def cancel(desk: OnDesk, number: Number, asked: Happened) -> CaseAnswer:
    """Call a promise off before its day."""
    return told(
        usecases.cancel_promise(
            desk.session, desk.act, number, note=asked.note, happened_on=desk.happened(asked)
        )
    )
