"""Customers, candidates and policies for tests of the queue."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from dunning.claims import Claim, Completion, Contact, Debtor, Held, Pending, Risk, Through
from dunning.deciding import Decision, Outcome
from dunning.listing import Sum
from dunning.policy import DunningPolicy
from dunning.queue_policy import QueuePolicy, Stage
from dunning.scenario import Scenario, Way
from dunning.today.texts import QueueTexts
from dunning.today.work import Candidate, Chosen, Known, Work
from dunning.today.worth import Worth
from kernel.policy import policy_from

TODAY = date(2024, 6, 18)  # a Tuesday
_ROOT = Path(__file__).parents[2]


def queue_policy(**changed: object) -> QueuePolicy:
    text = (_ROOT / "policy" / "queue.toml").read_text(encoding="utf-8")
    return replace(policy_from(text, QueuePolicy, name="queue.toml"), **changed)  # type: ignore[arg-type]


def queue_texts() -> QueueTexts:
    text = (_ROOT / "policy" / "queue_texts.toml").read_text(encoding="utf-8")
    return policy_from(text, QueueTexts, name="queue_texts.toml")


def dunning_policy(**changed: object) -> DunningPolicy:
    text = (_ROOT / "policy" / "dunning.toml").read_text(encoding="utf-8")
    return replace(policy_from(text, DunningPolicy, name="dunning.toml"), **changed)  # type: ignore[arg-type]


def scenarios() -> dict[str, Scenario]:
    files = sorted((_ROOT / "scenarios").glob("*.toml"))
    return {one.stem: policy_from(one.read_text(encoding="utf-8"), Scenario, name=one.name) for one in files}


def claim(
    number: str = "F-1",
    *,
    days_late: int = 20,
    cents: int = 100_000,
    currency: str = "EUR",
    level: int = 0,
    passed_days_ago: int = 10,
    held: bool = False,
    pending: Pending | None = None,
    on: date = TODAY,
) -> Claim:
    passed = Completion(level, on - timedelta(days=passed_days_ago), Through.SENT)
    return Claim(
        item=f"i:{number}",
        invoice_id=int(number.rpartition("-")[2]),
        number=number,
        currency=currency,
        issued_on=on - timedelta(days=days_late + 30),
        due_on=on - timedelta(days=days_late),
        amount_cents=cents,
        open_cents=cents,
        claimable_cents=0 if held else cents,
        held=(Held("dispute", "Dispute 1: price."),) if held else (),
        completed=(passed,) if level else (),
        pending=pending,
    )


def debtor(*claims: Claim, code: str = "ACME", customer_id: int = 1, **changed: object) -> Debtor:
    base = Debtor(
        customer_id,
        code,
        code.title(),
        claims or (claim(),),
        contacts=(Contact("accounts_payable", "Ann Low", "ap@acme.example", "+33199000001"),),
        risk=Risk("C", 0.05, 0.2, 40.0),
    )
    return replace(base, **changed)  # type: ignore[arg-type]


def waiting(of: Debtor, *, why: str = "next_step_to_come", outcome: Outcome = Outcome.WAIT) -> Decision:
    return Decision(of.customer_id, of.code, TODAY, outcome, why, scenario="standard")


def chosen_for(of: Debtor, work: Work = Work.CALL, *, contacts: int = 0, way: Way = Way.CALL) -> Chosen:
    known = Known(contacts=contacts)
    return Chosen(of, waiting(of), known, work, (), way, Stage.EARLY, 1, None, None)


def candidate_of(
    code: str,
    cents: int,
    *,
    currency: str = "EUR",
    factor: float | None = 1.0,
    work: Work = Work.TASK,
    collector: str = "",
) -> Candidate:
    worth = Worth(0.0, float(cents), 0.0, 0.0)
    of = debtor(code=code)
    sums: Sequence[Sum] = (Sum(currency, 100_000, 0),)
    return Candidate(chosen_for(of, work), currency, worth, factor, tuple(sums), (), collector)
