"""Figures of what stands beside the ledger, worked by hand."""

from math import log

import numpy as np
import pytest

from features.profile_steps import department_of, legal_form_group
from features.ratios import altman_z_double_prime, conan_holder
from ledger.beside import STATEMENT_ITEMS
from tests.features.besides import SIREN, beside_figures, beside_of, told_of, with_customers
from tests.features.ledgers import Bill, Cash, facts_of
from tests.tables import rows

# A year in cents; the next one sells a tenth more, loses money and eats up half of the equity.
YEAR = {
    "total_assets": 100_000, "fixed_assets": 30_000, "current_assets": 70_000, "inventory": 20_000,
    "receivables": 36_000, "cash": 10_000, "equity": 40_000, "retained_earnings": 15_000, "provisions": 2_000,
    "debts": 58_000, "financial_debts": 22_000, "long_term_debts": 8_000, "current_liabilities": 50_000,
    "payables": 24_000, "tax_and_social_debts": 6_000, "sales": 180_000, "purchases": 120_000,
    "value_added": 60_000, "personnel_costs": 45_000, "ebitda": 12_000, "ebit": 9_000,
    "financial_charges": 1_500, "net_income": 6_000, "headcount": 12,
}  # fmt: skip
NEXT = {**YEAR, "sales": 198_000, "net_income": -3_000, "equity": 20_000, "ebitda": 0}
BILLS = [Bill(1, 0, 30)]


def _items(**changed: float) -> dict[str, np.ndarray]:
    return {name: np.array([float({**YEAR, **changed}[name])]) for name in STATEMENT_ITEMS}


def test_altman_by_hand() -> None:
    """6.56 × 0.2 + 3.26 × 0.15 + 6.72 × 0.09 + 1.05 × 40/58 = 1.312 + 0.489 + 0.6048 + 0.7241: safe."""
    assert altman_z_double_prime(_items())[0] == pytest.approx(3.1299, abs=1e-4)


def test_conan_holder_by_hand() -> None:
    """24 × 12/58 + 22 × 0.5 + 16 × 0.5 - 87 × 1.5/180 - 10 × 45/60 = 4.9655 + 11 + 8 - 0.725 - 7.5."""
    assert conan_holder(_items())[0] == pytest.approx(15.7405, abs=1e-4)


@rows("""
    changed         | value | Altman | Conan-Holder
    debts           | 0     | no     | no
    total_assets    | 0     | no     | no
    value_added     | -1    | yes    | no
    sales           | 0     | yes    | no
    ebit            | nan   | no     | yes
    provisions      | nan   | yes    | no
    ebitda          | -9    | yes    | yes
""")
def test_a_score_is_computed_or_not(changed: str, value: str, altman: str, conan: str) -> None:
    items = _items(**{changed: float(value)})
    assert bool(np.isfinite(altman_z_double_prime(items)[0])) == (altman == "yes")
    assert bool(np.isfinite(conan_holder(items)[0])) == (conan == "yes")


EXPECTED = {
    "equity_ratio": 0.4, "equity_to_debts": 40 / 58, "retained_earnings_to_assets": 0.15,
    "working_capital_to_assets": 0.2, "current_ratio": 1.4, "quick_ratio": 1.0, "cash_ratio": 0.2,
    "net_debt_to_ebitda": 1.0, "negative_equity": 0, "log_assets": log(1_000), "ebitda_negative": 0,
    "interest_cover": 8, "ebit_to_assets": 0.09, "gross_margin": 1 / 3, "ebitda_margin": 1 / 15,
    "net_margin": 1 / 30, "return_on_assets": 0.06, "asset_turnover": 1.8, "supplier_days": 60,
    "customer_days": 60, "stock_days": 40, "personnel_to_value_added": 0.75, "charges_to_sales": 1 / 120,
    "log_sales": log(1_800), "accounts_age_months": 130 / 30.4375, "filing_delay_days": 80, "has_accounts": 1,
    "headcount_band": 2,
}  # fmt: skip


def _statement(items: dict[str, float], *, closed: int, known: int, **more: object) -> dict[str, object]:
    return {"known": known, "closed": closed, "months": 12, "kind": "company", **items, **more}


def test_the_ratios_of_a_year() -> None:
    facts = with_customers(
        facts_of(BILLS), beside_of(statements=[_statement(YEAR, closed=-30, known=50)]), codes={1: "C1"}
    )
    told = told_of(facts, 100)
    for name, expected in EXPECTED.items():
        assert told[name] == pytest.approx(expected, rel=1e-5), name
    alone = ("sales_growth", "margin_change", "equity_change", "two_years_of_losses")
    assert told[list(alone)].isna().all()
    assert np.isnan(told_of(facts, 49)["equity_ratio"])
    assert told_of(facts, 49)["has_accounts"] == 0


def test_an_older_statement_filed_late_replaces_nothing_but_comes_in_behind() -> None:
    beside = beside_of(
        statements=[
            _statement(NEXT, closed=-30, known=50),
            _statement(YEAR, closed=-395, known=60),
            _statement({**YEAR, "equity": 99_000}, closed=-30, known=55, kind="consolidated"),
            _statement(YEAR, closed=-30, known=70, confidential=True),
        ]
    )
    facts = with_customers(facts_of(BILLS), beside, codes={1: "C1"})
    assert told_of(facts, 59)["equity_ratio"] == pytest.approx(0.2)
    told = told_of(facts, 75)
    assert told["equity_ratio"] == pytest.approx(0.2)
    assert told["sales_growth"] == pytest.approx(0.1)
    assert told["margin_change"] == pytest.approx(-1 / 15)
    assert told["equity_change"] == pytest.approx(-0.2)
    assert told["two_years_of_losses"] == 0
    assert (np.isnan(told["net_debt_to_ebitda"]), told["ebitda_negative"]) == (True, 1)
    assert told["filing_delay_days"] == 80


def test_flows_of_half_a_year_are_brought_to_twelve_months() -> None:
    beside = beside_of(statements=[_statement(YEAR, closed=-30, known=50, months=6)])
    told = told_of(with_customers(facts_of(BILLS), beside, codes={1: "C1"}), 50)
    assert told["asset_turnover"] == pytest.approx(3.6)
    assert told["equity_ratio"] == pytest.approx(0.4)


def _event(known: int, kind: str, family: str = "collective", **more: object) -> dict[str, object]:
    return {"known": known, "event": kind, "published": known, "family": family, "kind": kind, **more}


def test_what_the_gazette_said() -> None:
    beside = beside_of(
        profiles=[
            {"known": 0, "siren": SIREN, "kind": "company"},
            {"customer": 2, "known": 0, "siren": "404833048"},
        ],
        events=[
            _event(50, "opening_receivership"),
            _event(60, "director_change_seat_move", family="modification"),
            _event(70, "sale", family="sale"),
            _event(80, "opening_receivership", event="opening_receivership", cancelled=True),
        ],
    )
    facts = with_customers(facts_of([*BILLS, Bill(2, 0, 9, customer=2)]), beside, codes={1: "C1", 2: "C2"})
    names = [
        "proceeding_open",
        "legal_incidents_12m",
        "judgments_12m",
        "director_changes_12m",
        "seat_moves_12m",
    ]
    assert told_of(facts, 49)[names].isna().all()  # nobody read the gazette yet
    assert told_of(facts, 75)[[*names, "business_sales_12m"]].tolist() == [1, 1, 1, 1, 1, 1]
    assert told_of(facts, 75)["months_since_incident"] == pytest.approx(25 / 30.4375)
    assert told_of(facts, 80)[names].tolist() == [0, 0, 0, 1, 1]
    assert np.isnan(told_of(facts, 80)["months_since_incident"])
    assert told_of(facts, 75, customer=2)[names].tolist() == [0, 0, 0, 0, 0]
    assert told_of(facts, 425)["director_changes_12m"] == 0


def test_conduct_from_evening_to_evening() -> None:
    beside = beside_of(
        disputes=[
            {"known": 10, "case_id": 1, "invoice_id": 1, "cents": 50_000},
            {"known": 40, "case_id": 1, "invoice_id": 1, "cents": 0, "outcome": "customer"},
        ],
        promises=[
            {"known": 10, "case_id": 2, "invoice_id": 1, "promised": 20, "state": "open"},
            {"known": 21, "case_id": 2, "invoice_id": 1, "promised": 20, "state": "broken"},
            {"known": 21, "case_id": 3, "invoice_id": 0, "promised": 20, "state": "kept"},
            {"known": 30, "case_id": 2, "invoice_id": 1, "promised": 20, "state": "kept"},
        ],
        plans=[
            {"known": 10, "case_id": 4, "invoice_id": 1, "due": 15, "state": "open"},
            {"known": 16, "case_id": 4, "invoice_id": 1, "due": 15, "state": "broken"},
            {"known": 40, "case_id": 4, "invoice_id": 1, "due": 15, "state": "kept"},
        ],
        hand_overs=[
            {"known": 10, "case_id": 5, "state": "given", "party": "factor"},
            {"known": 25, "case_id": 6, "state": "given", "party": "agency"},
        ],
        returns=[{"known": 25, "returned": 20, "cents": 900}, {"known": 25, "returned": 20, "cents": 900}],
    )
    facts = with_customers(facts_of([*BILLS, Bill(2, 0, 30, 30_000)]), beside, codes={1: "C1"})
    names = ["disputed_share", "disputes_12m", "promises_kept_rate", "promises_broken_12m", "plan_open"]
    names += ["plan_broken", "handed_over", "returned_payments_12m"]
    assert told_of(facts, 9)[names].isna().all()
    before = told_of(facts, 22)[names].tolist()
    assert before[:7] == [0.25, 1, 0.5, 1, 1, 1, 0]  # of 400.00 open, the 100.00 of invoice 1 at most
    assert np.isnan(before[7])  # nobody had noted a return yet
    assert told_of(facts, 41)[names].tolist() == [0, 1, 1, 0, 0, 0, 1, 2]
    assert told_of(facts, 41)["disputes_won_share"] == 1
    assert told_of(facts, 386)["returned_payments_12m"] == 0


def test_a_group_is_its_parent_and_all_that_belong_to_it() -> None:
    bills = [Bill(1, 0, 10), Bill(2, 0, 30, customer=2), Bill(3, 0, 5, customer=3), Bill(4, 0, 6, customer=2)]
    cash = [Cash(1, 4, 16, customer=2)]
    beside = beside_of(profiles=[{"customer": 2, "known": 15, "parent": "C1"}])
    facts = with_customers(facts_of(bills, cash), beside, codes={1: "C1", 2: "C2", 3: "C3"})
    names = ["group_overdue_share", "group_days_late_mean", "group_oldest_overdue_days"]
    assert beside_figures(facts, 14)[names].isna().all().all()
    told = beside_figures(facts, 20)[names]
    assert told.loc[1].iloc[0].tolist() == told.loc[2].iloc[0].tolist() == [0.5, 10, 10]
    assert told.loc[3].isna().all().all()


def test_a_sector_s_figures_leave_its_own_customer_out_and_count_from_the_next_month() -> None:
    """Paid ten days late in January by customer 2, on time by 1: in February customer 1 reads the former.

    20 × 10 + 1 × 10 over 21 is 10; customer 2 reads 0. Customer 2 failed: (1 + 50 × 1) over (1 + 50).
    """
    bills = [Bill(1, 0, 10), Bill(2, 0, 10, customer=2)]
    cash = [Cash(1, 1, 10), Cash(2, 2, 20, customer=2)]
    beside = beside_of(
        profiles=[{"customer": n, "known": 0, "naf": "46.73A", "siren": SIREN} for n in (1, 2)],
        events=[_event(5, "opening_liquidation", customer=2)],
    )
    facts = with_customers(facts_of(bills, cash), beside, codes={1: "C1", 2: "C2"})
    names = ["sector_payment_delay", "sector_default_rate"]
    assert beside_figures(facts, 30)[names].isna().all().all()
    assert told_of(facts, 31)[names].tolist() == [10, 1]
    assert told_of(facts, 31, customer=2)[names].tolist() == [0, 0]


@rows("""
    written                            | group
    SAS                                | 4
    S.A.S.U.                           | 4
    Société à responsabilité limitée   | 2
    5710                               | 4
    5499                               | 2
    1000                               | 1
    7210                               | 8
    GIE                                | 9
""")
def test_legal_forms(written: str, group: str) -> None:
    assert legal_form_group(written) == int(group)


@rows("""
    postcode | department
    33000    | 33
    20200    | 20
    97400    | 974
    01000    | 1
""")
def test_departments(postcode: str, department: str) -> None:
    assert department_of(postcode) == int(department)
    assert np.isnan(department_of("1234"))
    assert np.isnan(department_of(""))
