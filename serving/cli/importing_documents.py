"""What an import meant for invoices and write-offs that the accounts and another source both tell."""

from ledger.documents.report import DocumentsReport
from serving.cli.output import print_table, say

_SHOWN = 20


def tell_documents(report: DocumentsReport) -> None:
    """Nothing where nothing was told twice."""
    if report.joined:
        say(f"{_count(report.joined, 'invoice')} told by the accounts and another source count once.")
    if report.redated:
        say(f"{_count(report.redated, 'due date')} taken from documents in place of terms.")
    if report.gave_way:
        say(f"{_count(report.gave_way, 'payment')} that files told gave way to what the accounts tell.")
    if report.written_off:
        say(f"{_count(report.written_off, 'write-off')} that people recorded are in the accounts now.")
    if report.undecided:
        say(f"{_count(len(report.undecided), 'invoice')} may be in the accounts too, and count beside them:")
        rows = [(one.number, one.customer, one.source, one.why) for one in report.undecided]
        print_table(("number", "customer", "source", "why nobody can tell"), rows[:_SHOWN])
    if len(report.undecided) > _SHOWN:
        say(f"… and {len(report.undecided) - _SHOWN} more, all of them with --json")
    if report.open_write_offs:
        told = [(str(case), why) for case, why in sorted(report.open_write_offs.items())]
        print_table(("write-off", "why it counts beside the accounts"), told, right=(0,))


def _count(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"
