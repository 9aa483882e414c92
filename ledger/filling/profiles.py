"""Who each customer was known to be, change by change, and which company it was when."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from ledger.filling.versions import Spell, changes
from ledger.master.profiles import resolved
from ledger.registers.catalogue import CompanyIdentityRow, CustomerLinkRow, CustomerProfileRow
from ledger.registers.register import Version

Profiles = Sequence[Version[CustomerProfileRow]]
Links = Sequence[Version[CustomerLinkRow]]

_SIREN_DIGITS = 9
_FRANCE = "FR"  # only companies there have a SIREN
_SIREN_IN_VAT = 4
_IN_OWN_NAME = "1"  # INSEE's legal category 1xxx
_CONSUMER, _PERSON, _COMPANY = "consumer", "person", "company"
_BLANK = CustomerProfileRow._make((0, *(None,) * (len(CustomerProfileRow._fields) - 1)))


class Founding(NamedTuple):
    """The day a company was founded, and the day the gazette told it."""

    known_on: date
    founded_on: date


class CompanySpell(NamedTuple):
    """A customer was known to be this company for a while."""

    customer_id: int
    siren: str
    spell: Spell


Held = dict[int, list[tuple[date, CustomerProfileRow]]]


def held_profiles(profiles: Profiles, links: Links, *, customers: Collection[int] | None) -> Held:
    """The profile of each customer from each day on which it changed, people's links resolved."""
    theirs: dict[int, list[Version[CustomerProfileRow]]] = defaultdict(list)
    for profile in profiles:
        theirs[profile.row.customer_id].append(profile)
    linked: dict[int, list[Version[CustomerLinkRow]]] = defaultdict(list)
    for link in links:
        linked[link.row.customer_id].append(link)
    asked = sorted({*theirs, *linked})
    held = {}
    for customer in asked if customers is None else [one for one in asked if one in customers]:
        masters = {one.row.master_id for one in linked[customer]} - {customer}
        versions = [*theirs[customer], *(one for master in sorted(masters) for one in theirs[master])]
        if told := _told(customer, versions, linked[customer]):
            held[customer] = told
    return held


def _told(customer: int, versions: Profiles, links: Links) -> list[tuple[date, CustomerProfileRow]]:
    """Blank where a link that gave the profile was undone."""
    days = sorted({one.known_on for one in versions} | {one.known_on for one in links})
    found = [(day, resolved(versions, links, day).get(customer)) for day in days]
    known = [(day, _BLANK if row is None else row._replace(customer_id=0)) for day, row in found]
    first = next((place for place, (_, row) in enumerate(found) if row is not None), len(found))
    return changes(known[first:])


def siren_of(profile: CustomerProfileRow) -> str:
    """By whichever of its numbers the master has, as `ledger.company` compares them; "" if by none."""
    if profile.siren is not None:
        return profile.siren
    if profile.siret is not None:
        return profile.siret[:_SIREN_DIGITS]
    vat = profile.vat or ""
    number = vat[_SIREN_IN_VAT:] if vat.startswith(_FRANCE) else ""
    return number if len(number) == _SIREN_DIGITS and number.isdigit() else ""


def is_person(profile: CustomerProfileRow) -> bool | None:
    """Whether it is a natural person: a consumer, or an entrepreneur in their own name; None if unsaid."""
    if profile.kind == _CONSUMER or (profile.legal_form or "").startswith(_IN_OWN_NAME):
        return True
    return None if profile.kind is None and profile.legal_form is None else False


def companies_of(held: Held) -> list[CompanySpell]:
    """Which company each customer was, from when to when."""
    found = []
    for customer, told in held.items():
        numbers = changes([(day, siren_of(row)) for day, row in told])
        ends = [day for day, _ in numbers[1:]]
        for (since, siren), until in zip(numbers, [*ends, None], strict=True):
            if siren:
                found.append(CompanySpell(customer, siren, Spell(since, until)))
    return found


def profile_rows(held: Held, foundings: Mapping[str, Founding]) -> Iterator[tuple[Any, ...]]:
    """Rows of `COLUMNS["profiles"]`."""
    for customer, told in held.items():
        ends = [day for day, _ in told[1:]]
        for (since, row), until in zip(told, [*ends, None], strict=True):
            siren = siren_of(row)
            founding = foundings.get(siren)
            if founding is None or founding.known_on <= since:
                yield _row(customer, since, row, siren, None if founding is None else founding.founded_on)
                continue
            yield _row(customer, since, row, siren, None)
            if until is None or founding.known_on < until:
                yield _row(customer, founding.known_on, row, siren, founding.founded_on)


def met_profile_row(
    customer: int,
    siren: str,
    identity: CompanyIdentityRow | None,
    founding: Founding | None,
    *,
    known_on: date,
) -> tuple[Any, ...]:
    """The row of `COLUMNS["profiles"]` of a company that is no customer, met on a day.

    `identity` is what its register had told by then. Its own day of foundation comes before the gazette's.
    """
    announced = founding.founded_on if founding is not None and founding.known_on <= known_on else None
    if identity is None:
        return (customer, known_on, "", siren, "", "", _FRANCE, "", "", "", announced, None)
    texts = (identity.legal_form or "", identity.naf or "", _FRANCE, identity.postcode or "")
    founded_on = identity.founded_on or announced
    return (customer, known_on, _COMPANY, siren, *texts, "", "", founded_on, None)


def _row(
    customer: int, known_on: date, row: CustomerProfileRow, siren: str, founded_on: date | None
) -> tuple[Any, ...]:
    kind = _PERSON if row.kind == _CONSUMER else row.kind or (_COMPANY if siren else "")
    texts = (row.legal_form, row.naf, row.country, row.postcode, row.parent, row.payment_means)
    return (customer, known_on, kind, siren, *(one or "" for one in texts), founded_on, row.opened_on)
