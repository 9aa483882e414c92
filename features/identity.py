"""Who the customer is: what anybody can know of it before its first order."""

import numpy as np

from features.evening import Evening, Floats, Ints
from features.steps import NOBODY, Step

_DAYS_A_YEAR = 365.25
# A sector's own figure counts as much as the whole book's once so many stand behind it: at a failure rate of
# two per cent fifty customers hold one failure; twenty invoices outweigh a single customer's bad month.
_CUSTOMERS, _INVOICES = 50.0, 20.0


def legal_form(evening: Evening) -> Floats:
    return evening.known.profile("legal_form")


def naf_division(evening: Evening) -> Floats:
    return evening.known.profile("division")


def department(evening: Evening) -> Floats:
    return evening.known.profile("department")


def region(evening: Evening) -> Floats:
    return evening.known.profile("region")


def headcount_band(evening: Evening) -> Floats:
    return evening.known.statement("headcount_band")


def firm_age_years(evening: Evening) -> Floats:
    return np.maximum(evening.pairs.as_of - evening.known.profile("founded_day"), 0.0) / _DAYS_A_YEAR


def is_person(evening: Evening) -> Floats:
    return evening.known.profile("person")


def pays_by_direct_debit(evening: Evening) -> Floats:
    return evening.known.profile("direct_debit")


def is_invoiced_electronically(evening: Evening) -> Floats:
    documents = evening.known.around.documents
    return documents.read("electronic", evening.known.place(documents))


def sector_default_rate(evening: Evening) -> Floats:
    """Share of the sector's other customers with a proceeding opened within a year, drawn to the book's."""
    failed, members, all_failed, all_members = _of_others(evening, "failed", "members")
    book = _share(all_failed, all_members)
    rate = (failed + _CUSTOMERS * book) / (members + _CUSTOMERS)
    return np.where(evening.pairs.as_of >= evening.known.around.gazette.heard, rate, np.nan)


def sector_payment_delay(evening: Evening) -> Floats:
    """Mean days late of the sector's other customers, drawn to the book's."""
    late, paid, all_late, all_paid = _of_others(evening, "late", "n_paid")
    return (late + _INVOICES * _share(all_late, all_paid)) / (paid + _INVOICES)


def _of_others(evening: Evening, above: str, below: str) -> tuple[Floats, Floats, Floats, Floats]:
    """Both sums over the sector's other customers, then over all others; NaN without a sector."""
    known, sectors = evening.known, evening.known.around.sectors
    division = known.profile("division")
    owner = np.where(np.isnan(division), NOBODY, np.nan_to_num(division)).astype(np.int64)
    counted = sectors.division[known.customer] if len(sectors.division) else division
    same = np.where(known.customer >= 0, counted == division, False)

    def read(step: Step, name: str, asked: Ints | None) -> Floats:
        return step.read(name, known.place(step, asked), nothing=0.0)

    everybody = np.zeros(len(owner), dtype=np.int64)
    told = []
    for name in (above, below):
        own = read(sectors.own, name, None)
        told.append(
            np.where(owner == NOBODY, np.nan, read(sectors.sector, name, owner) - np.where(same, own, 0.0))
        )
        told.append(read(sectors.book, name, everybody) - own)
    return told[0], told[2], told[1], told[3]


def _share(above: Floats, below: Floats) -> Floats:
    return np.divide(above, below, out=np.full(len(above), np.nan), where=below > 0)
