"""Why an entry stands in the queue, in a sentence or two of both languages, and the facts for its script."""

from collections.abc import Mapping
from datetime import date

from dunning.contacts.contact import Outcome, in_force, unanswered
from dunning.scenario import Way
from dunning.today.work import Candidate, Work
from dunning.words import way_text
from kernel.language import Language, amount_text, day_text, number_text, share_text
from kernel.money import Money

_E, _F = Language.ENGLISH, Language.FRENCH
_NAMED = 4

_WORKS: Mapping[Work, Mapping[Language, str]] = {
    Work.ANSWERED: {_E: "answered", _F: "a répondu"},
    Work.CALL_BACK: {_E: "call back", _F: "à rappeler"},
    Work.BROKEN_PROMISE: {_E: "broken promise", _F: "promesse non tenue"},
    Work.TASK: {_E: "call to make", _F: "appel à passer"},
    Work.ESCALATION: {_E: "end of the road", _F: "suite à donner"},
    Work.STUCK: {_E: "unclear message", _F: "envoi à trancher"},
    Work.UNREACHABLE: {_E: "nobody to reach", _F: "injoignable"},
    Work.APPROVAL: {_E: "to approve", _F: "à approuver"},
    Work.CALL: {_E: "call", _F: "appel"},
}
_WHY: Mapping[Work, Mapping[Language, str]] = {
    Work.ANSWERED: {
        _E: "Answered on {answered_on}: read the mail before anything else leaves.",
        _F: "A répondu le {answered_on} : lire son message avant tout nouvel envoi.",
    },
    Work.CALL_BACK: {
        _E: "A call was agreed for {call_back_on}.",
        _F: "Un rappel était convenu le {call_back_on}.",
    },
    Work.BROKEN_PROMISE: {
        _E: "{promised} promised for {promised_on}, {received} received.",
        _F: "{promised} promis pour le {promised_on}, {received} reçus.",
    },
    Work.TASK: {
        _E: "The scenario {scenario} asks for a call, level {level}{since}.",
        _F: "Le scénario {scenario} demande un appel, niveau {level}{since}.",
    },
    Work.ESCALATION: {
        _E: "The scenario {scenario} is at its end{since}.",
        _F: "Le scénario {scenario} est à son terme{since}.",
    },
    Work.STUCK: {
        _E: "A message by {way} may have arrived, or was refused{since}.",
        _F: "Un envoi par {way} est peut-être arrivé, ou a été refusé{since}.",
    },
    Work.UNREACHABLE: {
        _E: "Level {level} is due by {way}, and nobody can be reached.",
        _F: "Le niveau {level} est dû par {way}, et personne n'est joignable.",
    },
    Work.APPROVAL: {
        _E: "A message by {way}, level {level}, waits for approval{since}.",
        _F: "Un message par {way}, niveau {level}, attend une approbation{since}.",
    },
    Work.CALL: {_E: "", _F: ""},
}
_OUTCOMES: Mapping[Outcome, Mapping[Language, str]] = {
    Outcome.NO_ANSWER: {_E: "no answer", _F: "pas de réponse"},
    Outcome.PROMISE: {_E: "promise", _F: "promesse"},
    Outcome.DISPUTE: {_E: "dispute", _F: "litige"},
    Outcome.WRONG_CONTACT: {_E: "wrong contact", _F: "mauvais contact"},
    Outcome.PAID: {_E: "says it is paid", _F: "dit avoir payé"},
    Outcome.CALL_BACK: {_E: "call back", _F: "à rappeler"},
}


def work_text(work: Work, language: Language) -> str:
    return _WORKS[work][language]


def outcome_text(outcome: Outcome, language: Language) -> str:
    return _OUTCOMES[outcome][language]


def cents_text(amount: Money, language: Language) -> str:
    """With its cents: what a contact is worth is often a few units."""
    whole, cents = divmod(abs(amount.cents), 100)
    sign = "-" if amount.cents < 0 else ""
    mark = "," if language is _F else "."
    return f"{sign}{number_text(whole, language)}{mark}{cents:02d} {amount.currency}"


def why_text(one: Candidate, language: Language, *, on: date) -> str:
    """The reason, what is owed and how it will come by itself, and what stands in the way of some of it."""
    values = facts_of(one, language, on=on)
    work = one.chosen.work
    parts = [_WHY[work][language].format(**values), _owed(one, language), _worth(one, language)]
    parts += [_others(one, language), _missed(one, language), _objected(one, language)]
    parts += [_wrong(one, language), _away(one, language, on)]
    return " ".join(part for part in parts if part)


def facts_of(one: Candidate, language: Language, *, on: date) -> dict[str, str]:
    """What scripts and reasons are filled with."""
    chosen, promise = one.chosen, one.chosen.known.promise
    spoken = in_force(chosen.known.spoken)
    back = spoken[-1].call_back_on if spoken else None
    to, disputes, heard = chosen.to, chosen.known.disputes, chosen.debtor.heard
    promised = None if promise is None else Money(promise.cents, promise.currency)
    received = None if promise is None else Money(max(promise.received_cents, 0), promise.currency)
    return {
        "contact": "" if to is None else to.name,
        "customer": chosen.debtor.name,
        "net": " + ".join(amount_text(Money(sum_.net_cents, sum_.currency), language) for sum_ in one.sums),
        "invoices": _listed(one, language),
        "oldest": str(max((line.days_late for line in one.invoices), default=0)),
        "level": str(chosen.level),
        "scenario": chosen.decision.scenario,
        "way": way_text(chosen.way, language),
        "since": _since(one, language, on),
        "promised": "" if promised is None else amount_text(promised, language),
        "promised_on": "" if promise is None else day_text(promise.promised_on, language),
        "received": "" if received is None else amount_text(received, language),
        "call_back_on": "" if back is None else day_text(back, language),
        "answered_on": "" if heard.answered_on is None else day_text(heard.answered_on, language),
        "dispute": ", ".join(one.reason for one in disputes),
    }


def _since(one: Candidate, language: Language, on: date) -> str:
    actions = [each for each in one.chosen.known.actions if each.id == one.chosen.action]
    if not actions or actions[0].decided_on >= on:
        return ""
    day = day_text(actions[0].decided_on, language)
    return f", depuis le {day}" if language is _F else f", since {day}"


def _listed(one: Candidate, language: Language) -> str:
    numbers = [line.number for line in one.invoices]
    count = number_text(len(numbers), language)
    many = "s" if len(numbers) > 1 else ""
    word = f"facture{many}" if language is _F else f"invoice{many}"
    told = ", ".join(numbers[:_NAMED]) + ("…" if len(numbers) > _NAMED else "")
    return f"{count} {word} ({told})"


def _owed(one: Candidate, language: Language) -> str:
    among = [line for line in one.invoices if line.currency == one.currency]
    gross = sum(line.open_cents for line in among)
    net = next((sum_.net_cents for sum_ in one.sums if sum_.currency == one.currency), 0)
    if not gross:
        return ""
    oldest = max(line.days_late for line in among)
    wait = sum(line.open_cents * line.expected_days for line in among) / gross
    soon = share_text(sum(line.open_cents * line.soon for line in among) / gross, language)
    several = len(among) > 1
    many, count = "s" if several else "", number_text(len(among), language)
    owed = amount_text(Money(net, one.currency), language)
    if language is _F:
        return (
            f"{owed} échus sur {count} facture{many}, "
            f"{'la plus ancienne ' if several else ''}de {oldest} j ; "
            f"encore {wait:.0f} j d'attente probables, {soon} payés d'ici une semaine sans rien faire."
        )
    return (
        f"{owed} overdue on {count} invoice{many}, {'the oldest ' if several else ''}by {oldest} d; "
        f"{wait:.0f} more days to wait as things go, {soon} of it paid within a week by itself."
    )


def _worth(one: Candidate, language: Language) -> str:
    gross = sum(line.open_cents for line in one.invoices if line.currency == one.currency)
    days = sum(line.open_cents * line.saved_days for line in one.invoices if line.currency == one.currency)
    if not gross or one.chosen.way is Way.ESCALATE:
        return ""
    saved = f"{days / gross:.1f}"
    tired = one.chosen.known.contacts
    if language is _F:
        told = f"Un {_act(one, language)} devrait gagner {saved.replace('.', ',')} j"
        return f"{told} ({tired} contacts récents)." if tired > 1 else f"{told}."
    told = f"A {_act(one, language)} should save {saved} d"
    return f"{told} ({tired} contacts lately)." if tired > 1 else f"{told}."


def _act(one: Candidate, language: Language) -> str:
    if one.chosen.way is Way.CALL:
        return "appel" if language is _F else "call"
    return "envoi" if language is _F else "message"


def _others(one: Candidate, language: Language) -> str:
    if not one.chosen.also:
        return ""
    told = ", ".join(work_text(work, language) for work in one.chosen.also)
    return f"Aussi : {told}." if language is _F else f"Also: {told}."


def _missed(one: Candidate, language: Language) -> str:
    times = unanswered(one.chosen.known.spoken)
    if times == 0:
        return ""
    if language is _F:
        return f"{times} appel{'s' if times > 1 else ''} sans réponse."
    return f"No answer {times} time{'s' if times > 1 else ''}."


def _wrong(one: Candidate, language: Language) -> str:
    wrong = ", ".join(sorted(one.chosen.debtor.heard.wrong))
    if not wrong:
        return ""
    return f"Adresse erronée : {wrong}." if language is _F else f"Wrong address: {wrong}."


def _away(one: Candidate, language: Language, on: date) -> str:
    back_on = one.chosen.debtor.heard.back_on
    if back_on is None or back_on <= on:
        return ""
    day = day_text(back_on, language)
    return f"Absence annoncée, retour le {day}." if language is _F else f"Away, back on {day}."


def _objected(one: Candidate, language: Language) -> str:
    disputes = one.chosen.known.disputes
    if not disputes:
        return ""
    first = disputes[0]
    amount = amount_text(Money(first.cents, first.currency), language)
    until = day_text(first.deadline_on, language)
    if language is _F:
        return (
            f"Litige {first.case} ouvert ({amount}), chez {first.owner} jusqu'au {until} : "
            "n'en parlez pas comme d'un dû."
        )
    return (
        f"Dispute {first.case} is open ({amount}), with {first.owner} until {until}: do not claim that part."
    )
