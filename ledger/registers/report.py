"""What an import into registers did, told to the person who started it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from ledger.files.rejection import Doubt, Rejection


@dataclass(frozen=True, slots=True)
class RegisterReport:
    """Everything read was accepted (new or corrected), unchanged, or rejected with its reason.

    `told` holds what this kind of file has to say beyond the counts, ready for JSON.
    """

    import_id: int
    read: int
    accepted: int
    unchanged: int
    rejected: int
    corrected: int
    rejections: tuple[Rejection, ...]
    warnings: tuple[Doubt, ...]
    told: Mapping[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        said = asdict(self)
        said["rejections"] = [{"line": one.line, "why": one.why} for one in self.rejections]
        said["warnings"] = [{"line": one.line, "why": one.why} for one in self.warnings]
        return {**{name: value for name, value in said.items() if name != "told"}, **self.told}
