"""Acts about an invoice that another replaced speak of that other one."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from ledger.relation.cases import RelationAct
from ledger.replaced.invoices import Replaced

_ONE, _MANY = "invoice_id", "invoices"  # how details of acts name invoices


def followed(acts: Sequence[RelationAct], replaced: Replaced) -> list[RelationAct]:
    """The acts as written, but for the invoices in their details."""
    if not replaced.by:
        return list(acts)
    return [replace(act, row=act.row._replace(details=_now(act.row.details, replaced))) for act in acts]


def _now(value: Any, replaced: Replaced) -> Any:
    """Details nobody can read stay as they are."""
    if isinstance(value, list):
        return [_now(one, replaced) for one in value]
    if not isinstance(value, dict):
        return value
    told = {name: _now(one, replaced) for name, one in value.items()}
    if _is_id(told.get(_ONE)):
        told[_ONE] = replaced.now(told[_ONE])
    if isinstance(told.get(_MANY), list):
        ids = [replaced.now(one) if _is_id(one) else one for one in told[_MANY]]
        told[_MANY] = [one for place, one in enumerate(ids) if one not in ids[:place]]
    return told


def _is_id(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
