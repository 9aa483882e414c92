"""What a company chooses about how long it keeps what the law lets it drop."""

from dataclasses import dataclass, fields

_TWO = 2  # one of them begins the moment before it ends


@dataclass(frozen=True, slots=True)
class RetentionPolicy:
    """Months or days after which each kind is dropped; the audit trail and the books stay."""

    version: str
    prospects_months: int
    decisions_months: int
    scores_months: int
    messages_months: int
    rejected_lines_months: int
    jobs_days: int
    sessions_days: int
    answers_days: int

    def __post_init__(self) -> None:
        for one in fields(self):
            if one.name != "version" and getattr(self, one.name) < 1:
                raise ValueError(f"{one.name} is below 1: what is dropped at once was not worth keeping.")
        if self.sessions_days < _TWO:
            raise ValueError("sessions_days is below 2: people who work at midnight would be signed out.")
        if self.scores_months < _TWO:
            raise ValueError("scores_months is below 2: limits read the scores of the last weeks.")
