"""Provisions of an evening: by matrix and by model, item by item, and the bridge between the two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from credit.provisions.matrix import Rate, Rolled, bucket_at, loss_rates
from credit.provisions.policy import BUCKETS, Bucket, ProvisionPolicy


class Kind(StrEnum):
    """Why an amount is looked at by itself."""

    INSOLVENT = "insolvent"
    DISPUTED = "disputed"


@dataclass(frozen=True, slots=True)
class Item:
    """An open invoice; `insured` is the share of its loss that insurers bear.

    `unpaid` is the model's chance that it is lost within a year after due, None where no model speaks of it.
    """

    invoice_id: int
    customer_id: int
    currency: str
    segment: str
    due_on: date
    open_cents: int
    disputed_cents: int = 0
    insolvent: bool = False
    retention_of_title: bool = False
    insured: float = 0.0
    unpaid: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """An age of a segment in one currency.

    matrix_cents + probability_cents + security_cents are model_cents: the model's chances in the place of the
    matrix's, then retention of title and insurance. The three are None where no model is trained.
    """

    currency: str
    segment: str
    bucket: Bucket
    items: int
    open_cents: int
    rate: Rate
    matrix_cents: int
    probability_cents: int | None
    security_cents: int | None
    model_cents: int | None


@dataclass(frozen=True, slots=True)
class SpecificLine:
    """What is provided for by itself, the same in both ways."""

    currency: str
    kind: Kind
    items: int
    open_cents: int
    rate: float
    cents: int


@dataclass(frozen=True, slots=True)
class Total:
    """All of one currency, specific provisions among them."""

    currency: str
    open_cents: int
    matrix_cents: int
    model_cents: int | None


@dataclass(frozen=True, slots=True)
class Provided:
    """The provisions of an evening."""

    lines: tuple[Line, ...]
    specific: tuple[SpecificLine, ...]

    @property
    def totals(self) -> tuple[Total, ...]:
        currencies = sorted({one.currency for one in self.lines} | {one.currency for one in self.specific})
        return tuple(self._total(currency) for currency in currencies)

    def _total(self, currency: str) -> Total:
        lines = [one for one in self.lines if one.currency == currency]
        apart = [one for one in self.specific if one.currency == currency]
        known = [one.model_cents for one in lines if one.model_cents is not None]
        return Total(
            currency=currency,
            open_cents=sum(one.open_cents for one in lines) + sum(one.open_cents for one in apart),
            matrix_cents=sum(one.matrix_cents for one in lines) + sum(one.cents for one in apart),
            model_cents=sum(known) + sum(one.cents for one in apart) if len(known) == len(lines) else None,
        )


def provided(
    items: Sequence[Item], rolled: Sequence[Rolled], *, as_of: date, policy: ProvisionPolicy, by_model: bool
) -> Provided:
    """Provisions of open items; insolvent customers and what is disputed stand apart."""
    cells: dict[tuple[str, str, Bucket], list[Item]] = {}
    for one in items:
        if not one.insolvent and _clean(one) > 0:
            key = (one.currency, one.segment, bucket_at((as_of - one.due_on).days))
            cells.setdefault(key, []).append(one)
    rates = {
        (currency, segment): loss_rates(rolled, currency=currency, segment=segment, policy=policy)
        for currency, segment in {key[:2] for key in cells}
    }
    lines = tuple(
        _line(cells[key], key, rates[key[:2]][key[2]], policy, by_model=by_model)
        for key in sorted(cells, key=lambda key: (key[0], key[1], BUCKETS.index(key[2])))
    )
    return Provided(lines, _specific(items, policy))


def lost_share(item: Item, policy: ProvisionPolicy) -> float:
    """What is lost for good if it is not paid: security first, then what insurers bear."""
    own = policy.lost.retention_of_title if item.retention_of_title else policy.lost.unsecured
    return own * (1.0 - item.insured)


def _clean(item: Item) -> int:
    return item.open_cents - item.disputed_cents


def _line(
    items: Sequence[Item],
    key: tuple[str, str, Bucket],
    rate: Rate,
    policy: ProvisionPolicy,
    *,
    by_model: bool,
) -> Line:
    matrix = round(sum(_clean(one) * rate.rate for one in items))
    told = [(one, _chance(one, rate, policy)) for one in items] if by_model else []
    bare = round(sum(_clean(one) * min(chance * policy.lost.unsecured, 1.0) for one, chance in told))
    model = round(sum(_clean(one) * min(chance * lost_share(one, policy), 1.0) for one, chance in told))
    return Line(
        *key,
        items=len(items),
        open_cents=sum(_clean(one) for one in items),
        rate=rate,
        matrix_cents=matrix,
        probability_cents=bare - matrix if by_model else None,
        security_cents=model - bare if by_model else None,
        model_cents=model if by_model else None,
    )


def _chance(item: Item, rate: Rate, policy: ProvisionPolicy) -> float:
    """The model's chance, the future counted in; the matrix's where the model does not speak of the item."""
    if item.unpaid is None:
        return rate.rate / policy.lost.unsecured if policy.lost.unsecured else 0.0
    return min(item.unpaid * policy.factor, 1.0)


def _specific(items: Sequence[Item], policy: ProvisionPolicy) -> tuple[SpecificLine, ...]:
    amounts: Mapping[Kind, list[tuple[str, int]]] = {
        Kind.INSOLVENT: [(one.currency, one.open_cents) for one in items if one.insolvent],
        Kind.DISPUTED: [
            (one.currency, one.disputed_cents)
            for one in items
            if not one.insolvent and one.disputed_cents > 0
        ],
    }
    rates = {Kind.INSOLVENT: policy.specific.insolvent, Kind.DISPUTED: policy.specific.disputed}
    found = []
    for kind, rows in amounts.items():
        for currency in sorted({currency for currency, _ in rows}):
            cents = [amount for code, amount in rows if code == currency]
            found.append(
                SpecificLine(
                    currency, kind, len(cents), sum(cents), rates[kind], round(sum(cents) * rates[kind])
                )
            )
    return tuple(found)
