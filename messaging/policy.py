"""How patiently the house sends: retries, their spacing, and for how long a worker holds a message."""

from dataclasses import dataclass

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

    def __post_init__(self) -> None:
        if self.attempts < 1:
            raise ValueError("attempts must be 1 or more: a message is tried at least once.")
        if not 0 < self.first_wait_seconds <= self.longest_wait_seconds:
            raise ValueError("first_wait_seconds must be above 0 and at most longest_wait_seconds.")
        if self.soft_bounces < 1:
            raise ValueError("soft_bounces must be 1 or more: that many in a row count as a wrong address.")
        if self.growth < 1 or not 0 <= self.jitter < 1:
            raise ValueError("growth must be 1 or more, and jitter from 0 to below 1.")
        if self.timeout_seconds < 1 or self.lease_seconds < _STEPS_OF_A_SEND * self.timeout_seconds:
            raise ValueError(
                f"lease_seconds must be at least {_STEPS_OF_A_SEND} times timeout_seconds, "
                "or a slow send would be taken for a dead worker."
            )
