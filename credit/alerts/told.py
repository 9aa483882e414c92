"""An alert as it is told: how it stands on a day, and its sentences in both languages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from credit.alerts.acts import AlertAct, Standing, standing_of
from credit.alerts.words import action_text, kind_text, why_text
from kernel.language import Language


@dataclass(frozen=True, slots=True)
class Fired:
    """An alert as it was written down; `details` are the figures behind it."""

    id: int
    customer_id: int
    customer: str
    name: str
    currency: str
    kind: str
    subject: str
    threshold: int | None
    action: str
    fired_on: date
    policy: str
    details: Mapping[str, Any]
    acts: tuple[AlertAct, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class ToldAlert:
    """An alert, and how it stands on a day."""

    alert: Fired
    standing: Standing

    def why(self, language: Language) -> str:
        return why_text(self.alert.kind, self.alert.details, self.alert.currency, language)

    def as_json(self, language: Language) -> dict[str, Any]:
        alert, standing = self.alert, self.standing
        return {
            "id": alert.id,
            "customer": alert.customer,
            "name": alert.name,
            "kind": alert.kind,
            "title": kind_text(alert.kind, language),
            "threshold": alert.threshold,
            "why": self.why(language),
            "action": alert.action,
            "advice": action_text(alert.action, language),
            "fired_on": alert.fired_on.isoformat(),
            "state": standing.state.value,
            "until": None if standing.until_on is None else standing.until_on.isoformat(),
            "assigned_to": standing.assigned_to or None,
            "currency": alert.currency,
            "details": dict(alert.details),
            "policy": alert.policy,
            "history": [_act(one) for one in alert.acts],
        }


def told(alert: Fired, *, on: date) -> ToldAlert:
    return ToldAlert(alert, standing_of(alert.acts, on=on))


def together(found: Iterable[ToldAlert]) -> list[list[ToldAlert]]:
    """Alerts that say the same of a customer, as the steps of a limit jumped at once do; the gravest last."""
    groups: dict[object, list[ToldAlert]] = {}
    for one in found:
        alert = one.alert
        key = (alert.customer, alert.currency, alert.kind, one.why(Language.ENGLISH), one.standing)
        groups.setdefault(key, []).append(one)
    return [sorted(some, key=lambda one: one.alert.threshold or 0) for some in groups.values()]


def _act(act: AlertAct) -> dict[str, Any]:
    return {
        "act": act.done.value,
        "on": act.on.isoformat(),
        "author": act.author,
        "until": None if act.until_on is None else act.until_on.isoformat(),
        "person": act.person or None,
        "note": act.note,
    }
