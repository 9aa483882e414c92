"""What is dropped after how long, as a table."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from kernel.period import months_later
from privacy.policy import RetentionPolicy


@dataclass(frozen=True, slots=True)
class Rule:
    """`day` is the column that tells how old a row is; `emptied` columns are cleared, else the row goes."""

    name: str
    table: str
    day: str
    first_kept: Callable[[RetentionPolicy, date], date]
    emptied: tuple[str, ...] = ()


def first_kept(months: int, *, on: date) -> date:
    """The first day of which things are kept still."""
    return months_later(on, -months)


def _months(field: str) -> Callable[[RetentionPolicy, date], date]:
    return lambda policy, on: first_kept(getattr(policy, field), on=on)


def _days(field: str) -> Callable[[RetentionPolicy, date], date]:
    return lambda policy, on: on - timedelta(days=getattr(policy, field))


PROSPECTS, DECISIONS, MESSAGES, ATTACHMENTS = "prospects", "decisions", "messages", "attachments"
RULES = (
    Rule(PROSPECTS, "credit_decision", "decided_on", _months("prospects_months")),
    Rule(DECISIONS, "credit_decision", "decided_on", _months("decisions_months")),
    Rule("scores", "stored_score", "as_of", _months("scores_months")),
    Rule("shadow_scores", "shadow_score", "as_of", _months("scores_months")),
    Rule(ATTACHMENTS, "outbox_attachment", "", _months("messages_months")),
    Rule(
        *(MESSAGES, "outbox_message", "changed_at", _months("messages_months")),
        emptied=("subject", "text", "html"),
    ),
    Rule("rejected_lines", "rejection", "", _months("rejected_lines_months"), emptied=("raw",)),
    Rule("jobs", "job_step", "job_day", _days("jobs_days")),
    Rule("sessions", "user_session", "created_at", _days("sessions_days")),
    Rule("answers", "idempotent_request", "at", _days("answers_days")),
)
