"""`encours dun`: decide the day's reminders, and put them in the outbox."""

from collections import Counter
from typing import Annotated, Any

import typer

from dunning.deciding import Decision, Outcome
from dunning.reminders import usecases
from dunning.reminders.usecases import Decided, DunOrder, Ran
from dunning.words import outcome_text, way_text, why_text
from kernel.language import Language, amount_text
from kernel.money import Money
from ledger.registers.usecases import Act
from serving import clock
from serving.cli.acting import Author
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, On
from serving.cli.output import print_json, print_table, remark, say, stages
from serving.dunning import dunning_rules
from serving.press import press_of
from serving.settings import settings

app = typer.Typer(add_completion=False)

_SHOWN = 30
_IN_ORDER = (
    *(Outcome.STUCK, Outcome.UNREACHABLE, Outcome.TASK, Outcome.SEND, Outcome.DONE),
    *(Outcome.HOLD, Outcome.COVERED, Outcome.WAIT),
)


@app.command()
def dun(
    on: On = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what a run would decide, and write nothing.")
    ] = False,
    take_over: Annotated[
        bool, typer.Option("--take-over", help="Become the engine that owns the reminders.")
    ] = False,
    author: Author = None,
    as_json: AsJson = False,
) -> None:
    """Decide the day: whom to remind, how, and why, and what is held. Run again, it adds nothing."""
    where = settings()
    rules = dunning_rules(where)
    with opened(where) as database, stages("dun"):
        with database.read() as session:
            day = day_for(session, on)
            if dry_run:
                ran = usecases.preview(session, rules, on=day)
        if not dry_run:
            act = Act((author or where.author or "encours").strip(), day, clock.now())
            order = DunOrder(act, rules, where.engine, take_over)
            with database.transaction() as session:
                ran = usecases.dun(session, order, press_of(where))
    if as_json:
        print_json(_as_json(ran, where.language))
    else:
        tell(ran, where.language, dry=dry_run)


def _as_json(ran: Ran, language: Language) -> dict[str, Any]:
    return {
        "on": ran.on.isoformat(),
        "run": ran.run,
        "counts": ran.counts,
        "settled": dict(ran.settled),
        "decisions": [_one(one, language) for one in ran.decided if one.decision.outcome is not Outcome.NONE],
    }


def _one(one: Decided, language: Language) -> dict[str, Any]:
    decision, step = one.decision, one.decision.step
    return {
        "customer": decision.code,
        "outcome": decision.outcome.value,
        "action": one.action,
        "level": None if step is None else step.level,
        "way": None if step is None else step.way.value,
        "tone": None if step is None else step.tone.value,
        "to": None if decision.to is None else decision.to.role,
        "scenario": decision.scenario,
        "why": why_text(decision, language),
        "approval": decision.approval,
        "deadline_on": None if decision.deadline_on is None else decision.deadline_on.isoformat(),
        "from_on": None if decision.from_on is None else decision.from_on.isoformat(),
        "lines": [
            {"number": line.number, "level": line.level, "claimed_cents": line.claimed_cents,
             "currency": line.currency, "due_on": line.due_on.isoformat()}
            for line in decision.lines
        ],
        "sums": [
            {"currency": total.currency, "gross_cents": total.gross_cents,
             "credits_cents": total.credits_cents, "net_cents": total.net_cents}
            for total in decision.sums
        ],
        "held": [{"number": number, "matter": matter, "why": why} for number, matter, why in decision.held],
    }  # fmt: skip


def tell(ran: Ran, language: Language, *, dry: bool) -> None:
    """What is done and what is held, the most pressing first; customers that only wait are counted."""
    french = language is Language.FRENCH
    counts = Counter(one.decision.outcome for one in ran.decided)
    told = ", ".join(f"{outcome_text(one, language)} {counts[one]}" for one in _IN_ORDER if counts[one])
    head = ("À blanc, " if dry else "") if french else ("Dry run, " if dry else "")
    say(f"{head}{ran.on}{' :' if french else ':'} {told or ('rien' if french else 'nothing')}.")
    if ran.settled:
        remark(", ".join(f"{what} {count}" for what, count in ran.settled.items()))
    shown = [one for one in ran.decided if one.decision.outcome not in (Outcome.WAIT, Outcome.NONE)]
    shown.sort(key=lambda one: (_IN_ORDER.index(one.decision.outcome), one.decision.code))
    if not shown:
        return
    headings = ("", "client", "quoi", "comment", "montant", "pourquoi") if french else (
        *("", "customer", "what", "how", "amount"), "why")  # fmt: skip
    print_table(headings, [_row(one, language) for one in shown[:_SHOWN]], right=(0, 4))
    if len(shown) > _SHOWN:
        more = len(shown) - _SHOWN
        remark(f"{more} de plus : --json." if french else f"{more} more: --json.")


def _row(one: Decided, language: Language) -> tuple[str, ...]:
    decision, step = one.decision, one.decision.step
    how = "" if step is None or not _taken(decision) else f"{way_text(step.way, language)} ({step.tone})"
    amounts = [amount_text(Money(total.net_cents, total.currency), language) for total in decision.sums]
    what = outcome_text(decision.outcome, language)
    if decision.approval:
        what += ", à approuver" if language is Language.FRENCH else ", to approve"
    number = "" if one.action is None else str(one.action)
    return (number, decision.code, what, how, " + ".join(amounts), why_text(decision, language))


def _taken(decision: Decision) -> bool:
    return decision.acts or decision.outcome is Outcome.UNREACHABLE
