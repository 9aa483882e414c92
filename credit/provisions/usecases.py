"""What can be asked about provisions."""

from dataclasses import dataclass
from datetime import date

from credit.provisions.expected import Provided, provided
from credit.provisions.policy import ProvisionPolicy
from credit.provisions.repository import (
    Evening,
    ProvisionRepository,
    lost_since,
    rolled,
    with_chances,
    written_off_share,
)
from ledger.errors import EmptyLedger
from ledger.usecases import load_book
from scoring.gateway import NoChampion
from scoring.lateness.artifact import LATENESS, LatenessModel
from scoring.usecases import Champions
from store.session import ReadSession

# A ledger that ended longer ago than this does not tell what was lost since.
_FRESH_DAYS = 31


@dataclass(frozen=True, slots=True)
class LookedBack:
    """What the matrix would have provided a year ago, in one currency, and what was lost of it since.

    `lost_cents` are written off since; `still_open_cents` are not paid to this day.
    """

    currency: str
    provided_on: date
    open_cents: int
    provided_cents: int
    lost_cents: int
    still_open_cents: int


@dataclass(frozen=True, slots=True)
class Provisions:
    """Provisions of an evening, by what they were worked out; `model` is "" where none is trained."""

    as_of: date
    policy: str
    factor: float
    model: str
    hindsight: bool
    provided: Provided
    looked_back: tuple[LookedBack, ...]


def provisions(
    session: ReadSession, registry: Champions, *, as_of: date, policy: ProvisionPolicy
) -> Provisions:
    """Expected credit losses of what is open, as known on an evening. Raises EmptyLedger."""
    book = load_book(session, as_of=as_of)
    if len(book.invoices) == 0:
        raise EmptyLedger("The ledger is empty. Import invoices first.")
    repository = ProvisionRepository(session, book, policy=policy)
    evening = repository.evening(as_of)
    items = repository.items(evening, secured=True)
    steps = rolled(evening, window_days=policy.window_days)
    model = _lateness(registry)
    if model is not None:
        lost = written_off_share(evening, days=policy.window_days)
        items = with_chances(items, evening, model, lost=lost)
    return Provisions(
        as_of=as_of,
        policy=policy.mark,
        factor=policy.factor,
        model="" if model is None else model.label,
        hindsight=model is not None and date.fromisoformat(model.manifest.as_of) > as_of,
        provided=provided(items, steps, as_of=as_of, policy=policy, by_model=model is not None),
        looked_back=_looked_back(repository, evening, policy),
    )


def _looked_back(
    repository: ProvisionRepository, now: Evening, policy: ProvisionPolicy
) -> tuple[LookedBack, ...]:
    """A year ago by the matrix of then, under the policy of today; nothing while nothing was open then."""
    then = repository.evening(_a_year_before(now.as_of))
    items = repository.items(then, secured=False)
    if not items or (now.as_of - now.known.horizon).days > _FRESH_DAYS:
        return ()
    told = provided(
        items, rolled(then, window_days=policy.window_days), as_of=then.as_of, policy=policy, by_model=False
    )
    since = lost_since(then, now, items)
    return tuple(
        LookedBack(
            *(total.currency, then.as_of, total.open_cents, total.matrix_cents), *since[total.currency]
        )
        for total in told.totals
    )


def _lateness(registry: Champions) -> LatenessModel | None:
    try:
        return registry.champion(LATENESS)
    except NoChampion:
        return None


def _a_year_before(day: date) -> date:
    year = max(day.year - 1, date.min.year)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)
