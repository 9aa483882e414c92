"""Small accounts in memory: bills and cash as known on an evening, without frames."""

from collections.abc import Iterable

from ledger.relation.accounts import Accounts, Item, Receipt, owned_by
from tests.features.ledgers import Bill, Cash, on

__all__ = ["Bill", "Cash", "accounts_of", "on"]


def accounts_of(bills: Iterable[Bill], cash: Iterable[Cash] = (), *, day: int = 10_000) -> Accounts:
    """What `accounts_on` makes of the same ledger, as a test demands. Customer n has the code C<n>."""
    bills, cash = list(bills), list(cash)
    receipts: dict[int, list[Receipt]] = {}
    for paid in _standing(cash, day):
        if paid.invoice is not None and paid.cents:
            brought = paid.kind in ("payment", "bill", "advance", "opening")
            receipts.setdefault(paid.invoice, []).append(Receipt(on(paid.paid), paid.cents, brought))
    customers = {one.customer for one in (*bills, *cash)}
    items = [_item(bill, receipts.get(bill.id, [])) for bill in _standing(bills, day)]
    return Accounts(
        items={item.invoice_id: item for item in items},
        receipts=receipts,
        owned=owned_by(items),
        codes={key: f"C{key}" for key in customers},
        names=dict.fromkeys(customers, ""),
    )


def _item(bill: Bill, receipts: list[Receipt]) -> Item:
    return Item(
        invoice_id=bill.id,
        number=bill.number or f"F-{bill.id}",
        customer_id=bill.customer,
        currency=bill.currency,
        issued_on=None if bill.opening else on(bill.issued),
        amount_cents=bill.cents,
        settled_cents=sum(one.cents for one in receipts),
        credited_cents=sum(one.cents for one in receipts if not one.cash),
    )


def _standing(versions: list, day: int) -> list:
    """The last version of each fact known on an evening, in the order of their ids."""
    bases = {one.id for one in versions if one.version == 0 and one.known_day <= day}
    last: dict[int, Bill | Cash] = {}
    for one in sorted(versions, key=lambda one: one.version):
        if one.id in bases and one.known_day <= day:
            last[one.id] = one
    return [last[key] for key in sorted(last)]
