"""Several scores as they are told outside."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from kernel.language import Language
from serving.api.schemas.score import ReasonAnswer, ScoreAnswer


class ScorePage(BaseModel):
    """Stored scores, and where the next page begins."""

    scores: list[ScoreAnswer] = Field(description="The last score stored of each customer.")
    next: int | None = Field(description="The cursor of the next page; null on the last one.", examples=[100])


class FeaturesQuestion(BaseModel):
    """Features of a customer or a company, to be scored as they are."""

    model_config = ConfigDict(extra="forbid")

    features: dict[str, Annotated[float, Field(allow_inf_nan=False)] | None] = Field(
        max_length=500,
        description="Values by name, as the catalogue of features names them; null, or left out: not known.",
        examples=[{"n_paid": 24, "late_share": 0.25, "oldest_overdue_days": 12, "equity_ratio": None}],
    )
    model: str | None = Field(
        default=None,
        max_length=100,
        description="The label of the model that is to answer; the one in service when left out.",
        examples=[None],
    )
    in_default: bool | None = Field(
        default=None,
        description="Whether it is in default already, which decides alone; null: an open proceeding tells.",
    )
    language: Language | None = Field(
        default=None, description="Of the reasons; that of the house when left out.", examples=["en"]
    )


class FeaturesAnswer(BaseModel):
    """The score of features that the caller holds, with its reasons."""

    model_config = ConfigDict(from_attributes=True)

    score: float = Field(description="From 0 (worst) to 100 (best).", examples=[58.2])
    grade: str = Field(description="The probability of default as a letter; A is best.", examples=["C"])
    pd_12m: float = Field(description="Probability of default within twelve months.", examples=[0.0174])
    pd_12m_low: float = Field(
        validation_alias="low", description="Lower end of what it may be.", examples=[0.009]
    )
    pd_12m_high: float = Field(
        validation_alias="high", description="Upper end of what it may be.", examples=[0.031]
    )
    pd_through_cycle: float = Field(
        validation_alias="pd_ttc", description="The same at the long-run rate of default.", examples=[0.0161]
    )
    confidence: str = Field(description="How wide that interval is, in a word.", examples=["medium"])
    tier: int = Field(
        description="0: identity; 1: public accounts or announcements too; 2: our own ledger too.",
        examples=[2],
    )
    knowledge: str = Field(description="The tier in words.", examples=["Known: how it pays us."])
    source: str = Field(description="Whose answer it is.", examples=["blend 40 %"])
    source_text: str = Field(
        description="The same in words.", examples=["Answered by your book's own model."]
    )
    own_weight: float = Field(
        description="The share of the book's own model in it, beside the expert prior.", examples=[0.4]
    )
    override: str = Field(
        description="The fact that decides alone: “insolvency” or “in default”; empty without one.",
        examples=[""],
    )
    override_text: str = Field(description="The same in words.", examples=[""])
    adverse: list[ReasonAnswer] = Field(description="What raises the risk, the strongest first.")
    favourable: list[ReasonAnswer] = Field(description="What lowers it, the strongest first.")
    contributions: dict[str, float] = Field(
        description="Log-odds by family, the starting point among them; they sum to the model's log-odds "
        "before calibration and override.",
        examples=[{"overdue": 0.42, "starting point": -3.66}],
    )
    model: str = Field(description="The model and version that answered.", examples=["default 2"])
    notes: list[str] = Field(description="What the reader should know of this answer.", examples=[[]])
