"""What a person is to do about one customer on a day, if anything: pure, from what was decided and known."""

from collections.abc import Sequence
from datetime import date, timedelta

from dunning.actions import Action, Standing
from dunning.claims import Claim, Contact, Debtor
from dunning.contacts.contact import Outcome as Came
from dunning.contacts.contact import Spoken, in_force
from dunning.deciding import Decision, Outcome
from dunning.listing import Sum
from dunning.queue_policy import stage_of
from dunning.scenario import Way
from dunning.today.work import Chosen, Known, Work

BROKEN, PARTLY_KEPT = "broken", "partly_kept"
_NO_STEP_YET = ("next_step_to_come", "too_small", "no_business_day", "every_level_passed")


def chosen(
    debtor: Debtor, decision: Decision, known: Known, *, interval_days: int, retry_days: int, on: date
) -> Chosen | None:
    """At most one entry a customer; what else waits is told beside it. None where nothing is to be done.

    Nothing net to claim means no contact, whatever waits: only a message that is stuck is still settled.
    """
    works = _works(debtor, decision, known, on=on)
    if not sums_on(debtor, on=on):
        works = [one for one in works if one is Work.STUCK]
    if _is_over_today(known, retry_days, on):
        works = [one for one in works if not one.is_contact]
    agreed = Work.CALL_BACK in works or Work.BROKEN_PROMISE in works
    if not agreed and not _may_reach(debtor, known, interval_days, on):
        works = [one for one in works if not one.is_contact]
    if not works:
        return None
    first, *also = works
    return _as_chosen(debtor, decision, known, first, tuple(also), on)


def late_claims(debtor: Debtor, *, on: date) -> list[Claim]:
    """Past their due day, with something that no hold forbids to claim."""
    return [one for one in debtor.claims if one.due_on < on and one.claimable_cents > 0]


def sums_on(debtor: Debtor, *, on: date) -> tuple[Sum, ...]:
    """What is late and may be claimed, currency by currency, where credits leave something of it."""
    gross: dict[str, int] = {}
    for one in late_claims(debtor, on=on):
        gross[one.currency] = gross.get(one.currency, 0) + one.claimable_cents
    found = (Sum(code, cents, debtor.credits.get(code, 0)) for code, cents in sorted(gross.items()))
    return tuple(one for one in found if one.net_cents > 0)


def _works(debtor: Debtor, decision: Decision, known: Known, *, on: date) -> list[Work]:
    last = _last(known)
    found = {
        Work.ANSWERED: _is_answer_unread(debtor, known),
        Work.CALL_BACK: _calls_back(last, debtor, on),
        Work.BROKEN_PROMISE: _is_broken(known, debtor, on),
        Work.TASK: _task(known, Way.CALL) is not None or _is_due(decision, Way.CALL),
        Work.ESCALATION: _task(known, Way.ESCALATE) is not None or _is_due(decision, Way.ESCALATE),
        Work.STUCK: any(one.pending is not None and one.pending.stuck for one in debtor.claims),
        Work.UNREACHABLE: decision.outcome is Outcome.UNREACHABLE,
        Work.APPROVAL: any(one.standing is Standing.ASKED for one in known.actions),
        Work.CALL: _is_worth_a_look(debtor, decision, known, on),
    }
    works = [one for one, there in found.items() if there]
    return [one for one in works if one is not Work.CALL] or works


def _is_due(decision: Decision, way: Way) -> bool:
    return decision.outcome is Outcome.TASK and decision.step is not None and decision.step.way is way


def _is_worth_a_look(debtor: Debtor, decision: Decision, known: Known, on: date) -> bool:
    """A call that no step asks for: never before the first reminder, nor while one is on its way.

    Where no reminder leaves by itself, there is none to wait for: whoever is late may be called.
    """
    if decision.outcome is Outcome.SEND:
        return not known.owned
    if any(one.pending is not None for one in debtor.claims):
        return False
    reminded = any(one.last is not None and one.last.level > 0 for one in late_claims(debtor, on=on))
    return decision.why in _NO_STEP_YET and (reminded or decision.step is not None or not known.owned)


def _is_over_today(known: Known, retry_days: int, on: date) -> bool:
    """Whether somebody was called already: not again today, nor before the day that was agreed."""
    last = _last(known)
    if last is None:
        return False
    if last.outcome is Came.NO_ANSWER:
        return on < last.on + timedelta(days=retry_days)
    if last.call_back_on is not None:
        return on < last.call_back_on
    return last.on == on and last.outcome is not Came.WRONG_CONTACT


def _may_reach(debtor: Debtor, known: Known, interval_days: int, on: date) -> bool:
    last = debtor.contacted_on
    return last is None or on >= last + timedelta(days=interval_days)


def _is_answer_unread(debtor: Debtor, known: Known) -> bool:
    """Until an outcome is written down after it, or something reached the customer since."""
    heard, last = debtor.heard, _last(known)
    if heard.heard_on is None or heard.heard_at is None or _reached_after(debtor, heard.heard_on):
        return False
    return last is None or last.recorded_at <= heard.heard_at


def _calls_back(last: Spoken | None, debtor: Debtor, on: date) -> bool:
    """The day agreed has come, and nothing reached the customer since it was agreed."""
    if last is None or last.outcome is not Came.CALL_BACK or last.call_back_on is None:
        return False
    return on >= last.call_back_on and not _reached_after(debtor, last.on)


def _is_broken(known: Known, debtor: Debtor, on: date) -> bool:
    """The day after the promised one, unless something reached the customer since."""
    word = known.promise
    if word is None or word.state not in (BROKEN, PARTLY_KEPT) or on <= word.promised_on:
        return False
    return not _reached_after(debtor, word.promised_on)


def _reached_after(debtor: Debtor, day: date) -> bool:
    return debtor.contacted_on is not None and debtor.contacted_on > day


def _last(known: Known) -> Spoken | None:
    standing = in_force(known.spoken)
    return standing[-1] if standing else None


def _task(known: Known, way: Way) -> Action | None:
    return next((one for one in known.actions if one.standing is Standing.OPEN and one.way is way), None)


def _as_chosen(
    debtor: Debtor, decision: Decision, known: Known, work: Work, also: tuple[Work, ...], on: date
) -> Chosen:
    action = _action(known, debtor, work)
    way = _way(work, decision, action)
    level = _level(debtor, decision, action, on)
    stage = stage_of(way, _form(work, decision, action), level)
    number = None if action is None else action.id
    to = _to(debtor, decision, way)
    return Chosen(debtor, decision, known, work, also, way, stage, level, number, to)


def _action(known: Known, debtor: Debtor, work: Work) -> Action | None:
    if work is Work.STUCK:
        stuck = {
            one.pending.action_id for one in debtor.claims if one.pending is not None and one.pending.stuck
        }
        return next((one for one in known.actions if one.id in stuck), None)
    if work is Work.APPROVAL:
        return next((one for one in known.actions if one.standing is Standing.ASKED), None)
    if work is Work.ESCALATION:
        return _task(known, Way.ESCALATE)
    return _task(known, Way.CALL)


def _way(work: Work, decision: Decision, action: Action | None) -> Way:
    """By which the customer is reached once the work is done; a call unless something else waits."""
    if work.is_contact:
        return Way.CALL
    if action is not None:
        return action.way
    return Way.CALL if decision.step is None else decision.step.way


def _form(work: Work, decision: Decision, action: Action | None) -> str:
    if work.is_contact:
        return ""
    if action is not None:
        return str((action.decision.get("step") or {}).get("form", ""))
    return "" if decision.step is None else decision.step.form.value


def _level(debtor: Debtor, decision: Decision, action: Action | None, on: date) -> int:
    if action is not None:
        return action.level
    if decision.step is not None:
        return decision.step.level
    passed = [one.last.level for one in late_claims(debtor, on=on) if one.last is not None]
    return max(passed, default=0)


_CALLED = ("accounts_payable", "director", "other")
_DECIDES = ("director", "accounts_payable", "other")


def _to(debtor: Debtor, decision: Decision, way: Way) -> Contact | None:
    """Whom to speak to: for a call somebody with a telephone first, by the roles of the step."""
    if way is not Way.CALL and decision.to is not None:
        return decision.to
    step = decision.step
    roles = step.roles if step is not None and step.roles else _DECIDES if way is Way.ESCALATE else _CALLED
    among = sorted(
        (one for one in debtor.contacts if one.phone or one.email),
        key=lambda one: (not one.phone, _place(roles, one.role), one.role, one.name, one.phone, one.email),
    )
    return among[0] if among else None


def _place(roles: Sequence[str], role: str) -> int:
    return roles.index(role) if role in roles else len(roles)
