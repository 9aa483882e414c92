"""Which partner may take a case, and why the others may not: a pure decision."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dunning.claims import Debtor, Kind
from dunning.partners.policy import Partner, PartnersPolicy, Party

_ALL_BP = 10_000
HAND_OVER, DISPUTE, PROCEEDING = "hand_over", "dispute", "proceeding"


@dataclass(frozen=True, slots=True)
class RoadCase:
    """What would be handed over of a customer: what is late by currency, less what it holds against us.

    `oldest_days` is how long the oldest late invoice is past due; `matters` are what holds any of it back.
    """

    code: str
    name: str
    country: str
    person: bool
    cents: Mapping[str, int]
    oldest_days: int
    matters: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a partner may not take the case: a word of `dunning.partners.words`, and what it is about."""

    why: str
    about: str = ""
    cents: int = 0
    limit_cents: int = 0
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A partner, what it would cost if all were recovered by currency, and what speaks against it."""

    code: str
    partner: Partner
    objections: tuple[Objection, ...]
    fee_cents: Mapping[str, int]

    @property
    def may(self) -> bool:
        return not self.objections


def road_case(debtor: Debtor, *, on: date) -> RoadCase:
    """Late invoices; of a customer in a proceeding all, which must be declared before they are due."""
    owed = [one for one in debtor.claims if one.open_cents > 0 and one.item.startswith("i:")]
    insolvent = any(held.matter == PROCEEDING for one in owed for held in one.held)
    late = [one for one in owed if one.due_on < on or insolvent]
    gross: dict[str, int] = {}
    for one in late:
        gross[one.currency] = gross.get(one.currency, 0) + one.open_cents
    return RoadCase(
        code=debtor.code,
        name=debtor.name,
        country=debtor.country,
        person=debtor.kind is Kind.PERSON,
        cents={key: max(cents - debtor.credits.get(key, 0), 0) for key, cents in sorted(gross.items())},
        oldest_days=max((one.days_late(on) for one in late), default=0),
        matters=frozenset(held.matter for one in late for held in one.held),
    )


def fitted(policy: PartnersPolicy, case: RoadCase, *, on: date) -> list[Fitted]:
    """Those who may first, the cheapest of them first; then the others. By code where alike.

    Fees are compared currency by currency, in the order of their codes: no sum runs across currencies.
    """
    found = [
        Fitted(code, one, (*standing_of(one, on=on), *_against(one, case)), _fees(one, case))
        for code, one in sorted(policy.partners.items())
    ]
    return sorted(found, key=lambda one: (len(one.objections), tuple(one.fee_cents.values()), one.code))


def standing_of(partner: Partner, *, on: date) -> tuple[Objection, ...]:
    """What speaks against a partner whatever the case."""
    found = []
    if not partner.active:
        found.append(Objection("inactive"))
    if not partner.registration.strip():
        found.append(Objection("unregistered"))
    if partner.party is Party.AGENCY and (partner.mandate_until is None or partner.mandate_until < on):
        found.append(Objection("no_mandate"))
    found += [Objection("certificate", one.name) for one in partner.certificates if one.until < on]
    return tuple(found)


def _against(partner: Partner, case: RoadCase) -> list[Objection]:
    due = {key: cents for key, cents in case.cents.items() if cents > 0}
    if not due:
        return [Objection("nothing_late")]
    found = []
    if HAND_OVER in case.matters:
        found.append(Objection("handed_over"))
    if case.country not in partner.countries:
        found.append(Objection("country", case.country))
    if case.person and not partner.consumers:
        found.append(Objection("consumer"))
    if PROCEEDING in case.matters and not partner.proceedings:
        found.append(Objection("proceeding"))
    if DISPUTE in case.matters and not partner.disputed:
        found.append(Objection("disputed"))
    if case.oldest_days < partner.youngest_days:
        found.append(Objection("too_young", f"{case.oldest_days} < {partner.youngest_days}"))
    if case.oldest_days > partner.oldest_days:
        found.append(Objection("too_old", f"{case.oldest_days} > {partner.oldest_days}"))
    return found + [one for key, cents in due.items() if (one := _amount(partner, key, cents)) is not None]


def _amount(partner: Partner, currency: str, cents: int) -> Objection | None:
    if currency not in partner.minimum_cents:
        return Objection("currency", currency)
    least, most = partner.minimum_cents[currency], partner.maximum_cents.get(currency)
    if cents < least:
        return Objection("too_small", "", cents, least, currency)
    if most is not None and cents > most:
        return Objection("too_large", "", cents, most, currency)
    return None


def _fees(partner: Partner, case: RoadCase) -> dict[str, int]:
    """Rounded up to the cent, by currency; never summed across."""
    return {
        key: partner.fixed_cents.get(key, 0) - (-cents * partner.success_bp // _ALL_BP)
        for key, cents in case.cents.items()
        if cents > 0
    }
