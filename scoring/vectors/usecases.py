"""What can be asked of scores without the ledger: those stored, and those of features somebody holds."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from kernel.language import Language
from ledger.errors import UnknownCustomer
from ledger.repository import FactsRepository
from scoring.default.model import DEFAULT, DefaultModel
from scoring.default.prior import PRIOR_LABEL, expert_model
from scoring.gateway import NoChampion, UnknownVersion
from scoring.grades import GradePolicy
from scoring.score import CustomerScore
from scoring.sealed import ArtifactRefused, ModelKind
from scoring.vector import Told
from scoring.vectors.errors import NotScored
from scoring.vectors.fresh import fresh_score
from scoring.vectors.replay import Replayed, replayed
from scoring.vectors.repository import WholeScores
from scoring.vectors.stored import told_again
from store.session import ReadSession

M = TypeVar("M")

# Its country matters only to who computes the features.
_PRIOR = expert_model(country="FR")


def stored_score(
    session: ReadSession, code: str, *, until: date, language: Language = Language.ENGLISH
) -> CustomerScore:
    """The last score stored of a customer up to an evening. Raises UnknownCustomer and NotScored."""
    found = WholeScores(session).last(code, until=until)
    if found is not None:
        return told_again(found, language=language)
    if code not in FactsRepository(session, as_recorded=None).customer_ids([code]):
        raise UnknownCustomer(f"No customer has the code “{code}”. Check it, or import it first.")
    raise NotScored(
        f"No score of “{code}” was stored up to {until}. Score the book first: encours score --all; "
        "or ask without stored=true."
    )


class Models(Protocol):
    """Whoever gives the models in service, and those that were."""

    def champion(self, kind: ModelKind[M]) -> M: ...

    def version(self, kind: ModelKind[M], label: str) -> M: ...


def score_features(
    registry: Models,
    told: Told,
    *,
    model: str | None = None,
    in_default: bool | None = None,
    grades: GradePolicy,
    language: Language = Language.ENGLISH,
) -> CustomerScore:
    """The score of features that somebody holds, by the champion or by the model with a label.

    Without any model the expert prior answers, as everywhere. Raises VectorRefused and UnknownVersion.
    """
    return fresh_score(_model(registry, model), told, in_default=in_default, grades=grades, language=language)


def replay(session: ReadSession, registry: Models, *, as_of: date | None) -> Replayed:
    """Stored scores, of an evening or of all, once more from their features by the version that gave them."""
    known: dict[str, DefaultModel | None] = {}

    def model_of(label: str) -> DefaultModel | None:
        if label not in known:
            try:
                known[label] = _model(registry, label)
            except (UnknownVersion, ArtifactRefused):
                known[label] = None
        return known[label]

    return replayed(WholeScores(session).every(as_of), model_of)


def _model(registry: Models, label: str | None) -> DefaultModel:
    """The model with a label; the champion without one."""
    if label is not None:
        return _PRIOR if label == PRIOR_LABEL else registry.version(DEFAULT, label)
    try:
        return registry.champion(DEFAULT)
    except NoChampion:
        return _PRIOR


@dataclass(frozen=True, slots=True)
class Page:
    """Stored scores by customer, and the number after which the next page begins, if there is one."""

    scores: tuple[CustomerScore, ...]
    after: int | None


def stored_scores(
    session: ReadSession,
    *,
    until: date,
    after: int,
    most: int,
    codes: Collection[str] | None,
    language: Language = Language.ENGLISH,
) -> Page:
    """The last score stored of each customer up to an evening, or of those with some codes."""
    numbers = None
    if codes is not None:
        numbers = sorted(FactsRepository(session, as_recorded=None).customer_ids(sorted(codes)).values())
    found = WholeScores(session).page(until=until, after=after, most=most, customers=numbers)
    told = tuple(told_again(one, language=language) for one in found)
    return Page(told, found[-1].score.customer_id if len(found) == most else None)
