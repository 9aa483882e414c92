"""What each family of features says of a customer, in a sentence with its own figures."""

from collections.abc import Callable, Mapping

from features.feature import Family
from kernel.language import Language
from scoring.wording import company, conduct, payments
from scoring.wording.phrases import Figures

BASE = "starting point"


def sentence(family: str, figures: Figures, language: Language) -> str:
    """The sentence of a family for the features' values `figures`, of which any may be missing."""
    return _SENTENCES[family](figures, language is Language.FRENCH)


def _base(_figures: Figures, french: bool) -> str:
    if french:
        return "Point de départ : la part des clients qui font défaut dans l'année."
    return "Starting point: the share of customers that default within a year."


_SENTENCES: Mapping[str, Callable[[Figures, bool], str]] = {
    Family.LATENESS: payments.lateness,
    Family.HABIT: payments.habit,
    Family.RECENT: payments.recent,
    Family.OVERDUE: payments.overdue,
    Family.RELATION: conduct.relation,
    Family.INVOICE: payments.invoice,
    Family.CALENDAR: payments.calendar,
    Family.IDENTITY: company.identity,
    Family.ACCOUNTS: company.accounts,
    Family.LEGAL: company.legal,
    Family.CONDUCT: conduct.conduct,
    Family.GROUP: conduct.group,
    BASE: _base,
}
