"""What an insurer covers of a customer, and until when."""

from datetime import timedelta

from credit.alerts.base import Action, Finding, Kind, Signals
from credit.alerts.policy import AlertPolicy


def over_cover(signals: Signals, _policy: AlertPolicy) -> tuple[Finding, ...]:
    """Raised while part of the exposure of an insured customer is not covered.

    Without hysteresis, and told again when the cover is cut: whatever changed, the same run tells.
    """
    uncovered = signals.exposure_cents - signals.covered_cents
    raised = signals.insured and uncovered > 0
    action = Action.ASK_COVER if signals.cover_cents else Action.STOP_DELIVERIES
    return (
        Finding(
            *(Kind.OVER_COVER, ""),
            raised=raised,
            cleared=not raised,
            action=action,
            rank=-signals.cover_cents,  # the lower the cover, the more is there to tell
            details={
                "exposure_cents": signals.exposure_cents,
                "covered_cents": signals.covered_cents,
                "uncovered_cents": uncovered,
                "cover_cents": signals.cover_cents,
            }
            if raised
            else {},
        ),
    )


def cover_ending(signals: Signals, policy: AlertPolicy) -> tuple[Finding, ...]:
    """Once for each cover that ends soon, and once for each that the insurer cut or cancelled."""
    near = signals.on + timedelta(days=policy.cover.ending_days)
    ending = [
        Finding(
            *(Kind.COVER_ENDING, f"{cover.policy_number} {cover.kind} {cover.until_on}"),
            raised=True,
            cleared=False,
            action=Action.RENEW_COVER,
            threshold=(cover.until_on - signals.on).days,
            details={
                "until_on": cover.until_on.isoformat(),
                "cover_cents": cover.cents,
                "policy_number": cover.policy_number,
            },
        )
        for cover in signals.covers
        if cover.until_on is not None and cover.until_on <= near
    ]
    cut = [
        Finding(
            *(Kind.COVER_ENDING, f"cut {fact.name}"),
            raised=True,
            cleared=False,
            action=Action.ASK_DEPOSIT if fact.cents else Action.STOP_DELIVERIES,
            details={
                "cut_on": fact.happened_on.isoformat(),
                "cover_cents": fact.cents,
                "policy_number": fact.word,
            },
        )
        for fact in signals.cuts
        if signals.since < fact.known_on <= signals.on
    ]
    return (*ending, *cut)
