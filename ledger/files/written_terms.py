"""Payment terms as exports write them: “30 jours”, “45 jours fin de mois”, “60 j net”."""

import re

from kernel.days import MonthEnd, Terms
from ledger.files.plain import plain

LONGEST_DAYS = 365
_LONGEST = 60  # characters quoted back
_DAYS = r"(?P<days>\d{1,3})(?: ?(?:j|jrs?|jours?|d|days?))?"
_END = r"(?:fdm|fm|fin (?:de|du) mois|eom|eofm|end of (?:the )?month)"
_INVOICE = (
    r"(?: (?:a )?(?:compter )?(?:de )?(?:la )?(?:date )?(?:de )?(?:la )?(?:facture|facturation|emission))"
)
_FORMS = (
    (re.compile(rf"(?:a )?(?:net )?{_DAYS}(?: nets?)?{_INVOICE}?"), MonthEnd.NONE),
    (re.compile(rf"{_DAYS} (?:net )?(?:from|after)(?: the)? invoice(?: date)?"), MonthEnd.NONE),
    (re.compile(rf"(?:a )?(?:net )?{_DAYS}(?: nets?)? {_END}"), MonthEnd.DAYS_THEN_END),
    (re.compile(rf"{_END}(?: plus| and| et)? {_DAYS}"), MonthEnd.END_THEN_DAYS),
    # The tenth day after a month's end is the tenth of the next month.
    (re.compile(rf"{_END} le (?P<days>\d{{1,2}})"), MonthEnd.END_THEN_DAYS),
)


def _spellings(words: str) -> frozenset[str]:
    return frozenset(plain(word) for word in words.split(","))


_AT_ONCE = _spellings(
    """comptant, au comptant, paiement comptant, règlement comptant, à réception, à réception de facture,
    réception, paiement à réception, paiement à réception de facture, paiement immédiat, immédiat,
    immediate payment, immediate, due on receipt, on receipt, upon receipt, cash"""
)
_MONTH_END = _spellings(
    "fin de mois, à fin de mois, fin du mois, fdm, fm, eom, end of month, end of the month"
)
_READINGS = {
    **dict.fromkeys(_spellings("none, net, non, no, n, 0, aucun, date de facture"), MonthEnd.NONE),
    **dict.fromkeys(_spellings("days then end, oui, yes, o, y, 1, x") | _MONTH_END, MonthEnd.DAYS_THEN_END),
    **dict.fromkeys(
        _spellings("end then days, fin de mois plus jours, fin de mois puis jours"), MonthEnd.END_THEN_DAYS
    ),
}


def written_terms(text: str) -> Terms:
    """The terms that a text says exactly. Raises ValueError with a sentence for any other.

    “45 jours fin de mois” adds the days and then goes to the end of the month, “fin de mois 45 jours” the
    other way round. “30 jours fin de mois le 10” is neither, and no day is invented for it.
    """
    words = plain(text.replace("+", " plus "))
    if words in _AT_ONCE:
        return Terms(0)
    if words in _MONTH_END:
        return Terms(0, MonthEnd.DAYS_THEN_END)
    for form, month_end in _FORMS:
        if (found := form.fullmatch(words)) is not None and int(found["days"]) <= LONGEST_DAYS:
            return Terms(int(found["days"]), month_end)
    raise ValueError(
        f"The terms “{text.strip()[:_LONGEST]}” cannot be read exactly. Write such as “30 jours”, “45 jours "
        "fin de mois” or “fin de mois 45 jours”."
    )


def written_month_end(text: str) -> MonthEnd:
    """How a column of its own says that month ends count. Raises ValueError with a sentence."""
    found = _READINGS.get(plain(text))
    if found is None:
        raise ValueError(
            f"“{text.strip()[:_LONGEST]}” is not a reading of month end. Known are: {', '.join(MonthEnd)}."
        )
    return found
