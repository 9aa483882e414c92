"""What looking a company up came to: what each public register said, or why not."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

COMPANY_REGISTER, BODACC, RATIOS = "company_register", "bodacc", "ratios"
REGISTERS = (COMPANY_REGISTER, BODACC, RATIOS)

ANSWERED, FAILED, OFF = "answered", "failed", "off"

UNTESTED = (
    "Look-ups are untested against the live services: they were tried on a server of our own, in the shapes "
    "that the services document."
)


@dataclass(frozen=True, slots=True)
class Heard:
    """The pages of an answer as they came, and which host gave them; or why there are none."""

    state: str
    pages: tuple[bytes, ...] = ()
    host: str = ""
    why: str = ""


def failed(why: str, *, host: str = "") -> Heard:
    return Heard(FAILED, host=host, why=why)


@dataclass(frozen=True, slots=True)
class RegisterAnswer:
    """What one register told: how much was new, was held already, or was set aside; or why it told nothing.

    `import_id` is the run under which the answer was kept; None when nothing was written.
    """

    register: str
    state: str
    why: str = ""
    read: int = 0
    new: int = 0
    unchanged: int = 0
    set_aside: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    import_id: int | None = None


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What became known of a company on the day it was looked up."""

    siren: str
    on: date
    answers: tuple[RegisterAnswer, ...]

    @property
    def answered(self) -> bool:
        """Whether any register did."""
        return any(one.state == ANSWERED for one in self.answers)

    @property
    def off(self) -> bool:
        """Whether none was asked."""
        return all(one.state == OFF for one in self.answers)

    def as_json(self) -> dict[str, Any]:
        return {
            "siren": self.siren,
            "on": self.on.isoformat(),
            "note": UNTESTED,
            "registers": [asdict(one) for one in self.answers],
        }
