"""What an import did, told to the person who started it."""

from dataclasses import asdict, dataclass
from typing import Any

from ledger.files.rejection import Doubt, Rejection
from ledger.files.table import Settings


@dataclass(frozen=True, slots=True)
class ImportReport:
    """Every line read was accepted (new or corrected), unchanged, or rejected with its reason."""

    import_id: int
    read: int
    accepted: int
    unchanged: int
    rejected: int
    corrected: int
    new_customers: int
    new_invoices: int
    new_credit_notes: int
    new_payments: int
    new_allocations: int
    voided: int
    rejections: tuple[Rejection, ...]
    warnings: tuple[Doubt, ...]
    settings: Settings

    def as_json(self) -> dict[str, Any]:
        told = asdict(self)
        told["rejections"] = [{"line": line.line, "why": line.why} for line in self.rejections]
        told["warnings"] = [{"line": line.line, "why": line.why} for line in self.warnings]
        told["settings"] = settings_as_json(self.settings)
        return told


def settings_as_json(settings: Settings) -> dict[str, Any]:
    told = asdict(settings)
    told["columns"] = dict(settings.columns)
    told["extracted_on"] = settings.extracted_on.isoformat() if settings.extracted_on else None
    return told
