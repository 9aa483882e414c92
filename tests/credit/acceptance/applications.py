"""Applications to decide on, one by one and all there may be."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from hypothesis import strategies as st

from credit.acceptance.acceptance import decide
from credit.acceptance.answer import Acceptance
from credit.acceptance.application import (
    Application,
    Cause,
    Chance,
    Company,
    ExternalScore,
    Piece,
    Reference,
    Request,
)
from credit.acceptance.policy import AcceptancePolicy, Policies
from credit.law.payment_terms import Sold
from credit.limit.limit import Question
from credit.limit.policy import LimitPolicy
from credit.standing import Accounts, Scored, Standing
from kernel.days import MonthEnd
from kernel.policy import policy_from
from tests.policies import GRADES

_SHIPPED = Path(__file__).resolve().parents[3] / "policy"
SHIPPED = (_SHIPPED / "acceptance.toml").read_text(encoding="utf-8")
POLICY = policy_from(SHIPPED, AcceptancePolicy, name="acceptance.toml")
_LIMITS = policy_from((_SHIPPED / "limit.toml").read_text(encoding="utf-8"), LimitPolicy, name="limit.toml")
# Small figures of their own: what the cases come to does not move with the shipped ones.
LIMITS = replace(
    _LIMITS,
    capacity=replace(
        _LIMITS.capacity,
        equity_share={"A": 0.15, "B": 0.12, "C": 0.10, "D": 0.06, "E": 0.03, "F": 0.0},
        working_capital_share=dict.fromkeys("ABCDEF", 0.0),
        without_accounts_cents={
            "A": 10_000_000, "B": 6_000_000, "C": 3_000_000, "D": 1_000_000, "E": 200_000, "F": 0,
        },
    ),
    appetite=replace(_LIMITS.appetite, default_days=0),
)  # fmt: skip
POLICIES = Policies(POLICY, LIMITS, GRADES)
ON = date(2025, 6, 30)


def scored(pd: float, *, tier: int = 1, override: str = "") -> Scored:
    low, high = pd / (3 - 2 * pd), 3 * pd / (1 + 2 * pd)  # a third and three times the odds
    return Scored(pd, low, high, GRADES.grade_of(pd).value, tier, override, "default 1", ON)


def application(pd: float = 0.01, cents: int = 1_000_000, days: int = 30, **more: object) -> Application:
    """A sound company of ten years that asks for 10,000.00 on 30 days, unless told otherwise."""
    company = Company("732829320", "Martin", False, None, "", None, 50_000_000, date(2024, 12, 31),
                      date(2015, 1, 1))  # fmt: skip
    standing = Standing(
        *(0, "732829320", "Martin", ON, "EUR"),
        *(0, 0, 0, 0, 0),
        sales_by_month=(0,) * 12,
        terms_days=days,
        first_invoice_on=None,
        scored=scored(pd),
        accounts=Accounts(date(2024, 12, 31), 50_000_000, 30_000_000, None, None, None),
    )
    told = Application(
        on=ON,
        request=Request(cents, "EUR", days),
        company=company,
        standing=standing,
        question=Question(0, 1_000_000_000, cents),
    )
    return replace(told, **more)  # type: ignore[arg-type]


def answer(one: Application) -> Acceptance:
    return decide(one, POLICIES)


chances = st.floats(0.0, 1.0)
maybe_days = st.none() | st.dates(date(1990, 1, 1), ON)
texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=8)
cents = st.integers(-(10**12), 10**12)


@st.composite
def chance(draw: st.DrawFn) -> Chance:
    low, middle, high = sorted(draw(st.tuples(chances, chances, chances)))
    return Chance(middle, low, high)


@st.composite
def applications(draw: st.DrawFn) -> Application:
    """Any at all: every field by itself."""
    asked = draw(st.integers(1, 10**12))
    told, days = draw(chance()), draw(st.integers(0, 365))
    override = draw(st.sampled_from(["", "", "insolvency", "in default"]))
    equity, closed = draw(st.none() | cents), draw(maybe_days)
    company = Company(
        siren=draw(st.sampled_from(["", "732829320"])),
        name=draw(texts),
        natural_person=draw(st.none() | st.booleans()),
        proceeding_since=draw(maybe_days),
        proceeding_stage=draw(st.sampled_from(["", "receivership"])),
        struck_off_on=draw(maybe_days),
        equity_cents=equity,
        accounts_on=closed,
        founded_on=draw(maybe_days),
        customers=draw(st.sampled_from([(), ("C1",)])),
    )
    grade = GRADES.grade_of(told.pd_12m).value
    model = Scored(told.pd_12m, told.low, told.high, grade, draw(st.integers(0, 2)),
                   override, "default 1", ON)  # fmt: skip
    accounts = None if closed is None else Accounts(closed, equity, draw(st.none() | cents), None, None, None)
    base = application()
    standing = replace(
        base.standing, scored=model, accounts=accounts, owed_cents=draw(cents), terms_days=days
    )
    return replace(
        base,
        request=Request(asked, "EUR", days, draw(st.sampled_from(MonthEnd)), draw(st.sampled_from(Sold)),
                        draw(st.booleans())),
        company=company,
        standing=standing,
        question=Question(0, draw(st.integers(0, 10**12)), asked + standing.exposure_cents),
        references=tuple(draw(st.lists(references(), max_size=3))),
        external=draw(st.none() | externals()),
        pieces=tuple(draw(st.lists(pieces(), max_size=2))),
        adverse=(Cause("legal", draw(texts), draw(st.floats(0, 5))),),
    )  # fmt: skip


def pieces() -> st.SearchStrategy[Piece]:
    return st.builds(Piece, st.sampled_from(["statements", "age"]), chance(), chance())


def references() -> st.SearchStrategy[Reference]:
    return st.builds(
        Reference,
        texts,
        maybe_days,
        st.none() | st.integers(0, 10**12),
        st.none() | st.integers(-30, 400),
        st.integers(0, 20),
    )


def externals() -> st.SearchStrategy[ExternalScore]:
    return st.builds(
        ExternalScore,
        texts,
        st.sampled_from(["banque_de_france", "zero_to_ten", "other"]),
        st.sampled_from(["1+", "5", "P", "7,5", "0", "11", "nan", "x"]),
        st.dates(date(2019, 1, 1), date(2026, 1, 1)),
        maybe_days,
    )
