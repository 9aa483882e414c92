"""French company numbers: SIREN (the company), SIRET (an establishment), VAT number."""

from collections.abc import Callable

from stdnum.exceptions import ValidationError
from stdnum.fr import siren as _siren
from stdnum.fr import siret as _siret
from stdnum.fr import tva as _tva


def siren(text: str) -> str:
    """The nine digits, checked by their key. Raises ValueError with a sentence."""
    return _checked(text, "SIREN", "nine digits", _siren.validate)


def siret(text: str) -> str:
    """The fourteen digits, checked by their key. Raises ValueError with a sentence."""
    return _checked(text, "SIRET", "fourteen digits", _siret.validate)


def vat(text: str) -> str:
    """The French VAT number with its FR prefix, checked. Raises ValueError with a sentence."""
    return "FR" + _checked(text, "French VAT number", "FR, two characters and a SIREN", _tva.validate)


def siren_of_siret(text: str) -> str:
    return siret(text)[:9]


def _checked(text: str, name: str, form: str, validate: Callable[[str], str]) -> str:
    try:
        return validate(text)
    except ValidationError as error:
        raise ValueError(f"“{text}” is not a {name} ({form}): {error}") from error
