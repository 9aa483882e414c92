"""What the page of one customer tells, part by part: each reads for itself, and tells a failure in words."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, wraps
from math import log
from typing import Any

from credit.alerts import usecases as alerts
from credit.alerts.acts import AlertAct, Done
from credit.alerts.base import Action
from credit.alerts.policy import AlertPolicy
from credit.alerts.repository import Wanted
from credit.alerts.told import ToldAlert, together
from credit.alerts.words import kind_text
from credit.contests import usecases as contests
from credit.granted import waiting
from credit.limit import usecases as limits
from credit.limit.policy import LimitPolicy
from credit.limit.words import basis_of, name_of, odds_text, why_text
from credit.repository import standings
from credit.standing import Standing
from dunning.contacts.repository import ContactReader
from dunning.gathering.repository import debtors
from dunning.settling.usecases import claimed
from dunning.today.gathering.repository import exchanges
from dunning.words import outcome_text
from dunning.words import why_text as decided_text
from kernel.language import Language
from ledger.as_known import as_known
from ledger.company.usecases import company_on
from ledger.relation import usecases as relations
from ledger.reports.paying import open_items, paid_by_month, receipts
from ledger.usecases import load_facts
from scoring.grades import GradePolicy
from scoring.looking.usecases import look_at_customer
from scoring.repository import ScoreRepository
from serving.api.deps import House
from serving.dunning import dunning_rules
from serving.errors import answer_to, sentence_of
from serving.law import law_deadlines
from serving.policies import policy_in_force
from serving.web.contested import told_of

_MONTHS = 24
_LINES = 100
_DECISIONS = 10
_POINTS = -10.0 / log(2.0)  # log-odds of default into points of score
_BASE = "starting point"
_LEAST_POINTS = 0.05  # less is told as 0.0
_LOG = logging.getLogger(__name__)
# Where on a customer's page one does what an alert advises.
PLACES = {
    **dict.fromkeys((Action.LOWER_LIMIT, Action.REVIEW_LIMIT, Action.STOP_DELIVERIES), "limit"),
    **dict.fromkeys((Action.ASK_COVER, Action.RENEW_COVER, Action.SPREAD_RISK), "limit"),
    **dict.fromkeys((Action.CALL, Action.CHANGE_MEANS, Action.DECLARE_CLAIM), "who"),
    **dict.fromkeys((Action.WATCH, Action.ASK_DEPOSIT), "open"),
}


class Told(dict[str, Any]):
    """What a part tells; a name it does not tell is nothing."""

    def __missing__(self, _name: str) -> tuple[()]:
        return ()


def in_words(part: Callable[["OneCustomer"], Told]) -> Callable[["OneCustomer"], Told]:
    """A failure is told in the place of the part: the page has begun to leave, and the rest of it stands."""

    @wraps(part)
    def told(self: "OneCustomer") -> Told:
        try:
            return part(self)
        except Exception as error:
            if answer_to(error) is None:
                _LOG.exception("A part of a page failed: %s", part.__name__)
                return Told(refused="", failed=True)
            return Told(refused=sentence_of(error))

    return told


@dataclass(frozen=True)
class OneCustomer:
    """Who is looked at, as known on which evening, by the policies of the house."""

    house: House
    code: str
    customer_id: int
    day: date
    language: Language

    @cached_property
    def standings(self) -> tuple[Standing, ...]:
        """Where it stands, in each of its currencies."""
        with self.house.database.read() as session:
            return standings(session, as_of=self.day, customers=[self.customer_id])

    @in_words
    def limit(self) -> Told:
        """What the policy allows and what binds it, by currency, and what waits for a second person."""
        policy = policy_in_force(self.house.settings, "limit", LimitPolicy)
        steps = policy_in_force(self.house.settings, "alerts", AlertPolicy).limit.steps
        with self.house.database.read() as session:
            kept = limits.limits(session, code=self.code)
            told = [
                limits.proposal(
                    session, policy, self.code, currency=one.currency, requested_cents=0, as_of=self.day
                )
                for one in self.standings
            ]
        return Told(
            {
                "accounts": [self._account(one) for one in told],
                "steps": [step.percent for step in steps],
                "second_person_above_cents": policy.second_person_above_cents,
                "policy": policy.version,
                "waiting": [
                    {
                        "number": one.id,
                        "cents": one.row.cents,
                        "currency": one.row.currency,
                        "by": one.row.asked_by,
                    }
                    for one in waiting(kept, on=self.day)
                ],
            }
        )

    def _account(self, one: limits.Proposal) -> Told:
        decision, language = one.decision, self.language
        return Told(
            {
                "currency": decision.currency,
                "cents": decision.cents,
                "changes": one.changes,
                "why": why_text(decision, language),
                "odds": odds_text(decision, language),
                "bounds": [
                    {
                        "name": name_of(bound.constraint, language),
                        "cents": bound.cents,
                        "basis": basis_of(bound, language),
                        "binds": bound.constraint is decision.binding,
                    }
                    for bound in decision.bounds
                ],
            }
        )

    @in_words
    def alerts(self) -> Told:
        """Those that wait for somebody, the gravest step of each once."""
        with self.house.database.read() as session:
            on = alerts.day_to_show(session, self.day)
            found = alerts.list_alerts(session, Wanted(customer=self.code), on=on)
        waits = [one for one in found if one.standing.state.value in ("open", "snoozed")]
        rows = [(some[-1], ",".join(str(one.alert.id) for one in some)) for some in together(waits)]
        return Told(
            {
                "rows": [
                    one.as_json(self.language)
                    | {
                        "numbers": numbers,
                        "place": PLACES[Action(one.alert.action)],
                        "until_on": one.standing.until_on,
                    }
                    for one, numbers in rows[::-1]
                ],
                "all": [
                    (one.alert.fired_on, one.as_json(self.language)["title"], one.why(self.language))
                    for one in found
                ],
                "acts": _acts(found, self.language),
            }
        )

    @in_words
    def history(self) -> Told:
        """Scores as they were given, the oldest first."""
        with self.house.database.read() as session:
            kept = ScoreRepository(session).history(self.customer_id, until=self.day)
        return Told(rows=kept[-_MONTHS:])

    @in_words
    def models(self) -> Told:
        """The score of this evening with its reasons, and when open invoices will be paid."""
        grades = policy_in_force(self.house.settings, "grades", GradePolicy)
        with self.house.database.read() as session:
            seen = look_at_customer(
                session, self.house.registry, self.code, as_of=self.day, grades=grades, language=self.language
            )
        moved = {name: value * _POINTS for name, value in seen.score.contributions.items()}
        start = moved.pop(_BASE, 0.0)
        steps = sorted(moved.items(), key=lambda one: -abs(one[1]))
        return Told(
            {
                "score": seen.score,
                "invoices": {one.number: one for one in seen.invoices},
                "start": start,
                "steps": [one for one in steps if abs(one[1]) >= _LEAST_POINTS],
                "rest": seen.score.score - start - sum(moved.values()),
            }
        )

    @in_words
    def relation(self) -> Told:
        """What stands between us, and what is over."""
        with self.house.database.read() as session:
            found = relations.relation_of(session, self.code, as_of=self.day, as_recorded=None)
        return Told(standing=found.standing, history=found.history)

    @in_words
    def paid(self) -> Told:
        """How it paid by month, and what came in last."""
        with self.house.database.read() as session:
            known = as_known(load_facts(session, customers=[self.code]), self.day)
        return Told(
            {
                "open": open_items(known, self.customer_id),
                "months": paid_by_month(known, self.customer_id, months=_MONTHS),
                "receipts": receipts(known, self.customer_id, most=_LINES),
            }
        )

    @in_words
    def beside(self) -> Told:
        """What letters claimed beside the invoices."""
        law = law_deadlines(self.house.settings)
        with self.house.database.read() as session:
            rows = [one.receivable for one in claimed(session, law, on=self.day, customer=self.code)]
        left = {one.currency: 0 for one in rows}
        for one in rows:
            left[one.currency] += one.open_cents
        return Told(rows=rows, left=left)

    @in_words
    def reminder(self) -> Told:
        """What the scenario does about it today, and why."""
        rules = dunning_rules(self.house.settings)
        with self.house.database.read() as session:
            found = debtors(session, rules.policy, on=self.day, customers=[self.customer_id])
        if not found:
            return Told(level=None)
        decision = rules.decide(found[0], on=self.day)
        step = decision.step
        written = step is not None and not step.way.by_person
        return Told(
            {
                "what": outcome_text(decision.outcome, self.language),
                "why": decided_text(decision, self.language),
                "level": step.level if step is not None and written else None,
                "scenario": decision.scenario,
                "levels": {one.number: one.last.level for one in found[0].claims if one.last is not None},
            }
        )

    @in_words
    def exchanged(self) -> Told:
        """Reminders and outcomes of contacts, and limits."""
        one = self.customer_id
        with self.house.database.read() as session:
            spoken = ContactReader(session).spoken(until=self.day, customers=[one])
            found = exchanges(session, spoken, on=self.day, customers=[one]).get(one, ())
            kept = limits.limits(session, code=self.code)
        return Told(rows=found[:_LINES], limits=kept)

    @in_words
    def company(self) -> Told:
        """Announcements and the register's word on the company."""
        siren = next((one.siren for one in self.standings if one.siren), "")
        if not siren:
            return Told()
        with self.house.database.read() as session:
            found = company_on(session, siren, as_of=self.day)
        return Told(
            {
                "events": [one.row for one in found.events if not one.row.cancelled],
                "identity": found.identity.row if found.identity else None,
                "statements": [one.row for one in found.statements],
            }
        )

    @in_words
    def decided(self) -> Told:
        """What was decided of it without a person, the latest first, and what people said of that."""
        with self.house.database.read() as session:
            found = contests.decisions_of(session, self.code)
        return Told(rows=[told_of(one, self.language) for one in found[:_DECISIONS]])

    def parts(self) -> Mapping[str, Callable[[], Any]]:
        named = (
            self.limit,
            self.alerts,
            self.history,
            self.models,
            self.relation,
            self.paid,
            self.beside,
            self.reminder,
            self.exchanged,
            self.company,
            self.decided,
        )
        return {f"read_{one.__name__}": one for one in named} | {"read_standings": lambda: self.standings}


def _acts(found: Sequence[ToldAlert], language: Language) -> list[tuple[AlertAct, str]]:
    """What people did with alerts, and what these are about; once where one act put several away."""
    every = ((act, kind_text(one.alert.kind, language)) for one in found for act in one.alert.acts)
    return list(dict.fromkeys(one for one in every if one[0].done is not Done.OVER))[::-1]
