"""What is wrong with the form of a prospect, in the words that stand beside its fields."""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from scoring.usecases import NotASiren
from serving.web.asking import ProspectForm
from serving.web.errors import AmountRefused
from serving.web.speech import Speech


def _(text: str) -> str:
    """Marks a text for the catalogue."""
    return text


_FIELDS = {
    "amount_cents": _("Asked for, in euros"),
    "days": _("Days of credit"),
    "month_end": _("End of the month"),
    "name": _("Name"),
    "naf": _("Sector (NAF)"),
    "legal_form": _("Legal form"),
    "postcode": _("Postcode"),
    "founded_on": _("Founded on"),
    "closed_on": _("Closed on"),
    "who": _("Supplier"),
    "usual_days_late": _("Usual days late"),
    "highest_credit_cents": _("Most it was ever owed"),
    "incidents": _("Unpaid or returned payments"),
    "scale": _("Scale"),
    "value": _("Its value"),
    "dated_on": _("Given on"),
}
# By the beginning of what the check calls it; the first that fits.
_WHY = (
    ("missing", _("%(field)s: nothing is written.")),
    ("date", _("%(field)s: write a day, such as 2024-06-30.")),
    ("int_type", _("%(field)s: nothing is written.")),
    ("int", _("%(field)s: write a whole number.")),
    ("greater", _("%(field)s: the number is too small.")),
    ("less", _("%(field)s: the number is too large.")),
    ("string_too_long", _("%(field)s: this is too long.")),
    ("", _("%(field)s: this cannot be used as it is written.")),
)


def faults_of(error: Exception, form: ProspectForm, said: Speech) -> tuple[str, ...]:
    """Sentences in the language of the page; a refusal of the rules keeps its own."""
    if isinstance(error, ValidationError):
        return tuple(_told(error, said))
    if isinstance(error, AmountRefused):
        told = said.gettext(_("“%(text)s” is not an amount. Write it as 1250.00 or 1250,00."))
        return (told % {"text": error.text},)
    if isinstance(error, NotASiren):
        told = said.gettext(_("“%(text)s” is not a SIREN: nine digits, of which the last one is a check."))
        return (told % {"text": form.siren},)
    if not form.siren and not form.name:
        return (said.gettext(_("Nobody is named. Write the company's SIREN, or its name.")),)
    return (str(error),)


def _told(error: ValidationError, said: Speech) -> Iterator[str]:
    for one in error.errors(include_url=False, include_context=False, include_input=False):
        field = said.gettext(_field(one["loc"]))
        why = next(text for start, text in _WHY if one["type"].startswith(start))
        yield said.gettext(why) % {"field": field}


def _field(place: tuple[Any, ...]) -> str:
    known = [str(part) for part in place if str(part) in _FIELDS]
    return _FIELDS[known[-1]] if known else ".".join(map(str, place))
