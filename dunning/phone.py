"""A telephone number as a contact list has it, in the form that gateways of text messages dial."""

import re

# How a national number becomes an international one: the country's code, and the zero that falls away before.
_COUNTRIES = {
    "AT": ("43", "0"), "BE": ("32", "0"), "CH": ("41", "0"), "DE": ("49", "0"), "ES": ("34", ""),
    "FR": ("33", "0"), "GB": ("44", "0"), "IT": ("39", ""), "LU": ("352", ""), "NL": ("31", "0"),
    "PT": ("351", ""),
}  # fmt: skip
_ASIDE = re.compile(r"[\s.\-/()\u2010-\u2015]+")
_DIALLED = re.compile(r"\+[1-9]\d{6,14}")
_FRENCH, _FRENCH_MOBILE = "+33", re.compile(r"\+33[67]\d{8}")


def texted(phone: str, *, country: str) -> str:
    """“06 12 34 56 78” as +33612345678; blank for what cannot be one, and for French landlines.

    `country` is where a number without a country's code is from.
    """
    plain = _ASIDE.sub("", phone.replace("(0)", ""))
    plain = f"+{plain[2:]}" if plain.startswith("00") else plain
    if not plain.startswith("+"):
        code, zero = _COUNTRIES.get(country, ("", ""))
        plain = f"+{code}{plain.removeprefix(zero)}" if code and plain.isdecimal() else ""
    if not plain.isascii() or not _DIALLED.fullmatch(plain):
        return ""
    return "" if plain.startswith(_FRENCH) and not _FRENCH_MOBILE.fullmatch(plain) else plain
