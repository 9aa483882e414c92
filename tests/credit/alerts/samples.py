"""Signals and policies for tests of alerts."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from credit.alerts.base import Signals
from credit.alerts.policy import AlertPolicy
from credit.standing import Granted
from kernel.policy import policy_from

ON = date(2024, 5, 10)
TEXT = (Path(__file__).parents[3] / "policy" / "alerts.toml").read_text(encoding="utf-8")
POLICY = policy_from(TEXT, AlertPolicy, name="alerts.toml")


def limit_of(cents: int, **said: Any) -> Granted:
    told = {"kind": "standing", "currency": "EUR", "from_on": date(2024, 1, 1), "until_on": None}
    return Granted(**{**told, "cents": cents, "binding": "need", "why": "", **said})


def signals(**said: Any) -> Signals:
    """Of a customer who owes nothing, in a large book, unless said."""
    bare = Signals(1, "EUR", ON, date(2024, 4, 10), 0, 0, 0, book_cents=10**12)
    return replace(bare, **said)
