"""How patiently the house sends: retries, their spacing, how many a minute, and how much goes along."""

from dataclasses import dataclass

_LARGEST_MAIL = 25_000_000
_STEPS_OF_A_SEND = 10  # a send has about as many exchanges with a server, each with its own time limit


@dataclass(frozen=True, slots=True)
class MessagingPolicy:
    """The figures of `policy/messaging.toml`; durations in seconds."""

    version: str
    attempts: int
    first_wait_seconds: int
    growth: float
    longest_wait_seconds: int
    jitter: float
    timeout_seconds: int
    lease_seconds: int
    soft_bounces: int = 3
    messages_per_minute: int = 0  # e-mails; 0 for as many as there are
    attachments_bytes: int = 0  # of invoices and statement with one message; 0 for none

    def __post_init__(self) -> None:
        if self.attempts < 1:
            raise ValueError("attempts must be 1 or more: a message is tried at least once.")
        if not 0 < self.first_wait_seconds <= self.longest_wait_seconds:
            raise ValueError("first_wait_seconds must be above 0 and at most longest_wait_seconds.")
        if self.soft_bounces < 1:
            raise ValueError("soft_bounces must be 1 or more: that many in a row count as a wrong address.")
        if self.growth < 1 or not 0 <= self.jitter < 1:
            raise ValueError("growth must be 1 or more, and jitter from 0 to below 1.")
        if self.messages_per_minute < 0 or not 0 <= self.attachments_bytes <= _LARGEST_MAIL:
            raise ValueError(
                "messages_per_minute is 0 or more, and attachments_bytes from 0 to "
                f"{_LARGEST_MAIL:,}: hardly a mail server takes more."
            )
        if self.timeout_seconds < 1 or self.lease_seconds < _STEPS_OF_A_SEND * self.timeout_seconds:
            raise ValueError(
                f"lease_seconds must be at least {_STEPS_OF_A_SEND} times timeout_seconds, "
                "or a slow send would be taken for a dead worker."
            )
