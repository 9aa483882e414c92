"""Reads which customers are in an insolvency proceeding, or were."""

from collections.abc import Mapping
from datetime import date

from ledger.company.proceeding import Proceeding
from ledger.company.usecases import proceedings
from ledger.filling.profiles import siren_of
from ledger.registers.catalogue import CustomerProfileRow
from store.session import ReadSession

# Of a handful, nothing is read of anybody else.
_FEW = 50


def proceedings_of(
    session: ReadSession, profiles: Mapping[int, CustomerProfileRow], *, on: date
) -> dict[int, Proceeding]:
    """By customer_id, the last proceeding known on an evening, open or closed; profiles by customer_id."""
    sirens = {key: siren for key, one in profiles.items() if (siren := siren_of(one))}
    found = proceedings(session, as_of=on, sirens=set(sirens.values()) if len(profiles) <= _FEW else None)
    return {key: found[siren] for key, siren in sirens.items() if siren in found}
