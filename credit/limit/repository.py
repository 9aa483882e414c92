"""Loads limits, the decisions behind them, and saves both."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from credit.granted import LimitVersion
from ledger.registers.catalogue import (
    CREDIT_DECISIONS,
    LIMITS,
    CreditDecisionRow,
    CreditLimitRow,
)
from ledger.registers.register import NewVersion, Version
from ledger.registers.repository import RegisterRepository
from ledger.registers.usecases import Act, record_act
from store.session import ReadSession, WriteSession

KIND = SOURCE = "limit"


class LimitRepository:
    def __init__(self, session: ReadSession) -> None:
        self._limits: RegisterRepository[CreditLimitRow] = RegisterRepository(session, LIMITS)
        self._decisions: RegisterRepository[CreditDecisionRow] = RegisterRepository(session, CREDIT_DECISIONS)

    def versions(self, customer_id: int | None = None) -> list[LimitVersion]:
        mine = [] if customer_id is None else [self._limits.where("customer_id", customer_id)]
        return self._limits.versions(as_recorded=None, among=mine)

    def decisions(self) -> list[Version[CreditDecisionRow]]:
        return self._decisions.versions(as_recorded=None, among=[self._decisions.where("kind", KIND)])

    def next_limit(self) -> int:
        return self._limits.next_id()

    def next_decision(self) -> int:
        return self._decisions.next_id()


def save(
    session: WriteSession,
    act: Act,
    *,
    limits: Sequence[NewVersion] = (),
    decisions: Sequence[NewVersion] = (),
) -> None:
    versions: list[tuple[Any, Sequence[NewVersion]]] = [(LIMITS, limits), (CREDIT_DECISIONS, decisions)]
    record_act(session, act, source=SOURCE, versions=[one for one in versions if one[1]])


def new_limit(number: int, row: CreditLimitRow, *, known_on: date, version: int = 0) -> NewVersion:
    return NewVersion(number, version, f"limit {number}", known_on, row)


def new_decision(number: int, row: CreditDecisionRow) -> NewVersion:
    return NewVersion(number, 0, f"limit decision {number}", row.decided_on, row)
