"""The rules of reminders in force, and what a worker asks before it sends one."""

from collections.abc import Mapping

from dunning.charges.policy import PenaltyPolicy
from dunning.errors import ScenarioRefused
from dunning.policy import DunningPolicy
from dunning.queue_policy import QueuePolicy
from dunning.reminders import usecases
from dunning.reminders.usecases import Rules
from dunning.scenario import Way
from dunning.today.texts import QueueTexts
from dunning.today.usecases import QueueRules
from messaging.message import Message
from messaging.policy import MessagingPolicy
from messaging.usecases import StillWanted
from serving import clock
from serving.policies import policy_file, policy_in_force
from serving.scenarios import scenarios
from serving.senders import endpoints, sms_endpoints
from serving.settings import Settings
from store.session import WriteSession


def dunning_rules(where: Settings) -> Rules:
    """Policy and scenarios in force. Raises PolicyRefused, ScenarioRefused."""
    policy = policy_in_force(where, "dunning", DunningPolicy)
    known = scenarios(where)
    for named in (policy.usual_scenario, *(rule.scenario for rule in policy.rules)):
        if named not in known:
            raise ScenarioRefused(
                f"{policy_file(where, 'dunning')} names the scenario “{named}”, of which there is no file. "
                f"Known: {', '.join(sorted(known))}."
            )
    holdout = policy_in_force(where, "queue", QueuePolicy).holdout
    penalties = policy_in_force(where, "penalties", PenaltyPolicy)
    return Rules(
        policy,
        known,
        endpoints=_endpoints(where),
        holdout=holdout,
        penalties=penalties,
        enclosed_bytes=policy_in_force(where, "messaging", MessagingPolicy).attachments_bytes,
    )


def _endpoints(where: Settings) -> Mapping[Way, str]:
    """Where steps go by webhook: to the first of the settings, text messages to their own if there is one."""
    told = {Way.WEBHOOK: endpoints(where)[:1], Way.SMS: (*sms_endpoints(where), *endpoints(where))[:1]}
    return {way: names[0] for way, names in told.items() if names and where.webhook_secret}


def queue_rules(where: Settings) -> QueueRules:
    """What the queue is made by. Raises PolicyRefused, ScenarioRefused."""
    return QueueRules(
        dunning_rules(where),
        policy_in_force(where, "queue", QueuePolicy),
        policy_in_force(where, "queue_texts", QueueTexts),
    )


def still_wanted(where: Settings) -> StillWanted:
    """Asked under lock just before a message leaves: a reminder is decided again by what is known now."""
    rules = dunning_rules(where)

    def wanted(session: WriteSession, message: Message) -> bool:
        today = clock.now().astimezone(rules.zone).date()
        return usecases.still_wanted(session, message, rules, on=today)

    return wanted
