"""Which routes the law leaves open for a case, with the article and how sure we are of it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from dunning.claims import Kind
from dunning.law.deadlines import months_to_serve
from dunning.law.ruled import Certainty
from dunning.routes.case import RecoveryCase
from dunning.routes.policy import RecoveryPolicy, Route
from kernel.dated import Dated, NotInForce

_FRANCE, _EUR = "FR", "EUR"
_CODE = Certainty.SECONDARY

# Principal and interest, in cents (decree 2019-1333 for the higher one).
SMALL_CLAIM_CENTS = Dated(
    {date(2016, 6, 1): 400_000, date(2020, 1, 1): 500_000},
    source="L125-1 and R125-1 CPCE: 5,000 euros of principal and interest since 2020-01-01, 4,000 before",
)
# Whether claims invoiced between merchants are left out of the small procedure.
MERCHANTS_EXCLUDED = Dated(
    {date(2016, 6, 1): False, date(2026, 4, 23): True},
    source="L125-1 CPCE as changed by the law 2026-307 of 2026-04-23 (service-public, 2026-04-27)",
)
# Up to which a civil court wants an amicable attempt first (art. 750-1 CPC, secondary).
AMICABLE_CENTS = 500_000


@dataclass(frozen=True, slots=True)
class Note:
    """A word of `dunning.routes.words` about a route; it forbids the route where `bars`."""

    why: str
    article: str = ""
    certainty: Certainty = _CODE
    bars: bool = True
    on: date | None = None
    about: str = ""


def notes_on(route: Route, case: RecoveryCase, policy: RecoveryPolicy, *, on: date) -> tuple[Note, ...]:
    """Everything that speaks against a route, and what to know of it."""
    return tuple(_RULES[route](case, policy, on))


def _agency(case: RecoveryCase, _policy: RecoveryPolicy, _on: date) -> Iterator[Note]:
    yield from _stayed(case)
    if case.fee is None:
        yield Note("no_partner", "R124-3 CPCE", bars=False)


def _small_claim(case: RecoveryCase, _policy: RecoveryPolicy, on: date) -> Iterator[Note]:
    yield from _of_bailiff(case, on)
    if case.currency != _EUR:
        yield Note("not_euros", "L125-1 CPCE", about=case.currency)
    try:
        most, excluded = SMALL_CLAIM_CENTS.on(on), MERCHANTS_EXCLUDED.on(on)
    except NotInForce as error:
        yield Note("not_in_force", "L125-1 CPCE", about=str(error))
        return
    if case.cents + case.interest_cents > most:
        yield Note("above", "R125-1 CPCE", about=str(most))
    if excluded and case.kind is Kind.COMPANY:
        yield Note("merchants", "L125-1 CPCE (law 2026-307)", Certainty.VERIFIED)
    yield Note("needs_consent", "L125-1 CPCE", bars=False)


def _uncontested(case: RecoveryCase, policy: RecoveryPolicy, on: date) -> Iterator[Note]:
    yield from _of_bailiff(case, on)
    if case.kind is Kind.PERSON:
        yield Note("not_merchant", "L126-1 CPCE (law 2026-307)", Certainty.VERIFIED)
    decree = policy.uncontested_decree_on
    if decree is None or on < decree:
        yield Note("no_decree", "L126-1 CPCE (law 2026-307)", on=decree)


def _order(case: RecoveryCase, _policy: RecoveryPolicy, on: date) -> Iterator[Note]:
    yield from _of_bailiff(case, on, article="art. 1405 CPC")
    if (months := months_to_serve(on)) is not None:
        yield Note("serve_in_time", "art. 1411 CPC, decree 2026-96", bars=False, about=str(months))
    if case.kind is Kind.PERSON and case.currency == _EUR and case.cents <= AMICABLE_CENTS:
        yield Note("amicable_first", "art. 750-1 CPC", bars=False)


def _proceeding(case: RecoveryCase, _policy: RecoveryPolicy, on: date) -> Iterator[Note]:
    failed, article = case.failed, "L622-24 and R622-24 C. com."
    if failed is None:
        yield Note("no_proceeding", article)
    elif failed.declared:
        yield Note("declared", article, bars=False)
    elif failed.declare_by is None:
        yield Note("day_unknown", article, bars=False)
    elif on <= failed.declare_by:
        yield Note("declare_by", article, bars=False, on=failed.declare_by)
    elif failed.relief_by is not None and on <= failed.relief_by:
        yield Note("relief_by", "L622-26 C. com.", bars=False, on=failed.relief_by)
    else:
        yield Note("too_late", "L622-26 C. com.", on=failed.relief_by or failed.declare_by)


def _write_off(_case: RecoveryCase, _policy: RecoveryPolicy, _on: date) -> Iterator[Note]:
    yield Note("given_up", certainty=Certainty.CHOSEN, bars=False)


def _of_bailiff(case: RecoveryCase, on: date, *, article: str = "L125-1 and L126-1 CPCE") -> Iterator[Note]:
    """What forbids a title against the debtor, however it is asked for."""
    yield from _stayed(case)
    if case.country != _FRANCE:
        yield Note("abroad", article, about=case.country)
    if case.kind is Kind.PUBLIC:
        yield Note("public_body", certainty=Certainty.UNVERIFIED)
    if case.prescribed_on is not None and case.prescribed_on < on:
        yield Note("prescribed", "L110-4 C. com., L218-2 C. conso., L133-6 C. com.", on=case.prescribed_on)


def _stayed(case: RecoveryCase) -> Iterator[Note]:
    """No action of one creditor for claims born before the opening."""
    if case.failed is not None:
        yield Note("stayed", "L622-21 C. com.", on=case.failed.opened_on)


_RULES: Mapping[Route, Callable[[RecoveryCase, RecoveryPolicy, date], Iterator[Note]]] = {
    Route.AGENCY: _agency,
    Route.UNCONTESTED: _uncontested,
    Route.SMALL_CLAIM: _small_claim,
    Route.ORDER: _order,
    Route.PROCEEDING: _proceeding,
    Route.WRITE_OFF: _write_off,
}
