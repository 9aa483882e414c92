"""The day of the demo: a prospect, limits, alerts, cash to come, reminders with their past, the queue."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from credit.acceptance import usecases as acceptance
from credit.acceptance.application import Asked as Application
from credit.acceptance.application import Request
from credit.acceptance.policy import AcceptancePolicy, Policies
from credit.acceptance.telling import lines
from credit.alerts.policy import AlertPolicy
from credit.alerts.telling.usecases import run_and_tell
from credit.alerts.told import told
from credit.alerts.usecases import RunOrder
from credit.limit import usecases as limits
from credit.limit.policy import LimitPolicy
from dunning.actions import Standing
from dunning.acts import usecases as acts
from dunning.reminders import usecases as reminders
from dunning.reminders.usecases import DunOrder, Ran, Rules
from dunning.scenario import Way
from dunning.today.usecases import Asked, todays_queue
from forecast.periods import By
from forecast.policy import ForecastPolicy
from forecast.usecases import forecast_cash
from kernel.days import is_business_day
from kernel.language import Language
from ledger.met import Met
from ledger.registers.usecases import Act
from ledger.relation import usecases as relation
from ledger.relation.deciding import Named
from messaging.gateway import NullSender, PrintFolder, Sender
from messaging.message import Channel, Message
from messaging.policy import MessagingPolicy
from messaging.usecases import deliver
from scoring.gateway import Registry
from scoring.grades import GradePolicy
from serving.cli import alerts, dun, forecast_words, worklist_words
from serving.cli.output import progress, say
from serving.dunning import dunning_rules, queue_rules
from serving.policies import policy_in_force
from serving.press import press_of
from serving.previews import Wanted, pressed_as_if
from serving.settings import Settings
from store.session import Database, WriteSession

_WHO = "demo"
_WEEKS_PLAYED, _WEEKS_AHEAD = 12, 6
_CAPACITY, _ALERTS = 10, 8
_ASKED_CENTS, _ASKED_DAYS = 2_000_000, 45
_LEVELS_SHOWN = (4, 5)  # of the standard scenario: a firm letter, and the formal notice


def say_step(number: int, title: str) -> None:
    say("")
    say(f"{number}. {title}")


def show(database: Database, where: Settings, *, on: date) -> None:
    """From the eighth step on, as of the day the sample company ends."""
    _prospect(database, where, on)
    _worries(database, where, on)
    _cash(database, where, on)
    _reminded(database, where, on)
    say_step(11, f"The queue of {on}: whom to call first, and what it is worth")
    with database.read() as session:
        by, asked = queue_rules(where), Asked(_CAPACITY)
        entries = todays_queue(session, Registry(where.home), by, asked, on=on, language=where.language)
    worklist_words.tell(entries, language=where.language)


def _prospect(database: Database, where: Settings, on: date) -> None:
    say_step(7, "A prospect on the phone asks for 20,000 EUR on 45 days")
    asked = Application(
        request=Request(_ASKED_CENTS, "EUR", _ASKED_DAYS),
        name="Menuiserie du Lac",
        natural_person=False,
        told=Met(legal_form="5499", naf="43.32A", founded_on=date(2012, 4, 1)),
    )
    policies = Policies(
        policy_in_force(where, "acceptance", AcceptancePolicy),
        policy_in_force(where, "limit", LimitPolicy),
        policy_in_force(where, "grades", GradePolicy),
    )
    with database.transaction() as session:
        answer = acceptance.answer_prospect(
            session, Registry(where.home), _act(on), asked, policies=policies, language=where.language
        )
    for line in lines(answer, where.language):
        say(f"  {line}")


def _worries(database: Database, where: Settings, on: date) -> None:
    say_step(8, f"The book is granted its limits, and the alerts of {on} are told")
    with database.transaction() as session:
        given = limits.grant_all(session, _act(on), policy=policy_in_force(where, "limit", LimitPolicy))
    waiting = sum(one.state != "granted" for one in given)
    say(f"  {len(given) - waiting} limits granted, {waiting} wait for a second person.")
    order = RunOrder(on, policy_in_force(where, "alerts", AlertPolicy), _WHO, _at(on))
    with database.transaction() as session:
        ran = run_and_tell(session, order, None, progress=lambda *_told: None)
    found = [told(one, on=on) for one in ran.alerts]
    say(f"  {len(found)} alerts; the first of them:")
    alerts.tell(found[:_ALERTS], on=on, as_json=False, language=where.language)


def _cash(database: Database, where: Settings, on: date) -> None:
    say_step(9, f"Cash of the {_WEEKS_AHEAD} weeks to come")
    with database.read() as session:
        expected = forecast_cash(
            session,
            Registry(where.home),
            as_of=on,
            weeks=_WEEKS_AHEAD,
            by=By.WEEK,
            policy=policy_in_force(where, "forecast", ForecastPolicy),
            scenario=None,
            with_future=False,
        )
    forecast_words.tell(expected, language=where.language)


def _reminded(database: Database, where: Settings, on: date) -> None:
    """Weeks of reminders that reach nobody, then the day itself: what is sent, asked, held and escalated."""
    say_step(10, f"Reminders of {_WEEKS_PLAYED} weeks are played without a mail server, then those of {on}")
    rules = dunning_rules(where)
    with progress("Playing weeks") as step:
        for number, day in enumerate(_past(on), start=1):
            _play(database, where, rules, day)
            step(number, _WEEKS_PLAYED)
    with database.read() as session:
        foreseen = reminders.preview(session, rules, on=on)
    _object_and_promise(database, foreseen, on)
    dun.tell(_run(database, where, rules, on), where.language, dry=False)
    _letters(database, where, rules, foreseen, on)


def _past(on: date) -> Iterator[date]:
    for week in range(_WEEKS_PLAYED, 0, -1):
        day = on - timedelta(weeks=week)
        while not is_business_day(day):
            day += timedelta(days=1)
        yield day


def _play(database: Database, where: Settings, rules: Rules, day: date) -> None:
    """A week's run: letters are laid in the folder, e-mails go nowhere, calls reach nobody."""
    _run(database, where, rules, day)
    with database.transaction() as session:
        waiting = acts.listed(session, states=[Standing.ASKED], customer=None)
        for one in waiting:
            acts.approve(session, _act(day), one.action.id, rules, press_of(where))
        for one in acts.listed(session, states=[Standing.OPEN], customer=None):
            if one.action.way is Way.CALL:
                acts.finish(session, _act(day), one.action.id, told="no answer", details={})
    letters = PrintFolder(where.home / "letters")
    senders: dict[Channel, Sender] = {Channel.EMAIL: NullSender(), Channel.LETTER: letters}

    def wanted(session: WriteSession, message: Message) -> bool:
        return reminders.still_wanted(session, message, rules, on=day)

    patience = policy_in_force(where, "messaging", MessagingPolicy)
    deliver(database, senders, patience, now=lambda: _at(day), worker=_WHO, limit=10_000, still_wanted=wanted)


def _run(database: Database, where: Settings, rules: Rules, day: date) -> Ran:
    with database.transaction() as session:
        return reminders.dun(session, DunOrder(_act(day), rules), press_of(where))


def _object_and_promise(database: Database, ran: Ran, on: date) -> None:
    """Two customers answer: one objects to its oldest invoice, one promises what it owes."""
    late = [one.decision for one in ran.decided if one.decision.lines]
    if len(late) <= 1:
        return
    first, second = late[0], late[1]
    with database.transaction() as session:
        relation.open_dispute(
            session,
            _act(on),
            first.code,
            [Named(first.lines[0].number)],
            reason="quantity",
            note="two boxes are missing",
            happened_on=on,
        )
        relation.make_promise(
            session,
            _act(on),
            second.code,
            [],
            cents=None,
            currency=second.lines[0].currency,
            promised_on=on + timedelta(days=10),
            by="the accountant",
            note="",
            happened_on=on,
        )


def _letters(database: Database, where: Settings, rules: Rules, ran: Ran, on: date) -> None:
    """One letter and one formal notice as PDF, in both languages, about whoever owes most."""
    late = [one.decision for one in ran.decided if any(line.due_on < on for line in one.decision.lines)]
    if not late:
        return
    largest = max(late, key=lambda one: (sum(line.claimed_cents for line in one.lines), one.code))
    folder = where.home / "letters" / "examples"
    folder.mkdir(parents=True, exist_ok=True)
    scenario = rules.scenarios["standard"]
    for level in _LEVELS_SHOWN:
        step = scenario.step(level)
        for language in Language:
            if step is None:
                continue
            with database.read() as session:
                asked = Wanted(largest.code, scenario, step, language, on)
                pressed = pressed_as_if(session, where, asked)
            path = folder / f"{largest.code}-{step.form.value}-{language.value}.pdf"
            path.write_bytes(pressed.attachments[0].content)
            say(f"  {path}")


def _act(on: date) -> Act:
    return Act(_WHO, on, _at(on))


def _at(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 8, tzinfo=UTC)
