"""Disputes over HTTP."""

from ledger.relation import usecases
from serving.api.cases import OnDesk, OnShelf, Standing, told
from serving.api.paging import After, Most, Number, OfCustomer
from serving.api.problems import documented
from serving.api.schemas.cases import CaseAnswer, DisputeAmended, DisputeAsked, DisputeResolved, Happened
from serving.api.schemas.common import Page
from serving.rooms import Room

router = Room(prefix="/disputes", tags=["disputes"])


@router.get("")
def list_disputes(
    shelf: OnShelf,
    customer: OfCustomer = None,
    standing: Standing = False,
    after: After = 0,
    limit: Most = 100,
) -> Page[CaseAnswer]:
    """List disputes by number, as they stand today."""
    return shelf.part("dispute", customer, standing=standing, after=after, limit=limit)


@router.get("/{number}")
def dispute(shelf: OnShelf, number: Number) -> CaseAnswer:
    """Show a dispute as it stands today."""
    return shelf.one(number, "dispute")


@router.post("", status_code=201, responses=documented(400))
def open_dispute(desk: OnDesk, asked: DisputeAsked) -> CaseAnswer:
    """Open a dispute; what is open of an invoice is in dispute, unless a part of it is named."""
    return told(
        usecases.open_dispute(
            *(desk.session, desk.act, asked.customer, [one.named() for one in asked.invoices]),
            reason=asked.reason,
            note=asked.note,
            happened_on=desk.happened(asked),
        )
    )


@router.post("/{number}/amend", responses=documented(400))
def amend(desk: OnDesk, number: Number, asked: DisputeAmended) -> CaseAnswer:
    """Say anew which invoices and amounts are in dispute."""
    return told(
        usecases.amend_dispute(
            *(desk.session, desk.act, number, [one.named() for one in asked.invoices]),
            note=asked.note,
            happened_on=desk.happened(asked),
        )
    )


@router.post("/{number}/comment", responses=documented(400))
def comment(desk: OnDesk, number: Number, asked: Happened) -> CaseAnswer:
    """Add a comment to a dispute."""
    return told(
        usecases.comment_dispute(
            desk.session, desk.act, number, note=asked.note, happened_on=desk.happened(asked)
        )
    )


@router.post("/{number}/resolve", responses=documented(400))
def resolve(desk: OnDesk, number: Number, asked: DisputeResolved) -> CaseAnswer:
    """End a dispute; for the customer, all of it is conceded unless invoices and amounts are named."""
    return told(
        usecases.resolve_dispute(
            *(desk.session, desk.act, number),
            outcome=asked.outcome,
            conceded=[one.named() for one in asked.conceded],
            credit_note=asked.credit_note,
            note=asked.note,
            happened_on=desk.happened(asked),
        )
    )
