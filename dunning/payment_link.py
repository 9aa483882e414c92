"""Where a customer may pay by a link: an address with placeholders, filled for one message."""

import re
from collections.abc import Iterator, Sequence
from string import Formatter

from dunning.notice import Total

PLACEHOLDERS = ("amount", "currency", "customer", "reference")
_LONGEST = 300
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:[0-9]{1,5})?")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_EURO = "EUR"


def link_wrongs(link: str) -> Iterator[str]:
    """What keeps an address from being a payment link, told so that its writer can mend it."""
    known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    try:
        fields = list(Formatter().parse(link))
    except ValueError:
        yield "payment_link cannot be read. Write it as https://pay.example/{reference}."
        return
    authority = re.split(r"[/?#]", link.removeprefix("https://"), maxsplit=1)[0]
    if "@" in authority:
        yield "payment_link holds a login, which every customer would read. Take it out."
    elif not link.startswith("https://") or not _HOST.fullmatch(authority):
        yield "payment_link must be an https:// address whose host is written out."
    if not re.fullmatch(r"[!-~]*", link) or len(link) > _LONGEST or set(link) & set("<>\"'\\"):
        yield f"payment_link has {_LONGEST} plain letters at most, without spaces and quotation marks."
    for _, name, spec, conversion in fields:
        if name is not None and (name not in PLACEHOLDERS or spec or conversion):
            yield f"the placeholder {{{name}}} in payment_link is not known. Known there: {known}."


def link_for(link: str, *, reference: str, customer: str, totals: Sequence[Total]) -> str:
    """The address for one message, each value percent-encoded; blank without a link or anything to pay.

    Of several currencies it asks for one, the euro first: a payment has one amount.
    """
    owed = [one for one in totals if one.net_cents > 0]
    if not link or not owed:
        return ""
    asked = min(owed, key=lambda one: (one.currency != _EURO, one.currency))
    values = {
        "amount": f"{asked.net_cents // 100}.{asked.net_cents % 100:02d}",
        "currency": asked.currency,
        "customer": customer,
        "reference": reference,
    }
    return link.format(**{name: _encoded(value) for name, value in values.items()})


def _encoded(value: str) -> str:
    """Every sign but the unreserved ones of RFC 3986 as %XX of its UTF-8."""
    return "".join(chr(one) if one in _UNRESERVED else f"%{one:02X}" for one in value.encode())
