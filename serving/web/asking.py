"""The form of a prospect, as it is typed, into the question that programs ask too."""

from typing import Any

from pydantic import BaseModel, Field

from ledger.finding.words import siren_in
from serving.api.schemas.prospect import ProspectQuestion
from serving.web.amounts import cents_from

_FIGURES = (
    "sales",
    "equity",
    "total_assets",
    "net_income",
    "current_assets",
    "current_liabilities",
    "financial_debts",
)
_MOST_REFERENCES = 3
_PERSON = {"yes": True, "no": False}


class ProspectForm(BaseModel):
    """Texts as they are typed; whatever is blank is not said."""

    model_config = {"str_max_length": 2_000, "str_strip_whitespace": True}

    siren: str = ""
    name: str = ""
    amount: str = ""
    days: str = ""
    month_end: str = "none"
    person: str = ""
    naf: str = ""
    legal_form: str = ""
    postcode: str = ""
    founded_on: str = ""
    closed_on: str = ""
    sales: str = ""
    equity: str = ""
    total_assets: str = ""
    net_income: str = ""
    current_assets: str = ""
    current_liabilities: str = ""
    financial_debts: str = ""
    reference_who: list[str] = Field(default=[], max_length=_MOST_REFERENCES)
    reference_late: list[str] = Field(default=[], max_length=_MOST_REFERENCES)
    reference_highest: list[str] = Field(default=[], max_length=_MOST_REFERENCES)
    reference_incidents: list[str] = Field(default=[], max_length=_MOST_REFERENCES)
    external_scale: str = ""
    external_value: str = ""
    external_on: str = ""

    def question(self) -> ProspectQuestion:
        """Raises ValueError, one of its kinds, for what cannot be used."""
        told: dict[str, Any] = {
            "siren": siren_in(self.siren) or self.siren,
            "name": self.name,
            "request": {"amount_cents": cents_from(self.amount)},
            "terms": {"days": self.days, "month_end": self.month_end},
            "natural_person": _PERSON.get(self.person),
            "naf": self.naf,
            "legal_form": self.legal_form,
            "postcode": self.postcode,
            "founded_on": self.founded_on or None,
            "statements": self._statements(),
            "references": self._references(),
        }
        if self.external_scale and self.external_value:
            told["external"] = {
                "scale": self.external_scale,
                "value": self.external_value,
                "dated_on": self.external_on,
            }
        return ProspectQuestion.model_validate(told)

    def _statements(self) -> list[dict[str, Any]]:
        typed = {name: _signed(getattr(self, name)) for name in _FIGURES}
        figures = {name: cents for name, cents in typed.items() if cents is not None}
        if not figures and not self.closed_on:
            return []
        return [{"closed_on": self.closed_on, "figures_cents": figures}]

    def _references(self) -> list[dict[str, Any]]:
        columns = (self.reference_who, self.reference_late, self.reference_highest, self.reference_incidents)
        rows = zip(*(column + [""] * (_MOST_REFERENCES - len(column)) for column in columns), strict=True)
        return [
            {
                "who": who,
                "usual_days_late": late or None,
                "highest_credit_cents": cents_from(highest),
                "incidents": incidents or 0,
            }
            for who, late, highest, incidents in rows
            if who
        ]


def _signed(text: str) -> int | None:
    """Equity and income may be below zero."""
    below = text.startswith(("-", "−"))
    cents = cents_from(text[1:] if below else text)
    return -cents if below and cents is not None else cents
