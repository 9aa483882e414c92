"""What must be told to the insurer by which day, and what is lost when it is not."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from credit.cover.book import Book
from credit.cover.cover import Contract
from credit.cover.insured import Share
from credit.cover.policy import CoverPolicy

OVERDUE, CLAIM, INSOLVENCY, ENDING = "overdue", "claim", "insolvency", "ending"
TELLABLE = (OVERDUE, CLAIM, INSOLVENCY)


@dataclass(frozen=True, slots=True)
class Deadline:
    """`last_on` is None where the contract's figure is not known. `cents` is the covered part, or the cover
    that ends; `disputed_cents` of it is outside cover until the dispute is settled.
    """

    kind: str
    customer: str
    name: str
    policy_number: str
    last_on: date | None
    invoices: tuple[str, ...]
    cents: int
    disputed_cents: int
    currency: str
    missed: bool


@dataclass(frozen=True, slots=True)
class _Due:
    kind: str
    last_on: date | None
    share: Share


def deadlines(books: Iterable[Book], policy: CoverPolicy, *, on: date) -> list[Deadline]:
    """The days to come within reach, and those missed for money that is still owed; soonest first.

    A deadline whose day no contract tells comes first: it may be today.
    """
    found = [one for book in books for one in _of(book, policy, on)]
    shown = [
        one
        for one in found
        if one.kind == ENDING or one.last_on is None or (one.last_on - on).days <= policy.ahead_days
    ]
    return sorted(shown, key=lambda one: (one.last_on or date.min, one.customer, one.kind, one.policy_number))


def _of(book: Book, policy: CoverPolicy, on: date) -> Iterator[Deadline]:
    contracts = {one.policy.number: one for one in book.contracts}
    told = {(one.policy_number, one.kind, one.invoice_id) for one in book.told}
    for currency in book.currencies:
        due = [
            one
            for share in book.insured(currency, on=on).shares
            for one in _dues(share, contracts[share.policy_number], book, policy, on)
            if (share.policy_number, one.kind, share.delivery.invoice_id) not in told
        ]
        yield from _grouped(book, due, currency, on)
    for contract in book.contracts:
        yield from _ending(book, contract, policy, on)


def _dues(share: Share, contract: Contract, book: Book, policy: CoverPolicy, on: date) -> Iterator[_Due]:
    if book.insolvent_since is not None:
        days = contract.policy.details.get("insolvency_days")
        known = days if isinstance(days, int) else policy.insolvency_days
        yield _Due(INSOLVENCY, book.insolvent_since + timedelta(days=known), share)
    if share.delivery.due_on >= on:
        return
    for kind, days in ((OVERDUE, contract.policy.notify_days), (CLAIM, contract.policy.claim_days)):
        yield _Due(kind, None if days is None else share.delivery.due_on + timedelta(days=days), share)


def _grouped(book: Book, due: Sequence[_Due], currency: str, on: date) -> Iterator[Deadline]:
    """One deadline for all invoices of a customer that share policy, kind and day."""
    groups: dict[tuple[str, str, date | None], list[Share]] = {}
    for one in due:
        groups.setdefault((one.share.policy_number, one.kind, one.last_on), []).append(one.share)
    for (number, kind, last_on), shares in groups.items():
        yield Deadline(
            kind=kind,
            customer=book.code,
            name=book.name,
            policy_number=number,
            last_on=last_on,
            invoices=tuple(one.delivery.number for one in shares),
            cents=sum(one.covered_cents for one in shares),
            disputed_cents=sum(min(one.delivery.disputed_cents, one.covered_cents) for one in shares),
            currency=currency,
            missed=last_on is not None and last_on < on,
        )


def _ending(book: Book, contract: Contract, policy: CoverPolicy, on: date) -> Iterator[Deadline]:
    """A cover about to end, unless another act of the insurer takes over on the day after."""
    cover = contract.on(on)
    if cover is None or cover.until_on is None or not contract.acts:
        return
    if (cover.until_on - on).days > policy.ending_days or cover.until_on == date.max:
        return
    after = contract.on(cover.until_on + timedelta(days=1))
    if after is not None and after.cents >= cover.cents:
        return
    yield Deadline(
        kind=ENDING,
        customer=book.code,
        name=book.name,
        policy_number=cover.policy_number,
        last_on=cover.until_on,
        invoices=(),
        cents=cover.cents,
        disputed_cents=0,
        currency=cover.currency,
        missed=False,
    )
