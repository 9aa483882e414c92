"""Disputes and hand-overs as rows of changes: what people wrote down, on the day they did."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from ledger.relation.cases import RelationAct
from ledger.relation.disputes import DISPUTE, disputes_on
from ledger.relation.hand_overs import GIVEN, HAND_OVER, TAKEN_BACK, hand_overs_on

Acts = Sequence[RelationAct]


def cases_apart(acts: Acts, matter: str) -> dict[int, list[RelationAct]]:
    """The acts of each case of a matter."""
    found: dict[int, list[RelationAct]] = defaultdict(list)
    for act in acts:
        if act.row.matter == matter:
            found[act.row.case_id].append(act)
    return found


def dispute_rows(acts: Acts) -> Iterator[tuple[Any, ...]]:
    """Rows of `COLUMNS["disputes"]`. A dispute whose opening act cannot be read names no invoice."""
    for theirs in cases_apart(acts, DISPUTE).values():
        before: dict[int, tuple[int, str]] = {}
        for day in _days(theirs):
            for case in disputes_on(theirs, as_of=day):
                if case.terms is None:
                    continue
                outcome = "" if case.stands or case.ending is None else case.ending.said.outcome
                now = {claim.invoice_id: claim.cents if case.stands else 0 for claim in case.terms.items}
                told = {key: (now[key], outcome) if key in now else (0, "") for key in {**before, **now}}
                for invoice, (cents, ended) in told.items():
                    if before.get(invoice) != (cents, ended):
                        yield (case.customer_id, day, case.id, invoice, cents, ended)
                before = told


def hand_over_rows(acts: Acts) -> Iterator[tuple[Any, ...]]:
    """Rows of `COLUMNS["hand_overs"]`."""
    for theirs in cases_apart(acts, HAND_OVER).values():
        before = ""
        for day in _days(theirs):
            for case in hand_overs_on(theirs, as_of=day):
                state = GIVEN if case.stands else TAKEN_BACK
                if case.terms is not None and state != before:
                    yield (case.customer_id, day, case.id, state, case.terms.party)
                    before = state


def _days(acts: Acts) -> list[date]:
    return sorted({act.known_on for act in acts})
