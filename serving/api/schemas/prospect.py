"""A prospect asked about, and the answer, as they are told outside."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from credit.acceptance.application import Asked, ExternalScore, Reference, Request
from credit.law.payment_terms import Sold
from kernel.days import MonthEnd
from ledger.beside import STATEMENT_ITEMS
from ledger.company.proceeding import EFFECTS
from ledger.files.bodacc_kinds import COLLECTIVE
from ledger.files.liasse import CODES
from ledger.filling.items import items_of
from ledger.met import Met, MetEvent, MetStatement
from serving.api.schemas.days import Day

_MOST_CENTS = 10**15
_FIGURES = tuple(sorted(set(STATEMENT_ITEMS) - {"headcount"}))
_BOXES = tuple(sorted(CODES))

Text = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]
Cents = Annotated[int, Field(ge=-_MOST_CENTS, le=_MOST_CENTS)]
_EVENTS = (*sorted(EFFECTS), "sanction", "striking_off", "creation", "conciliation")
Figure = Literal[_FIGURES]  # type: ignore[valid-type]
Box = Literal[_BOXES]  # type: ignore[valid-type]
EventKind = Literal[_EVENTS]  # type: ignore[valid-type]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Amount(_Strict):
    """Money in whole cents of a currency."""

    amount_cents: int = Field(gt=0, le=_MOST_CENTS, description="In cents.", examples=[2_000_000])
    currency: str = Field(default="EUR", pattern="^[A-Z]{3}$", description="ISO 4217 code.")


class TermsAsked(_Strict):
    """The terms asked for."""

    days: int = Field(ge=0, le=365, description="Days of credit.", examples=[45])
    month_end: MonthEnd = Field(
        default=MonthEnd.NONE,
        description="days_then_end: the days, then the end of the month; end_then_days: the reverse.",
    )
    sold: Sold = Field(
        default=Sold.GENERAL, description="What we sell, where the law sets shorter terms for it."
    )
    periodic: bool = Field(default=False, description="One invoice for all deliveries of a period.")


class StatementTold(_Strict):
    """A yearly statement: by boxes of the tax form, or by name; in cents. What is left out is not known."""

    closed_on: Day = Field(description="The last day of the year.", examples=["2024-12-31"])
    months: int = Field(default=12, ge=1, le=24, description="How many months the year had.")
    lines_cents: dict[Box, Cents] = Field(
        default={},
        max_length=400,
        description="By codes of forms 2050 to 2053, such as DL (equity) and FL (sales).",
    )
    figures_cents: dict[Figure, Cents] = Field(
        default={}, max_length=40, description="By name: " + ", ".join(_FIGURES) + "."
    )

    def told(self) -> MetStatement:
        """Named figures stand before those that the boxes add up to."""
        boxes = items_of(self.lines_cents) if self.lines_cents else {}
        named = {name: float(cents) for name, cents in self.figures_cents.items()}
        return MetStatement(self.closed_on, self.months, {**boxes, **named})


class EventTold(_Strict):
    """An announcement about the company."""

    published_on: Day = Field(description="The day it was published.", examples=["2024-11-05"])
    happened_on: Day | None = Field(default=None, description="The day of the judgment.")
    kind: EventKind = Field(description="What was announced.", examples=["opening_receivership"])

    def told(self) -> MetEvent:
        family = COLLECTIVE if self.kind in EFFECTS or self.kind == "sanction" else self.kind
        return MetEvent(self.published_on, self.happened_on, family, self.kind)


class ReferenceTold(_Strict):
    """What another supplier says of it."""

    who: Text = Field(description="The supplier.", examples=["Durand SA"])
    since: Day | None = Field(default=None, description="Since when it supplies the company.")
    highest_credit_cents: Annotated[int, Field(ge=0, le=_MOST_CENTS)] | None = Field(
        default=None, description="The most it was ever owed, in cents."
    )
    usual_days_late: Annotated[int, Field(ge=-365, le=3_650)] | None = Field(
        default=None, description="Usual days late; 0 for on time."
    )
    incidents: int = Field(default=0, ge=0, le=1_000, description="Unpaid or returned payments.")

    def told(self) -> Reference:
        return Reference(
            self.who, self.since, self.highest_credit_cents, self.usual_days_late, self.incidents
        )


class ExternalTold(_Strict):
    """A score that somebody else gave."""

    by: Text = Field(default="", description="Who gave it.", examples=["Banque de France"])
    scale: Text = Field(description="The scale, by its name in the policy.", examples=["banque_de_france"])
    value: Annotated[str, Field(min_length=1, max_length=20, pattern=r"^[^\x00]*$")] | float = Field(
        description="The letter or number, as written.", examples=["4+"]
    )
    dated_on: Day = Field(description="The day it was given.", examples=["2025-03-01"])
    scale_on: Day | None = Field(
        default=None, description="The day from which the scale is what it is; that in force when left out."
    )

    def told(self) -> ExternalScore:
        """A letter of a scale may be written as a number: 8 is "8", not "8.0"."""
        value = f"{self.value:.10g}" if isinstance(self.value, float) else self.value
        return ExternalScore(self.by, self.scale, value, self.dated_on, self.scale_on)


class ProspectQuestion(_Strict):
    """A company that asks to buy on account, and what it tells of itself."""

    siren: Text = Field(
        default="", description="Its number; may be left out with a name.", examples=["732829320"]
    )
    name: Text = Field(default="", description="Its name.", examples=["Boulangerie Martin"])
    request: Amount = Field(description="The most that will be owed at once.")
    terms: TermsAsked = Field(description="The terms asked for.")
    natural_person: bool | None = Field(
        default=None, description="Whether it is a natural person (a sole trader); null where nobody said."
    )
    legal_form: Text = Field(
        default="", description="INSEE's legal category or words.", examples=["5499", "SARL"]
    )
    naf: Text = Field(default="", description="The sector's code.", examples=["4711B"])
    postcode: Text = Field(default="", description="Of its seat.", examples=["69003"])
    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] = Field(
        default="FR", description="ISO 3166 code of its seat."
    )
    founded_on: Day | None = Field(default=None, description="The day it was founded.")
    statements: list[StatementTold] = Field(default=[], max_length=20, description="Yearly statements.")
    events: list[EventTold] = Field(default=[], max_length=100, description="Announcements of the gazette.")
    references: list[ReferenceTold] = Field(default=[], max_length=50, description="Other suppliers.")
    external: ExternalTold | None = Field(default=None, description="An external score.")
    on: Day | None = Field(
        default=None,
        description="The day of the decision. Today when left out, or the last day of a ledger long ended.",
    )

    def asked(self) -> Asked:
        person = {None: "", True: "person", False: "company"}[self.natural_person]
        return Asked(
            request=Request(
                cents=self.request.amount_cents,
                currency=self.request.currency,
                days=self.terms.days,
                month_end=self.terms.month_end,
                sold=self.terms.sold,
                periodic=self.terms.periodic,
            ),
            siren=self.siren.strip(),
            name=self.name.strip(),
            natural_person=self.natural_person,
            told=Met(
                kind=person,
                legal_form=self.legal_form.strip(),
                naf=self.naf.strip(),
                country=self.country,
                postcode=self.postcode.strip(),
                founded_on=self.founded_on,
                statements=tuple(one.told() for one in self.statements),
                events=tuple(one.told() for one in self.events),
            ),
            references=tuple(one.told() for one in self.references),
            external=None if self.external is None else self.external.told(),
        )


class ProspectAnswered(BaseModel):
    """The answer, its rule, and everything it rests on."""

    decision: int = Field(description="The number under which the answer is kept.")
    subject: str = Field(description="The SIREN, or the name.")
    name: str = Field(description="The name.")
    natural_person: bool | None = Field(description="Whether it is a natural person; null where nobody said.")
    author: str = Field(description="Who asked.")
    decided_on: Day = Field(description="The day the answer is for.")
    outcome: Literal["accept", "accept with conditions", "refer", "refuse"] = Field(description="The answer.")
    rule: str = Field(description="The rule that decided.")
    person: bool = Field(
        description="Whether a refusal became a referral: no machine refuses a person alone."
    )
    applied: list[dict[str, Any]] = Field(description="Every rule that applies, in the order of the policy.")
    conditions: list[dict[str, Any]] = Field(
        description="What is asked for; on a refusal or referral what could take the place of credit."
    )
    requested_cents: int = Field(description="Asked for, in cents.")
    offered_cents: int = Field(description="What may be owed at once, in cents.")
    currency: str = Field(description="ISO 4217 code.")
    binding: str = Field(description="The constraint that sets the limit.")
    terms: dict[str, Any] = Field(description="The terms offered, and the longest the law allows.")
    chance: dict[str, float] = Field(description="Default within twelve months, with its interval.")
    model_chance: dict[str, float] = Field(description="The same by the model alone.")
    score: float = Field(description="From 0 (worst) to 100 (best).")
    grade: str = Field(description="The letter; A is best.")
    tier: int = Field(description="0: identity; 1: accounts or announcements too; 2: our ledger too.")
    model: str = Field(description="The model that answered.")
    override: str = Field(description="The fact that decides alone; empty without one.")
    break_even: float = Field(description="The chance of default at which a sale on credit earns nothing.")
    pd_over_terms: float | None = Field(description="The chance of default over the terms.")
    adjustments: list[dict[str, Any]] = Field(description="What moved the model's answer, in log-odds.")
    missing: list[dict[str, Any]] = Field(
        description="What is not known, with the answer if it were good and if it were bad."
    )
    adverse: list[dict[str, Any]] = Field(description="What raises the risk.")
    favourable: list[dict[str, Any]] = Field(description="What lowers it.")
    notes: list[str] = Field(description="What the reader should know of the score.")
    customers: list[str] = Field(description="Our codes of it, where it is a customer already.")
    policy: str = Field(description="The version of the acceptance policy.")
    limit_policy: str = Field(description="The version of the limit policy.")
    grade_policy: str = Field(description="The version of the grade bands.")
    text: dict[str, dict[str, str]] = Field(description="The sentences, by language.")
