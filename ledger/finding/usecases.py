"""Find customers by code, name or SIREN."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from ledger.company.company import is_company
from ledger.finding.repository import FindingRepository, Found
from ledger.finding.words import folded, siren_in
from ledger.master.repository import profiles_on
from ledger.registers.catalogue import LINKS
from ledger.registers.repository import RegisterRepository
from store.session import ReadSession


@dataclass(frozen=True, slots=True)
class Page:
    """Customers in the order of their codes; `after` is where the next page begins, blank after the last.

    `exact` is the one whose code or SIREN was typed.
    """

    customers: tuple[Found, ...]
    after: str = ""
    exact: Found | None = None


def find_customers(
    session: ReadSession, text: str, *, sees: Callable[[str], bool], after: str, most: int, as_of: date
) -> Page:
    """The customers that somebody may see and means by a text; all of them for none."""
    repository = FindingRepository(session, as_of=as_of)
    siren = siren_in(text)
    if siren:
        ours = [one for one in _of_company(session, repository, siren, as_of) if sees(one.code)]
        if ours:
            return Page(tuple(ours[:most]), exact=ours[0] if len(ours) == 1 else None)
    wanted = folded(text)
    found: list[Found] = []
    for one in repository.like(text, after=after):
        if sees(one.code) and (wanted in folded(one.code) or wanted in folded(one.name)):
            found.append(one)
            if len(found) > most:
                break
    exact = [one for one in found if wanted and folded(one.code) == wanted]
    if not exact and not after and wanted and len(found) == 1:
        exact = found
    return Page(
        tuple(found[:most]),
        found[most - 1].code if len(found) > most else "",
        exact[0] if len(exact) == 1 else None,
    )


def _of_company(session: ReadSession, repository: FindingRepository, siren: str, as_of: date) -> list[Found]:
    """Those of the master with this number, and those of the accounts that a person said to be them."""
    masters = repository.with_siren(siren)
    links = RegisterRepository(session, LINKS).versions(as_recorded=None)
    among = masters | {one.row.customer_id for one in links if one.row.master_id in masters}
    if not among:
        return []
    told = profiles_on(session, as_of, customers=among)
    return repository.numbered({key for key in among if key in told and is_company(told[key], siren)})
