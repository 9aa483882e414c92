"""A large invented company as facts of a ledger, with what is public of its customers beside them.

No payment curve is kept, so that twenty thousand customers over five years fit in a few gigabytes. Each
customer has its own chance: the facts do not depend on how many are made at a time.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from ledger.beside import STATEMENT_ITEMS, Beside, typed
from ledger.facts import Facts
from simulation.almanac import Ints
from simulation.failure.known import Public, public
from simulation.failure.obligor import Obligor, Scene, in_court, obligor
from simulation.failure.statements import items_of

BLOCK = 1_000

Days = npt.NDArray[np.datetime64]


@dataclass(frozen=True, slots=True)
class Known:
    """One customer, and what is public of it."""

    obligor: Obligor
    public: Public


@dataclass(frozen=True, slots=True)
class _Block:
    """Some customers as frames, invoices not numbered yet; `paid` in days, beyond the horizon too."""

    customers: pd.DataFrame
    invoices: pd.DataFrame
    paid: Ints
    profiles: pd.DataFrame
    statements: pd.DataFrame
    events: pd.DataFrame


def people(scene: Scene, numbers: Sequence[int]) -> Iterator[Known]:
    """The customers of these numbers that ever ordered."""
    for number in numbers:
        one = obligor(scene, number)
        if one is not None and len(one.cents):
            yield Known(one, public(scene, one))


def facts_of(
    scene: Scene,
    customers: int,
    *,
    block: int = BLOCK,
    each: Callable[[Known], None] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Facts:
    """The facts of customers 1 to `customers` up to the horizon; `each` sees everyone on its way.

    A customer's number is its `customer_id`. Invoices and payments are known on their day, statements and
    announcements when they are published, a customer's profile with its first invoice.
    """
    blocks = []
    for first in range(1, customers + 1, block):
        made = list(people(scene, range(first, min(first + block, customers + 1))))
        if each is not None:
            for one in made:
                each(one)
        blocks.append(_block(scene, made))
        if progress is not None:
            progress(min(first + block - 1, customers), customers)
    invoices = pd.concat([one.invoices for one in blocks], ignore_index=True)
    invoices.insert(0, "invoice_id", np.arange(1, len(invoices) + 1))
    paid = np.concatenate([one.paid for one in blocks])
    payments, allocations = _cash(scene, invoices, paid)
    return Facts(
        customers=pd.concat([one.customers for one in blocks], ignore_index=True),
        invoices=invoices,
        allocations=allocations,
        payments=payments,
        horizon=scene.days.day(scene.days.horizon),
        beside=Beside(
            profiles=pd.concat([one.profiles for one in blocks], ignore_index=True),
            statements=pd.concat([one.statements for one in blocks], ignore_index=True),
            events=_numbered(pd.concat([one.events for one in blocks], ignore_index=True)),
        ),
    )


def _block(scene: Scene, made: Sequence[Known]) -> _Block:
    counts = [len(one.obligor.cents) for one in made]
    number = np.repeat([one.obligor.customer.number for one in made], counts)
    code = [one.obligor.customer.code for one in made]
    names = [f"{own}-{place:05d}" for own, n in zip(code, counts, strict=True) for place in range(1, n + 1)]
    issued, due, paid = (_joined([getattr(one.obligor.ledger, part) for one in made]) for part in _DAYS)
    invoices = pd.DataFrame(
        {
            "version": np.zeros(len(number), dtype=np.int32),
            "customer_id": number,
            "number": pd.array(names, dtype="str"),
            "kind": _same("invoice", len(number)),
            "issued_on": _dates(scene, issued),
            "due_on": _dates(scene, due),
            "due_on_source": _same("provided", len(number)),
            "account_class": _same("411", len(number)),
            "opening": np.zeros(len(number), dtype=np.bool_),
            "amount_cents": _joined([one.obligor.cents for one in made]),
            "currency": _same("EUR", len(number)),
            "known_on": _dates(scene, issued),
            "recorded_at": _dates(scene, issued).astype("datetime64[us]"),
        }
    )
    customers = pd.DataFrame(
        {
            "customer_id": [one.obligor.customer.number for one in made],
            "code": pd.array(code, dtype="str"),
            "name": pd.array([one.obligor.customer.name for one in made], dtype="str"),
        }
    )
    return _Block(customers, invoices, paid, _profiles(scene, made), _statements(made), _events(made))


_DAYS = ("issued", "due", "paid")


def _cash(scene: Scene, invoices: pd.DataFrame, paid: Ints) -> tuple[pd.DataFrame, pd.DataFrame]:
    """A payment for each invoice paid by the horizon, and its allocation, in the order of the days."""
    done = np.flatnonzero(paid <= scene.days.horizon)
    order = done[np.argsort(paid[done], kind="stable")]
    of = invoices.iloc[order]
    count, day = len(order), _dates(scene, paid[order])
    same = {
        "version": np.zeros(count, dtype=np.int32),
        "paid_on": day,
        "amount_cents": of["amount_cents"].to_numpy(),
        "currency": _same("EUR", count),
        "known_on": day,
        "recorded_at": day.astype("datetime64[us]"),
    }
    own = {"payment_id": np.arange(1, count + 1)}
    payments = pd.DataFrame(
        {
            **own,
            "customer_id": of["customer_id"].to_numpy(),
            "kind": _same("payment", count),
            "account_class": _same("411", count),
            **same,
        }
    )
    links = {
        "allocation_id": np.arange(1, count + 1),
        **own,
        "invoice_id": of["invoice_id"].to_numpy(),
        "how": _same("provided", count),
        "confidence": np.full(count, 100, dtype=np.int64),
        "paid_by": _same("payment", count),
    }
    return payments, pd.DataFrame({**links, **same})


def _profiles(scene: Scene, made: Sequence[Known]) -> pd.DataFrame:
    rows = []
    for one in made:
        who, laws = one.obligor.customer, scene.laws.payment
        country = laws.countries[who.country].code
        first = scene.days.day(int(one.obligor.ledger.issued[0]))
        rows.append(
            {
                "customer_id": who.number,
                "known_on": first,
                "kind": "company" if in_court(scene.laws, who) else "",
                "siren": who.siren if country == "FR" else "",
                "naf": laws.sectors[who.sector].naf,
                "country": country,
                "founded_on": one.public.founded_on,
                "opened_on": first,
            }
        )
    return typed("profiles", pd.DataFrame(rows, columns=_PROFILE))


_PROFILE = ["customer_id", "known_on", "kind", "siren", "naf", "country", "founded_on", "opened_on"]


def _statements(made: Sequence[Known]) -> pd.DataFrame:
    rows = [
        {
            "customer_id": one.obligor.customer.number,
            "known_on": filed.filed_on,
            "closed_on": filed.closed_on,
            "months": 12,
            "kind": "company",
            "confidential": filed.confidential,
            **(items_of(filed.lines) if filed.lines else {}),
        }
        for one in made
        for filed in one.public.statements
    ]
    columns = ["customer_id", "known_on", "closed_on", "months", "kind", "confidential", *STATEMENT_ITEMS]
    return typed("statements", pd.DataFrame(rows, columns=columns))


def _events(made: Sequence[Known]) -> pd.DataFrame:
    rows = [
        {
            "customer_id": one.obligor.customer.number,
            "known_on": printed.published_on,
            "published_on": printed.published_on,
            "happened_on": printed.happened_on,
            "family": printed.family,
            "kind": printed.kind,
        }
        for one in made
        for printed in one.public.announcements
    ]
    columns = ["customer_id", "known_on", "published_on", "happened_on", "family", "kind"]
    return typed("events", pd.DataFrame(rows, columns=columns))


def _numbered(events: pd.DataFrame) -> pd.DataFrame:
    """Each announcement under a name of its own."""
    names = pd.array([f"G{place:07d}" for place in range(1, len(events) + 1)], dtype="str")
    return events.assign(event=names)


def _joined(parts: Sequence[Ints]) -> Ints:
    return np.concatenate([*parts, np.empty(0, dtype=np.int64)])


def _dates(scene: Scene, days: Ints) -> Days:
    return np.asarray((np.datetime64(scene.days.start, "D") + days).astype("datetime64[s]"))


def _same(word: str, count: int) -> "pd.Series[str]":
    return pd.Series(pd.array([word], dtype="str")).repeat(count).reset_index(drop=True)
