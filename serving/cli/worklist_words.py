"""The queue in tables and sentences of both languages."""

from collections.abc import Sequence
from datetime import date

from dunning.contacts.contact import Outcome
from dunning.outcomes.usecases import Recorded
from dunning.scenario import Way
from dunning.today.usecases import Team
from dunning.today.words import cents_text, outcome_text, work_text
from dunning.today.work import Exchange, Objected, QueueEntry
from dunning.words import way_text
from kernel.language import Language, amount_text, day_text, number_text
from kernel.money import Money
from ledger.relation.disputes import REASONS
from serving.cli.output import print_table, remark, say

_F = Language.FRENCH
_SHOWN = 12
_THROUGH = {
    "sent": ("sent", "envoyé"),
    "done": ("done", "fait"),
    "skipped": ("skipped", "passé sans envoi"),
}
_STATES = {
    "pending": ("pending", "en attente"),
    "kept": ("kept", "tenue"),
    "partly_kept": ("kept in part", "tenue en partie"),
    "broken": ("broken", "non tenue"),
}


def tell(entries: Sequence[QueueEntry], *, language: Language) -> None:
    """One row an entry; its worth in its own currency."""
    french = language is _F
    if not entries:
        say("Personne à contacter ce jour-là." if french else "Nobody needs a contact on that day.")
        remark(
            "Les relances qui partent d'elles-mêmes n'y sont pas : encours dun --dry-run."
            if french
            else "Reminders that leave by themselves are not on it: encours dun --dry-run."
        )
        return
    rows = [
        (
            str(entry.rank),
            entry.customer,
            work_text(entry.candidate.chosen.work, language),
            cents_text(Money(entry.value_cents, entry.candidate.currency), language),
            _whom(entry),
            entry.why,
        )
        for entry in entries
    ]
    headings = (
        ("", "client", "quoi", "valeur", "qui", "pourquoi")
        if french
        else ("", "customer", "what", "worth", "whom", "why")
    )
    print_table(headings, rows, right=(0, 3))
    _remarks(entries, french=french)


def _remarks(entries: Sequence[QueueEntry], *, french: bool) -> None:
    without = sorted({one.candidate.currency for one in entries if one.candidate.factor is None} - {""})
    if without:
        named = ", ".join(without)
        remark(
            f"Sans facteur dans policy/queue.toml, {named} vient en dernier."
            if french
            else f"Without a factor in policy/queue.toml, {named} comes last."
        )
    remark(
        "La valeur repose sur les effets a priori de policy/queue.toml : voir encours effect."
        if french
        else "Worth rests on the effects of policy/queue.toml, a prior: see encours effect."
    )


def _whom(entry: QueueEntry) -> str:
    to = entry.candidate.chosen.to
    return "–" if to is None else " ".join(part for part in (to.name, to.phone or to.email) if part)


def tell_one(entries: Sequence[QueueEntry], customer: str, *, language: Language) -> None:
    """Everything one needs with the telephone in hand."""
    french = language is _F
    if not entries:
        say(
            f"Rien à faire avec {customer} ce jour-là : encours dun --dry-run dit pourquoi."
            if french
            else f"Nothing is to be done about {customer} that day: encours dun --dry-run says why."
        )
        return
    (entry,) = entries
    chosen = entry.candidate.chosen
    worth = cents_text(Money(entry.value_cents, entry.candidate.currency), language)
    say(f"{customer} {chosen.debtor.name} · {work_text(chosen.work, language)} · {worth}")
    to = chosen.to
    if to is not None:
        say(" · ".join(part for part in (to.role.replace("_", " "), to.name, to.phone, to.email) if part))
    say("")
    say(entry.why)
    say("")
    say(f"« {entry.script} »" if french else f"“{entry.script}”")
    _tell_standing(entry, language)
    say("")
    _tell_invoices(entry, language)
    if entry.exchanges:
        say("")
        _tell_exchanges(entry.exchanges, language)


def _tell_standing(entry: QueueEntry, language: Language) -> None:
    known, french = entry.candidate.chosen.known, language is _F
    if known.promise is not None:
        one = known.promise
        state = _STATES.get(one.state, (one.state, one.state))[french]
        amount, day = (
            amount_text(Money(one.cents, one.currency), language),
            day_text(one.promised_on, language),
        )
        say(
            f"Promesse {one.case} : {amount} pour le {day}, {state}."
            if french
            else f"Promise {one.case}: {amount} for {day}, {state}."
        )
    if known.planned is not None:
        day_, cents, currency = known.planned
        amount, day = amount_text(Money(cents, currency), language), day_text(day_, language)
        say(f"Échéancier : {amount} le {day}." if french else f"Instalment plan: {amount} on {day}.")


def _tell_invoices(entry: QueueEntry, language: Language) -> None:
    headings = (
        ("facture", "échue le", "retard", "à réclamer", "niveau", "attente")
        if language is _F
        else ("invoice", "due", "late", "to claim", "level", "wait")
    )
    unit = "j" if language is _F else "d"
    rows = [
        (
            *(line.number, day_text(line.due_on, language), f"{line.days_late} {unit}"),
            *(cents_text(line.open, language), str(line.level), f"{line.expected_days:.0f} {unit}"),
        )
        for line in entry.invoices[:_SHOWN]
    ]
    print_table(headings, rows, right=(2, 3, 4, 5))
    more = len(entry.invoices) - _SHOWN
    if more > 0:
        remark(f"{more} de plus : --json." if language is _F else f"{more} more: --json.")


def _tell_exchanges(exchanges: Sequence[Exchange], language: Language) -> None:
    headings = (
        ("le", "quoi", "par", "niveau", "qui", "note")
        if language is _F
        else ("on", "what", "by", "level", "who", "note")
    )
    rows = [
        (
            *(day_text(one.on, language), _what(one.what, language)),
            way_text(Way(one.way), language) if one.way else "",
            *("" if one.level is None else str(one.level), one.author, one.note),
        )
        for one in exchanges
    ]
    print_table(headings, rows, right=(3,))


def _what(told: str, language: Language) -> str:
    if told in _THROUGH:
        return _THROUGH[told][language is _F]
    return outcome_text(Outcome(told), language)


def recorded_text(told: Recorded, language: Language) -> str:
    """An outcome after it was written down, with what follows from it."""
    one, french = told.spoken, language is _F
    what = outcome_text(one.outcome, language)
    if one.undoes is not None:
        return f"{told.customer} : {what}, repris." if french else f"{told.customer}: {what}, taken back."
    parts = [f"{told.customer}{' :' if french else ':'} {what}."]
    details = one.details
    if "owner" in details:
        day = day_text(date.fromisoformat(details["deadline_on"]), language)
        parts.append(
            f"Litige {details['case']}, confié à {details['owner']}, réponse avant le {day}."
            if french
            else f"Dispute {details['case']} goes to {details['owner']}, to be answered by {day}."
        )
    elif "case" in details:
        parts.append(f"Promesse {details['case']}." if french else f"Promise {details['case']}.")
    if one.action_id is not None:
        parts.append(f"Tâche {one.action_id} terminée." if french else f"Task {one.action_id} is done.")
    return " ".join(parts)


def tell_team(found: Sequence[Team], *, language: Language) -> None:
    french = language is _F
    nobody = "(personne)" if french else "(nobody)"
    rows = [
        (
            one.collector or nobody,
            number_text(one.entries, language),
            number_text(one.calls, language),
            " + ".join(amount_text(Money(cents, code), language) for code, cents in one.value_cents.items()),
            number_text(one.done, language),
            ", ".join(f"{outcome_text(Outcome(what), language)} {n}" for what, n in one.outcomes.items()),
        )
        for one in found
    ]
    headings = (
        ("collecteur", "à faire", "appels", "valeur", "fait", "résultats")
        if french
        else ("collector", "to do", "calls", "worth", "done", "outcomes")
    )
    print_table(headings, rows, right=(1, 2, 3, 4))


def tell_disputes(found: Sequence[tuple[str, Objected]], *, on: date, language: Language) -> None:
    french = language is _F
    if not found:
        say("Aucun litige en cours." if french else "No dispute stands.")
        return
    late = ("en retard", "overdue")[not french]
    rows = [
        (
            *(str(one.case), code, getattr(REASONS[one.reason], "french" if french else "english")),
            *(amount_text(Money(one.cents, one.currency), language), one.owner),
            *(day_text(one.deadline_on, language), late if one.deadline_on < on else ""),
        )
        for code, one in found
    ]
    headings = (
        ("", "client", "motif", "montant", "chez", "réponse avant le", "")
        if french
        else ("", "customer", "reason", "amount", "owner", "answer by", "")
    )
    print_table(headings, rows, right=(0, 3))
