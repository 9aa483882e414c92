"""What counts as default: thresholds we chose, each with its reason (docs/default_definition.md)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DefaultPolicy:
    """The definition's thresholds under one version; labels of two versions are never mixed.

    Days and amounts follow the pattern of article 178 of regulation (EU) 575/2013 and of delegated regulation
    (EU) 2018/171, which bind banks and not us: a company that sells or insures its claims meets the same
    words there. Cents are of the account's own currency.
    """

    version: str = "2026-1"
    # 500 euros: the floor of 2018/171 for all but retail; below it an amount is a matter for reminders.
    floor_cents: int = 50_000
    # 100 euros for a natural person: its floor for retail, as debts are smaller there.
    person_floor_cents: int = 10_000
    # 1 % of what the customer owes: a forgotten invoice of a large account is no sign of distress.
    exposure_share: float = 0.01
    # Ninety days without a break: shorter lateness is common in trade and is mostly paid.
    consecutive_days: int = 90
    # After a default, thirty days materially past due are a relapse; below that they are the habits of trade,
    # where two invoices in five are late, and a cure that forbade them would never come.
    relapse_days: int = 30
    # Three months clean before a customer is sound again: one quarter shows every monthly payment run thrice.
    cure_days: int = 91
    # Twelve after debts were rescheduled or a court's plan adopted: the first year tells whether it is kept.
    rescheduled_cure_days: int = 365


POLICY = DefaultPolicy()
