"""What `encours import fec` prints: the balance first, since it is what an accountant checks."""

from collections import Counter

from ledger.fec.report import Balance, FecFileReport, FecReport
from serving.cli.output import print_table, say

_SHOWN = 10  # lines of a list; all are in --json
_SEPARATORS = {"\t": "tabs", "|": "bars", ";": "semicolons", ",": "commas"}
_HOW = {
    "letter": "same letter (lettrage)",
    "reference": "same reference",
    "amount": "same amount",
    "fifo": "first in, first out",
}


def tell_fec(report: FecReport) -> None:
    for file in report.files:
        _tell_file(file)
    say(_counts(report))
    _tell_taken_back(report)
    _tell_balances(report)
    _tell_carried(report)
    _tell_imputations(report)
    _tell_rejections(report)


def _tell_file(file: FecFileReport) -> None:
    amounts = "Montant and Sens" if file.signed else "Debit and Credit"
    separator = _SEPARATORS.get(file.separator, file.separator)
    say(f"{file.name}: {file.encoding}, separated by {separator}, amounts under {amounts}.")
    say(
        f"  {file.read} lines read, {file.used} used, {file.rejected} set aside; entries from "
        f"{file.first_on} to {file.last_on}: {file.entries}, of which {len(file.unbalanced)} do not balance; "
        f"{file.receivable} lines on accounts of customers."
    )
    for entry in file.unbalanced[:_SHOWN]:
        say(
            f"  line {entry.line}: journal {entry.journal}, entry {entry.number} "
            f"is out by {_euros(entry.cents)}"
        )
    if file.not_understood:
        say(f"  {len(file.not_understood)} lines were kept as adjustments, not understood:")
        rows = [
            (str(one.line), one.account, one.customer, _euros(one.cents), one.why)
            for one in file.not_understood[:_SHOWN]
        ]
        print_table(("line", "account", "customer", "amount", "why"), rows, right=(0, 3))
    _rest(len(file.not_understood))


def _counts(report: FecReport) -> str:
    new = {
        "customers": report.new_customers,
        "invoices": report.new_invoices,
        "credit notes": report.new_credit_notes,
        "items whose date is not known": report.new_opening_items,
        "payments": report.new_payments,
        "adjustments": report.new_adjustments,
        "allocations": report.new_allocations,
    }
    told = ", ".join(f"{count} {what}" for what, count in new.items() if count) or "nothing"
    dates = ", ".join(f"{count} {source}" for source, count in sorted(report.due_dates.items()))
    due = f" Due dates: {dates}." if dates else ""
    return (
        f"Lines of customers: {report.accepted} accepted ({report.corrected} corrections), "
        f"{report.unchanged} unchanged. New: {told}.{due}"
    )


def _tell_taken_back(report: FecReport) -> None:
    if report.voided or report.released:
        say(
            f"Taken back: {report.voided} lines that earlier files told and these do not, "
            f"{report.released} allocations that they no longer bear out."
        )


def _tell_balances(report: FecReport) -> None:
    rows = [_row(one.account_class, one) for one in report.totals]
    print_table(("class", "balance of the file", "our open items", "difference"), rows, right=(1, 2, 3))
    customers = sum(one.file_cents != 0 for one in report.balances)
    if not report.differences:
        say(f"Every customer agrees to the cent ({customers} with a balance).")
        return
    say(f"{len(report.differences)} customers differ:")
    rows = [_row(f"{one.account_class} {one.customer}", one) for one in report.differences[:_SHOWN]]
    print_table(("account", "balance of the file", "our open items", "difference"), rows, right=(1, 2, 3))
    _rest(len(report.differences))


def _tell_carried(report: FecReport) -> None:
    if report.dropped_openings:
        say(
            f"{report.dropped_openings} lines brought forward were dropped: the year before is known. "
            f"{len(report.carried_differences)} accounts were brought forward with another balance."
        )
    rows = [
        (str(one.first_on), f"{one.account_class} {one.customer}", _euros(one.cents))
        for one in report.carried_differences[:_SHOWN]
    ]
    if rows:
        print_table(("opening", "account", "adjusted by"), rows, right=(2,))
    _rest(len(report.carried_differences))


def _tell_imputations(report: FecReport) -> None:
    if not report.imputations:
        return
    rows = [
        (_HOW.get(one.how, one.how), f"{one.confidence} %", str(one.allocations))
        for one in report.imputations
    ]
    print_table(("settled by", "sure to", "allocations"), rows, right=(1, 2))


def _tell_rejections(report: FecReport) -> None:
    if not report.rejections:
        return
    reasons = Counter(one.why for one in report.rejections)
    say(f"{report.rejected} lines were set aside, for {len(reasons)} reasons:")
    rows = [(str(one.line), one.why) for one in report.rejections[:_SHOWN]]
    print_table(("line", "why it was set aside"), rows, right=(0,))
    if report.rejected > _SHOWN:
        say(f"… and {report.rejected - _SHOWN} more: encours import rejections --import {report.import_id}")


def _row(name: str, one: Balance) -> tuple[str, ...]:
    return name, _euros(one.file_cents), _euros(one.open_cents), _euros(one.difference_cents)


def _euros(cents: int) -> str:
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100:,}.{abs(cents) % 100:02d}".replace(",", " ")


def _rest(count: int) -> None:
    if count > _SHOWN:
        say(f"… and {count - _SHOWN} more, all of them with --json")
