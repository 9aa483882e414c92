"""The report of an answer as PDF/A by Typst: the same answer, the same bytes; no font of the machine."""

import json
from dataclasses import asdict
from datetime import UTC, date, datetime
from pathlib import Path

import typst

from credit.acceptance.report import Report

_TEMPLATE = Path(__file__).with_name("report.typ")


class ReportFailed(RuntimeError):
    """The typesetter refused a report."""


class TypstReports:
    """One typesetter for many reports: fonts are read once. Not for two threads at once."""

    def __init__(self) -> None:
        self._compiler = typst.Compiler(ignore_system_fonts=True)
        self._source = _TEMPLATE.read_bytes()

    def pdf(self, report: Report, *, on: date, company: str) -> bytes:
        """As PDF/A-2b, dated by the day of the decision. Raises ReportFailed."""
        told = {**asdict(report), "company": company, "day": [on.year, on.month, on.day]}
        try:
            made = self._compiler.compile(
                self._source,
                format="pdf",
                sys_inputs={"report": json.dumps(told, ensure_ascii=False)},
                pdf_standards="a-2b",
                timestamp=datetime(on.year, on.month, on.day, tzinfo=UTC),
            )
        except typst.TypstError as error:
            raise ReportFailed(
                f"The typesetter refused the report of decision {report.number}: {error.message}. "
                "Read the decision on its page."
            ) from error
        return made if isinstance(made, bytes) else b"".join(made or ())
