"""A customer's score as it is told outside."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from scoring.score import CustomerScore
from serving.api.schemas.days import Day


class ReasonAnswer(BaseModel):
    """One of the facts that made the score what it is."""

    model_config = ConfigDict(from_attributes=True)

    family: str = Field(description="What the reason is about.", examples=["overdue"])
    text: str = Field(
        description="The reason in words.", examples=["2 invoices overdue, the oldest by 41 days."]
    )
    contribution: float = Field(
        description="By how much it moves the log-odds of default; positive is riskier.",
        examples=[0.42],
    )


class CounterfactualAnswer(BaseModel):
    """The one change that would help most, asked of the model itself."""

    model_config = ConfigDict(from_attributes=True)

    feature: str = Field(description="What would change.", examples=["oldest_overdue_days"])
    now: float = Field(description="What it is.", examples=[62.0])
    value: float = Field(description="What it would be.", examples=[0.0])
    score: float = Field(description="The score then.", examples=[71.0])
    pd_12m: float = Field(description="The probability of default then.", examples=[0.0072])
    text: str = Field(
        description="The same in words.",
        examples=["If all that is overdue were paid, the score would be 71 instead of 58."],
    )


class NextPaymentAnswer(BaseModel):
    """How the next invoice will be paid, by the lateness model."""

    model_config = ConfigDict(from_attributes=True)

    p_late_30: float = Field(
        description="Probability that the next usual invoice is paid more than 30 days late.", examples=[0.18]
    )
    model: str = Field(description="The model and version that answered.", examples=["lateness 3"])


class ScoreAnswer(BaseModel):
    """A customer's or a prospect's score on an evening, with its reasons."""

    model_config = ConfigDict(from_attributes=True)

    customer: str | None = Field(
        description="The customer's code; null for a company that is none.", examples=["C-0001"]
    )
    siren: str | None = Field(description="The company's SIREN, where it is known.", examples=["732829320"])
    as_of: Day = Field(description="The evening whose knowledge was used.", examples=["2024-05-10"])
    score: float = Field(
        description="10 × log2((1 − PD) / PD), from 0 (worst) to 100 (best): ten points double the odds.",
        examples=[58.2],
    )
    grade: str = Field(description="The probability of default as a letter; A is best.", examples=["C"])
    pd_12m: float = Field(
        description="Probability of default within twelve months, as things stand today.", examples=[0.0174]
    )
    pd_12m_low: float = Field(description="Lower end of what it may be.", examples=[0.009])
    pd_12m_high: float = Field(description="Upper end of what it may be.", examples=[0.031])
    pd_through_cycle: float = Field(
        description="The same at the long-run rate of default.", examples=[0.0161]
    )
    confidence: str = Field(description="How wide that interval is, in a word.", examples=["medium"])
    tier: str = Field(
        description="T0: identity; T1: public accounts or announcements too; T2: our own ledger too.",
        examples=["T2"],
    )
    knowledge: str = Field(description="The tier in words.", examples=["Known: how it pays us."])
    source: str = Field(description="Whose answer it is.", examples=["blend 40 %", "expert prior"])
    source_text: str = Field(
        description="The same in words.", examples=["Answered by your book's own model."]
    )
    own_weight: float = Field(
        description="The share of the book's own model in it, beside the expert prior.", examples=[0.4]
    )
    override: str | None = Field(
        description="The fact that decides alone: “insolvency” or “in default”; null without one.",
        examples=["insolvency"],
    )
    override_text: str | None = Field(
        description="The same in words.", examples=["OPEN INSOLVENCY PROCEEDING: it decides the grade alone."]
    )
    natural_person: bool | None = Field(
        description="Whether it is a natural person, of whom no refusal may rest on this score alone; "
        "null where nobody said.",
        examples=[False],
    )
    adverse: list[ReasonAnswer] = Field(description="What raises the risk, the strongest first.")
    favourable: list[ReasonAnswer] = Field(description="What lowers it, the strongest first.")
    contributions: dict[str, float] = Field(
        description="Log-odds by family, the starting point among them; they sum to the model's log-odds "
        "before calibration and override.",
        examples=[{"overdue": 0.42, "starting point": -3.66}],
    )
    counterfactual: CounterfactualAnswer | None = Field(
        description="The change that would help most; null where none matters."
    )
    next_payment: NextPaymentAnswer | None = Field(
        description="How the next invoice will be paid; null before a lateness model or an invoice is there."
    )
    model: str = Field(description="The model and version that answered.", examples=["default 2"])
    notes: list[str] = Field(description="What the reader should know of this answer.", examples=[[]])

    @model_validator(mode="before")
    @classmethod
    def _told(cls, value: Any) -> Any:
        if not isinstance(value, CustomerScore):
            return value
        told = {name: getattr(value, name) for name in value.__slots__}
        told |= {
            "pd_12m_low": value.low,
            "pd_12m_high": value.high,
            "pd_through_cycle": value.pd_ttc,
            "tier": f"T{value.tier}",
        }
        return told | {name: told[name] or None for name in ("siren", "override", "override_text")}
