"""What stands for each placeholder of a text, from the notice alone."""

from collections.abc import Callable

from dunning.letters.labels import LABELS, Labels
from dunning.letters.typography import clean, long_day, money_text
from dunning.notice import Notice, NoticeLine, Total
from kernel.language import Language


def values_of(notice: Notice) -> dict[str, str]:
    """By placeholder; blank where the notice has none."""
    language, labels = notice.language, LABELS[notice.language]
    last = max((one.sent_on for one in notice.past), default=None)
    # Of an empty notice none is asked: it is refused before.
    oldest, latest = min(line.due_on for line in notice.lines), max(line.days_late for line in notice.lines)
    return {
        **_parties(notice),
        **_sums(notice),
        "count": str(len(notice.lines)),
        "date": long_day(notice.dated_on, language),
        "deadline": long_day(notice.deadline_on, language) if notice.deadline_on else "",
        "delay": days_text((notice.deadline_on - notice.dated_on).days, labels) if notice.deadline_on else "",
        "invoices": _invoices(notice, labels),
        "last_reminder": long_day(last, language) if last else "",
        "late": days_text(latest, labels) if latest > 0 else "",
        "oldest_due": long_day(oldest, language),
    }


def days_text(count: int, labels: Labels) -> str:
    one, many = labels.days
    return (one if count == 1 else many).format(count=count)


def number_of(line: NoticeLine, labels: Labels) -> str:
    """The invoice's number, and which instalment of it."""
    name = clean(line.number)
    return f"{name}, {labels.instalment.format(name=clean(line.instalment))}" if line.instalment else name


def sums_text(
    totals: tuple[Total, ...], language: Language, of: Callable[[Total], int], *, zero: bool
) -> str:
    """One amount a currency, never added up: “1 200,00 € et 300,00 USD”; blank where all are nil."""
    shown = [one for one in totals if zero or of(one)]
    texts = [money_text(of(one), one.currency, language) for one in shown]
    joint = " et " if language is Language.FRENCH else " and "
    return joint.join([", ".join(texts[:-1]), texts[-1]]) if len(texts) > 1 else "".join(texts)


def _parties(notice: Notice) -> dict[str, str]:
    told = {
        "contact": notice.sender.contact,
        "customer": notice.customer,
        "email": notice.sender.email,
        "phone": notice.sender.phone,
        "recipient": notice.recipient.name,
        "reference": notice.reference,
        "sender": notice.sender.name,
        "signed_by": notice.signed_by,
    }
    return {name: clean(text) for name, text in told.items()}


def _sums(notice: Notice) -> dict[str, str]:
    language, totals = notice.language, notice.totals
    disputed = tuple(
        Total(total.currency, sum(_disputed(notice, total.currency)), 0, 0) for total in notice.totals
    )
    return {
        "credits": sums_text(totals, language, lambda one: one.credits_cents, zero=False),
        "disputed": sums_text(disputed, language, lambda one: one.gross_cents, zero=False),
        "gross": sums_text(totals, language, lambda one: one.gross_cents, zero=True),
        "indemnity": sums_text(totals, language, lambda one: one.indemnity_cents, zero=False),
        "interest": sums_text(totals, language, lambda one: one.interest_cents, zero=False),
        "net": sums_text(totals, language, lambda one: one.net_cents, zero=True),
    }


def _disputed(notice: Notice, currency: str) -> list[int]:
    return [line.disputed_cents for line in notice.lines if line.currency == currency]


def _invoices(notice: Notice, labels: Labels) -> str:
    numbers = {line.number for line in notice.lines}
    first = notice.lines[0]
    if len(numbers) == 1 and first.issued_on is not None:
        day = long_day(first.issued_on, notice.language)
        return labels.one_invoice.format(number=clean(first.number), day=day)
    one, many = labels.invoices
    return (one if len(numbers) == 1 else many).format(count=len(numbers))
