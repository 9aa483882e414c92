"""What an import of bank statements did, statement by statement."""

from collections.abc import Collection, Sequence
from typing import Any

from ledger.bank.identity import Named
from ledger.files.bank_statement import Balance

NEW, CORRECTED, UNCHANGED = "new", "corrected", "unchanged"


def statements_as_json(
    named: Sequence[Named], *, new: Collection[str], corrected: Collection[str]
) -> list[dict[str, Any]]:
    """Each statement with its file; a movement that two of them tell is new in the first only."""
    told: set[str] = set()
    return [_statement(one, new=new, corrected=corrected, told=told) for one in named]


def _statement(
    named: Named, *, new: Collection[str], corrected: Collection[str], told: set[str]
) -> dict[str, Any]:
    statement = named.statement
    counts = dict.fromkeys((NEW, CORRECTED, UNCHANGED), 0)
    for name in named.source_ids:
        first = name not in told
        told.add(name)
        counts[NEW if first and name in new else CORRECTED if first and name in corrected else UNCHANGED] += 1
    return {
        "file": statement.file,
        "format": statement.form,
        "statement": statement.name,
        "account": statement.account,
        "currency": statement.currency,
        **_balance("opening", statement.opening, statement.currency),
        "credits_cents": statement.credits_cents,
        "debits_cents": statement.debits_cents,
        **_balance("closing", statement.closing, statement.currency),
        "entries": len(statement.movements),
        **counts,
        "returned": sum(one.returned for one in statement.movements),
        "left_out": [{"entries": one.entries, "why": one.why} for one in statement.left_out],
    }


def _balance(name: str, balance: Balance, currency: str) -> dict[str, Any]:
    told = {f"{name}_on": balance.on.isoformat(), f"{name}_cents": balance.cents}
    return told if balance.currency == currency else {**told, f"{name}_currency": balance.currency}
