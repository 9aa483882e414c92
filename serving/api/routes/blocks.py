"""Blocks over HTTP."""

from ledger.relation import usecases
from serving.api.cases import OnDesk, OnShelf, Standing, told
from serving.api.paging import After, Most, Number, OfCustomer
from serving.api.problems import documented
from serving.api.schemas.cases import BlockAsked, CaseAnswer, Happened
from serving.api.schemas.common import Page
from serving.rooms import Room

router = Room(prefix="/blocks", tags=["blocks"])


@router.get("")
def list_blocks(
    shelf: OnShelf,
    customer: OfCustomer = None,
    standing: Standing = False,
    after: After = 0,
    limit: Most = 100,
) -> Page[CaseAnswer]:
    """List blocks by number, as they stand today."""
    return shelf.part("block", customer, standing=standing, after=after, limit=limit)


@router.get("/{number}")
def block(shelf: OnShelf, number: Number) -> CaseAnswer:
    """Show a block as it stands today."""
    return shelf.one(number, "block")


@router.post("", status_code=201, responses=documented(400))
def set_block(desk: OnDesk, asked: BlockAsked) -> CaseAnswer:
    """Hold reminders back, to the end of a day or until the block is lifted."""
    return told(
        usecases.set_block(
            *(desk.session, desk.act, asked.customer, asked.invoices),
            until=asked.until,
            reason=asked.reason,
            happened_on=asked.happened_on or desk.act.on,
        )
    )


@router.post("/{number}/lift", responses=documented(400))
def lift(desk: OnDesk, number: Number, asked: Happened) -> CaseAnswer:
    """Lift a block before its last day."""
    return told(
        usecases.lift_block(desk.session, desk.act, number, note=asked.note, happened_on=desk.happened(asked))
    )
