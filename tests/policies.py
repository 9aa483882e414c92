"""The policies that come with the house, as tests read them."""

from pathlib import Path

from credit.provisions.policy import ProvisionPolicy
from kernel.policy import policy_from
from scoring.grades import GradePolicy

_SHIPPED = Path(__file__).resolve().parent.parent / "policy"
SCENARIOS = _SHIPPED.parent / "scenarios"


def shipped(name: str) -> str:
    """The text of a shipped policy."""
    return (_SHIPPED / f"{name}.toml").read_text(encoding="utf-8")


GRADES = policy_from(shipped("grades"), GradePolicy, name="grades.toml")
PROVISIONS = policy_from(shipped("provisions"), ProvisionPolicy, name="provisions.toml")
