"""What a notice must hold before anybody words it: sums that agree, and what the law wants said."""

import re
from collections.abc import Iterator

from dunning.notice import Form, Notice, NoticeLine, Total

_CHASING = frozenset({Form.REMINDER, Form.FORMAL_NOTICE})
_BUSINESS_LAW = re.compile(r"[LD]\.?\s*441-(?:10|5)")


class NoticeRefused(ValueError):
    """A notice contradicts itself or lacks what its form must hold; nothing is worded."""


def check(notice: Notice) -> None:
    """Raises NoticeRefused with a sentence that says which figure, and what to do."""
    for wrong in (*_wrong_sums(notice), *_wrong_claims(notice), *_wrong_formal_notice(notice)):
        raise NoticeRefused(f"The notice {notice.reference} to {notice.customer} cannot be worded: {wrong}")


def check_postable(notice: Notice) -> None:
    """What a letter needs on top. Raises NoticeRefused."""
    if not any(line.strip() for line in notice.recipient.lines):
        raise NoticeRefused(
            f"The notice {notice.reference} to {notice.customer} cannot be posted: the recipient has no "
            "postal address. Complete the customer's address, or choose another channel."
        )


def counted(line: NoticeLine, form: Form) -> int:
    """What a line brings to the gross total, in cents: a statement tells all, other forms what they claim."""
    return line.open_cents if form is Form.STATEMENT else line.claimed_cents


def _wrong_sums(notice: Notice) -> Iterator[str]:
    if not notice.lines:
        yield "it lists no invoice. A message is about something."
    currencies = [total.currency for total in notice.totals]
    if len(set(currencies)) < len(currencies):
        yield "a currency has two totals. Add them into one."
    for currency in sorted({line.currency for line in notice.lines} - set(currencies)):
        yield f"its lines in {currency} have no total."
    for total in notice.totals:
        lines = [line for line in notice.lines if line.currency == total.currency]
        yield from _wrong_total(total, lines, notice.form)


def _wrong_total(total: Total, lines: list[NoticeLine], form: Form) -> Iterator[str]:
    sums = {
        "gross": (total.gross_cents, sum(counted(line, form) for line in lines)),
        "net": (total.net_cents, total.gross_cents - total.credits_cents),
        "interest": (total.interest_cents, sum(line.interest_cents for line in lines)),
        "indemnity": (total.indemnity_cents, sum(line.indemnity_cents for line in lines)),
    }
    for name, (said, added) in sums.items():
        if said != added:
            yield f"its {name} in {total.currency} says {said} cents, its parts add up to {added}."


def _wrong_claims(notice: Notice) -> Iterator[str]:
    for line in notice.lines:
        if not 0 <= line.claimed_cents <= line.open_cents - line.disputed_cents and line.open_cents > 0:
            yield f"of {line.number} more is claimed than is open and undisputed."
    if notice.form in _CHASING and all(total.net_cents <= 0 for total in notice.totals):
        yield "nothing is left to pay. Send a statement of account, or nothing."
    if notice.natural_person and any(total.indemnity_cents for total in notice.totals):
        yield "the indemnity of art. D441-5 C. com. is due by professionals only. Leave it out."
    if notice.natural_person and _BUSINESS_LAW.search(notice.rates):
        yield "its sentence on rates names art. L441-10 C. com., which binds professionals only."
    if notice.payment_link and not notice.payment_link.startswith("https://"):
        yield "its payment link does not start with https://."


def _wrong_formal_notice(notice: Notice) -> Iterator[str]:
    if notice.form is not Form.FORMAL_NOTICE:
        return
    if notice.deadline_on is None or notice.deadline_on <= notice.dated_on:
        yield "a formal notice needs a deadline after its own day."
    if not notice.sender.lines or not notice.sender.mentions:
        yield (
            "a formal notice names its creditor in full. Give the sender an address, and its mentions: "
            "SIREN, register and city, registered office, legal form, capital (art. R123-237 C. com.)."
        )
