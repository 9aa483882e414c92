"""How letters write amounts, days, account numbers and names in French and in English."""

import re
import unicodedata
from datetime import date

from kernel.language import Language, number_text

THIN = "\u202f"  # narrow and unbreakable: before ; : ! ? and between thousands
_UNBROKEN = "\u00a0"
_MINUS = "\u2212"
NOT_SHOWN = "\u25a1"
_SIGNS = {"EUR": "€", "GBP": "£"}
_MONTHS = {
    Language.FRENCH: (
        "janvier", "février", "mars", "avril", "mai", "juin",
        "juillet", "août", "septembre", "octobre", "novembre", "décembre",
    ),
    Language.ENGLISH: (
        "January", "February", "March", "April", "May", "June",
        "July", "August", "September", "October", "November", "December",
    ),
}  # fmt: skip
# What the fonts that come with the typesetter can draw, and no more than letters and signs of trade need.
_DRAWN_RANGES = (
    (0x20, 0x7E), (0xA0, 0xAC), (0xAE, 0x377), (0x37A, 0x37F), (0x384, 0x38A), (0x38C, 0x38C), (0x38E, 0x3A1),
    (0x3A3, 0x4FF), (0x5D0, 0x5EA), (0x621, 0x63A), (0x640, 0x652), (0x10D0, 0x10FF), (0x1E00, 0x1F15),
    (0x2009, 0x200A), (0x2010, 0x2027), (0x202F, 0x2040), (0x20A0, 0x20C0), (0x2100, 0x211E),
    (0x2122, 0x2122), (0x2190, 0x22FF), (0x25A0, 0x25FF),
)  # fmt: skip
_DRAWN = frozenset(chr(code) for first, last in _DRAWN_RANGES for code in range(first, last + 1))


def money_text(cents: int, currency: str, language: Language) -> str:
    """“1 234,56 €” or “€1,234.56”, to the cent; a currency without a common sign by its code."""
    sign, (units, rest) = (_MINUS if cents < 0 else ""), divmod(abs(cents), 100)
    whole, mark = number_text(units, language), _SIGNS.get(currency, currency)
    if language is Language.FRENCH:
        return f"{sign}{whole},{rest:02d}{_UNBROKEN}{mark}"
    space = "" if currency in _SIGNS else _UNBROKEN
    return f"{sign}{mark}{space}{whole}.{rest:02d}"


def long_day(day: date, language: Language) -> str:
    """“1er juillet 2025” or “1 July 2025”, which no line break takes apart."""
    month = _MONTHS[language][day.month - 1]
    number = "1er" if language is Language.FRENCH and day.day == 1 else str(day.day)
    return f"{number}{_UNBROKEN}{month}{_UNBROKEN}{day.year}"


def account_text(iban: str) -> str:
    """“FR76 3000 6000 …”, in groups of four."""
    plain = re.sub(r"\s", "", clean(iban)).upper()
    return _UNBROKEN.join(plain[at : at + 4] for at in range(0, len(plain), 4))


def typeset(text: str, language: Language) -> str:
    """Spaces, apostrophes and quotation marks as the language writes them; placeholders pass unharmed."""
    text = re.sub(r"(?<=\w)'(?=\w)", "’", text)
    if language is Language.ENGLISH:
        return text
    text = re.sub(r"\s*([;!?])(?=[\s»)]|$)", rf"{THIN}\1", text)
    text = re.sub(r"\s*:(?=\s|$)", f"{THIN}:", text)
    text = re.sub(r"«\s*", f"«{THIN}", text)
    text = re.sub(r"\s*»", f"{THIN}»", text)
    text = re.sub(r"(?<=\d) (?=[€%])", _UNBROKEN, text)
    return re.sub(r"\b(art\.|articles?|et|C\.) (?=\d|[LDR]\d|civ|com)", rf"\1{_UNBROKEN}", text)


def clean(text: str) -> str:
    """One line of what a person can see: no control character, none that turns the direction of writing."""
    spaced = "".join(" " if mark in "\n\r\t\v\f\u0085\u2028\u2029" else mark for mark in text)
    seen = (mark for mark in spaced if unicodedata.category(mark) not in {"Cc", "Cf", "Cs", "Co", "Cn"})
    return re.sub(" +", " ", unicodedata.normalize("NFC", "".join(seen))).strip()


def drawable(text: str) -> str:
    """The text with a box where the fonts of a letter have no picture: Chinese, emoji."""
    if _DRAWN.issuperset(text):
        return text
    return "".join(mark if mark in _DRAWN else NOT_SHOWN for mark in text)


def not_drawable(text: str) -> str:
    """The letters of a text that become boxes, each once."""
    return "".join(dict.fromkeys(mark for mark in text if mark not in _DRAWN))
