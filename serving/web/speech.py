"""What a page says in a language: its texts, days, amounts and shares."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

from babel.core import Locale
from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal, format_percent
from babel.support import NullTranslations, Translations

from kernel.language import Language

LOCALE = Path(__file__).parent / "locale"
_LOCALES = {Language.ENGLISH: "en_GB", Language.FRENCH: "fr_FR"}
_HERE = ZoneInfo("Europe/Paris")
_WHOLE_FROM = 1_000
_WHOLE = {Language.ENGLISH: "¤#,##0", Language.FRENCH: "#,##0\u00a0¤"}


@dataclass(frozen=True, slots=True)
class Speech:
    """One language of the pages."""

    language: Language
    texts: NullTranslations

    @property
    def locale(self) -> Locale:
        return Locale.parse(_LOCALES[self.language])

    def gettext(self, text: str) -> str:
        found: str = self.texts.gettext(text)
        return found

    def ngettext(self, one: str, many: str, count: int) -> str:
        found: str = self.texts.ngettext(one, many, count)
        return found

    def money(self, cents: float | None, currency: str | None) -> str:
        """With cents below a thousand only: above, a reader decides on none."""
        if cents is None or not currency:
            return "–"
        amount = Decimal(round(cents)) / 100
        form = None if abs(amount) < _WHOLE_FROM else _WHOLE[self.language]
        told = format_currency(amount, currency, form, locale=self.locale, currency_digits=form is None)
        return str(told)

    def exact(self, cents: int | None, currency: str | None) -> str:
        """To the cent, whatever the amount."""
        if cents is None or not currency:
            return "–"
        return str(format_currency(Decimal(cents) / 100, currency, locale=self.locale))

    def day(self, on: date | None) -> str:
        return "–" if on is None else str(format_date(on, "d MMM y", locale=self.locale))

    def moment(self, at: datetime | None) -> str:
        return "–" if at is None else str(format_datetime(at, "d MMM y HH:mm", _HERE, locale=self.locale))

    def number(self, value: float | None, digits: int = 0) -> str:
        if value is None:
            return "–"
        form = "#,##0" + ("." + "0" * digits if digits else "")
        return str(format_decimal(round(value, digits), form, locale=self.locale))

    def share(self, value: float | None, digits: int = 0) -> str:
        if value is None:
            return "–"
        form = (
            "#,##0"
            + ("." + "0" * digits if digits else "")
            + ("\u202f%" if self.language is Language.FRENCH else "%")
        )
        return str(format_percent(value, form, locale=self.locale))

    def helpers(self) -> Mapping[str, Callable[..., str]]:
        """What templates call."""
        named = (self.money, self.exact, self.day, self.moment, self.number, self.share)
        return {one.__name__: one for one in named}


@lru_cache
def speech(language: Language) -> Speech:
    """English is what the templates say; the other language is in its catalogues, one a page."""
    if language is Language.ENGLISH:
        return Speech(language, NullTranslations())
    texts = Translations()
    for path in sorted((LOCALE / language).glob("*.po")):
        compiled = BytesIO()
        with path.open("rb") as file:
            write_mo(compiled, read_po(file, locale=str(language)))
        compiled.seek(0)
        texts.merge(Translations(compiled))
    return Speech(language, texts)
