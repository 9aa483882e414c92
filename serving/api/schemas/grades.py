"""Grades and their migration as they are told outside."""

from pydantic import BaseModel, Field

from scoring.grading.cohort import Cohort
from scoring.grading.migration import Fall, Migration, Moved
from scoring.grading.report import GradeLine, GradeReport
from scoring.kept import HINDSIGHT
from serving.api.schemas.days import Day

_CENTS = Field(description="What they owe, in cents by currency.", examples=[{"EUR": 1_250_000}])


class GradeLineAnswer(BaseModel):
    """A grade and those who hold it."""

    grade: str = Field(description="A is best.", examples=["C"])
    below: float | None = Field(
        description="It begins below this probability; null for the last.", examples=[0.02]
    )
    customers: int = Field(description="How many hold it.", examples=[112])
    in_default: int = Field(description="Of them, already in default or insolvent.", examples=[0])
    exposure_cents: dict[str, int] = _CENTS
    expected: float | None = Field(
        description="Mean probability of default within twelve months of those not in default.",
        examples=[0.0132],
    )

    @classmethod
    def of(cls, line: GradeLine) -> "GradeLineAnswer":
        return cls(
            grade=line.grade,
            below=line.below,
            customers=line.customers,
            in_default=line.in_default,
            exposure_cents=dict(line.cents),
            expected=line.expected,
        )


class ObservedAnswer(BaseModel):
    """What came of a grade within a year."""

    grade: str = Field(description="The grade they held.", examples=["C"])
    customers: int = Field(description="Those not in default then.", examples=[98])
    defaults: int = Field(description="Of them, in default within the year.", examples=[2])
    expected: float = Field(description="The mean of what was foretold.", examples=[0.0131])
    rate: float = Field(description="The share that defaulted.", examples=[0.0204])
    low: float = Field(description="Lower end of Jeffreys' 95 % interval.", examples=[0.0044])
    high: float = Field(description="Upper end.", examples=[0.0648])
    p_value: float = Field(
        description="Probability, after what was seen, that the rate is no higher than what was foretold.",
        examples=[0.24],
    )


class InversionAnswer(BaseModel):
    """A grade of which more defaulted than of a worse one."""

    better: str = Field(description="The better grade.", examples=["B"])
    worse: str = Field(description="The worse one.", examples=["C"])
    sure: bool = Field(description="Whether their intervals lie apart.", examples=[False])


class CohortAnswer(BaseModel):
    """Customers scored a year ago."""

    scored_on: Day = Field(description="The evening they were scored.", examples=["2024-06-30"])
    until_on: Day = Field(description="The end of their year.", examples=["2025-06-30"])
    model: str = Field(description="The model that scored them.", examples=["default 2"])
    hindsight: bool = Field(
        description="Whether that model learnt from facts known later: then this is no proof.",
        examples=[False],
    )
    observed: list[ObservedAnswer] = Field(description="By grade, the best first.")
    monotone: bool = Field(description="Whether no grade defaulted more than a worse one.", examples=[True])
    inversions: list[InversionAnswer] = Field(description="Where one did.", examples=[[]])

    @classmethod
    def of(cls, cohort: Cohort) -> "CohortAnswer":
        return cls(
            scored_on=cohort.scored_on,
            until_on=cohort.until_on,
            model=cohort.model,
            hindsight=cohort.model.endswith(HINDSIGHT),
            observed=[
                ObservedAnswer(grade=grade, **{name: getattr(one, name) for name in one.__slots__})
                for grade, one in cohort.observed.items()
            ],
            monotone=not cohort.inversions,
            inversions=[
                InversionAnswer(better=one.better, worse=one.worse, sure=one.sure)
                for one in cohort.inversions
            ],
        )


class GradesAnswer(BaseModel):
    """Grades as they stand, and what came of those given a year ago."""

    as_of: Day = Field(description="The evening asked for.", examples=["2025-06-30"])
    scored_on: Day = Field(description="The stored evening that is told.", examples=["2025-06-30"])
    model: str = Field(description="The model that scored it.", examples=["default 2"])
    policy: str = Field(description="The version of the bands.", examples=["2026-11"])
    grades: list[GradeLineAnswer] = Field(description="The best first.")
    crowded: list[str] = Field(description="Grades that hold too many customers.", examples=[["C"]])
    cohort: CohortAnswer | None = Field(description="Null while no stored evening is a year old.")
    too_early: Day | None = Field(
        description="From which day a cohort can be judged; null when one is.", examples=[None]
    )

    @classmethod
    def of(cls, told: GradeReport) -> "GradesAnswer":
        return cls(
            as_of=told.as_of,
            scored_on=told.scored_on,
            model=told.model,
            policy=told.policy,
            grades=[GradeLineAnswer.of(line) for line in told.lines],
            crowded=[str(grade) for grade in told.crowded],
            cohort=None if told.cohort is None else CohortAnswer.of(told.cohort),
            too_early=told.too_early,
        )


class MovedAnswer(BaseModel):
    """Customers that went from a grade to another."""

    before: str | None = Field(description="The grade before; null for who is new.", examples=["C"])
    after: str | None = Field(description="The grade after; null for who is gone.", examples=["D"])
    customers: int = Field(description="How many.", examples=[7])
    exposure_cents: dict[str, int] = _CENTS

    @classmethod
    def of(cls, one: Moved) -> "MovedAnswer":
        return cls(
            before=one.before, after=one.after, customers=one.customers, exposure_cents=dict(one.cents)
        )


class FallAnswer(BaseModel):
    """A customer that lost several grades."""

    customer: str = Field(description="Its code.", examples=["C-0001"])
    before: str = Field(description="The grade before.", examples=["B"])
    after: str = Field(description="The grade after.", examples=["E"])
    pd_before: float = Field(description="Probability of default before.", examples=[0.006])
    pd_after: float = Field(description="Probability of default after.", examples=[0.09])
    exposure_cents: dict[str, int] = _CENTS

    @classmethod
    def of(cls, one: Fall) -> "FallAnswer":
        return cls(
            customer=one.code,
            before=one.before,
            after=one.after,
            pd_before=one.pd_before,
            pd_after=one.pd_after,
            exposure_cents=dict(one.cents),
        )


class MigrationAnswer(BaseModel):
    """Every move between two stored evenings."""

    from_on: Day = Field(description="The earlier evening.", examples=["2024-12-31"])
    to_on: Day = Field(description="The later evening.", examples=["2025-06-30"])
    moves: list[MovedAnswer] = Field(description="By grade before and after.")
    falls: list[FallAnswer] = Field(description="Who lost several grades, the deepest fall first.")

    @classmethod
    def of(cls, told: Migration) -> "MigrationAnswer":
        return cls(
            from_on=told.from_on,
            to_on=told.to_on,
            moves=[MovedAnswer.of(one) for one in told.moves],
            falls=[FallAnswer.of(one) for one in told.falls],
        )
