"""Decisions and actions in words, in both languages."""

from collections.abc import Mapping

from dunning.actions import Standing
from dunning.deciding import Decision, Outcome
from dunning.scenario import Way
from kernel.language import Language, day_text

_E, _F = Language.ENGLISH, Language.FRENCH

_OUTCOMES: Mapping[Outcome, Mapping[Language, str]] = {
    Outcome.NONE: {_E: "nothing late", _F: "rien d'échu"},
    Outcome.SEND: {_E: "send", _F: "envoyer"},
    Outcome.TASK: {_E: "task", _F: "tâche"},
    Outcome.HOLD: {_E: "held", _F: "suspendu"},
    Outcome.WAIT: {_E: "wait", _F: "attendre"},
    Outcome.STUCK: {_E: "stuck", _F: "bloqué"},
    Outcome.UNREACHABLE: {_E: "nobody to reach", _F: "injoignable"},
    Outcome.COVERED: {_E: "covered by credits", _F: "couvert par des avoirs"},
    Outcome.DONE: {_E: "end of the road", _F: "fin de parcours"},
}
_WAYS: Mapping[Way, Mapping[Language, str]] = {
    Way.EMAIL: {_E: "e-mail", _F: "e-mail"},
    Way.LETTER: {_E: "letter", _F: "courrier"},
    Way.REGISTERED: {_E: "registered letter", _F: "recommandé"},
    Way.CALL: {_E: "call", _F: "appel"},
    Way.WEBHOOK: {_E: "other system", _F: "autre système"},
    Way.SMS: {_E: "text message", _F: "SMS"},
    Way.ESCALATE: {_E: "escalation", _F: "suite à donner"},
}
_STANDINGS: Mapping[Standing, Mapping[Language, str]] = {
    Standing.ASKED: {_E: "to approve", _F: "à approuver"},
    Standing.QUEUED: {_E: "on its way", _F: "en cours d'envoi"},
    Standing.OPEN: {_E: "to do", _F: "à faire"},
    Standing.PASSED: {_E: "done", _F: "fait"},
    Standing.VOID: {_E: "dropped", _F: "abandonné"},
}
_WHY: Mapping[str, Mapping[Language, str]] = {
    "nothing_late": {_E: "Nothing is late.", _F: "Rien n'est échu."},
    "step_due": {
        _E: "Level {level}: {about} is {days} late.",
        _F: "Niveau {level} : {about} a {days} de retard.",
    },
    "notice_due": {
        _E: "A word before the due date, for {about} first.",
        _F: "Un mot avant l'échéance, d'abord pour {about}.",
    },
    "no_business_day": {
        _E: "Nothing leaves on this day; it is caught up on the next business day.",
        _F: "Rien ne part ce jour-là ; ce sera rattrapé le prochain jour ouvré.",
    },
    "contacted_lately": {
        _E: "Reached on {about} already: the next contact comes from {from_on} on.",
        _F: "Déjà contacté le {about} : prochain contact à partir du {from_on}.",
    },
    "answered": {
        _E: "The customer answered on {about}: nothing leaves by itself before {from_on}.",
        _F: "Le client a répondu le {about} : rien ne part seul avant le {from_on}.",
    },
    "on_its_way": {_E: "A step is under way already.", _F: "Une étape est déjà en cours."},
    "covered": {
        _E: "What the customer holds (credit notes, unallocated money) covers what is late.",
        _F: "Ce que le client détient (avoirs, règlements non affectés) couvre ce qui est échu.",
    },
    "nobody_to_reach": {
        _E: "Nobody can be reached by {way}: add a contact to the customer.",
        _F: "Personne à joindre par {way} : ajoutez un contact au client.",
    },
    "no_way_out": {
        _E: "Nothing leaves by {way}: set ENCOURS_WEBHOOK_URL and ENCOURS_WEBHOOK_SECRET.",
        _F: "Rien ne part par {way} : renseignez ENCOURS_WEBHOOK_URL et ENCOURS_WEBHOOK_SECRET.",
    },
    "unclear_send": {
        _E: "A message may have arrived, or was refused: a person must settle it (encours messages list).",
        _F: "Un message est peut-être arrivé, ou a été refusé : à trancher (encours messages list).",
    },
    "address_refused": {
        _E: "The address {about} refused a message for good: once there is another, it is written anew.",
        _F: "L'adresse {about} a refusé un message : dès que le contact en a une autre, il repart.",
    },
    "unreadable": {
        _E: "This customer cannot be read, so nothing is decided: {about}",
        _F: "Ce client est illisible, donc rien n'est décidé : {about}",
    },
    "unwritable": {
        _E: "The message could not be written, and is tried again on the next run: {about}",
        _F: "Le message n'a pas pu être rédigé, nouvel essai au prochain passage : {about}",
    },
    "next_step_to_come": {
        _E: "The next step comes on {from_on}.",
        _F: "La prochaine étape vient le {from_on}.",
    },
    "held": {_E: "{held}", _F: "{held}"},
    "too_small": {
        _E: "Too small to cause a message by itself.",
        _F: "Trop petit pour justifier un message à lui seul.",
    },
    "every_level_passed": {
        _E: "Every level of the scenario is passed.",
        _F: "Tous les niveaux du scénario sont passés.",
    },
}


def outcome_text(outcome: Outcome, language: Language) -> str:
    return _OUTCOMES[outcome][language]


def way_text(way: Way, language: Language) -> str:
    return _WAYS[way][language]


def standing_text(standing: Standing, language: Language) -> str:
    return _STANDINGS[standing][language]


def why_text(decision: Decision, language: Language) -> str:
    """Why a decision is what it is, in one sentence or two."""
    step = decision.step
    word = (
        "notice_due" if decision.why == "step_due" and step is not None and step.level == 0 else decision.why
    )
    told = _WHY[word][language].format(
        level="" if step is None else step.level,
        about=decision.about,
        days=_days_late(decision, language),
        from_on="" if decision.from_on is None else day_text(decision.from_on, language),
        way="" if step is None else way_text(step.way, language),
        held=" ".join(f"{number}: {why}" for number, _, why in decision.held[:3]),
    )
    if not decision.acts or not decision.scenario_why:
        return told
    if language is _F:
        name, why = decision.scenario_name_fr, decision.scenario_why_fr or decision.scenario_why
        return f"{told} Scénario «\u00a0{name or decision.scenario}\u00a0» : {why}."
    return f"{told} Scenario “{decision.scenario_name or decision.scenario}”: {decision.scenario_why}."


def _days_late(decision: Decision, language: Language) -> str:
    """Of the invoice that the decision is about."""
    days = max(
        ((decision.on - one.due_on).days for one in decision.lines if one.number == decision.about), default=0
    )
    if language is _F:
        return f"{days} jour{'s' if days > 1 else ''}"
    return f"{days} day{'' if days == 1 else 's'}"
