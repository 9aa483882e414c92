"""What is particular to a case, in a few words."""

from collections.abc import Callable, Mapping
from typing import Any

from kernel.language import Language
from kernel.money import Money
from ledger.relation import disputes, hand_overs, write_offs
from ledger.relation.disputes import Label
from ledger.relation.standing import CaseOnEvening


def phrase(case: CaseOnEvening, language: Language) -> str:
    """Reason, day, other party: what tells this case from another of its kind."""
    return _PHRASES[case.matter](case, language) if case.told else ""


def act_phrase(details: Mapping[str, Any]) -> str:
    """What an act of the history says, in its own words: invoices, amounts, days, reasons."""
    words = [_item_phrase(one) for name in ("items", "invoices") for one in _listed(details, name)]
    if "cents" in details:
        words.append(_money(details["cents"], details.get("currency")))
    words += [str(details[name]) for name in _WORDS if details.get(name) not in (None, "")]
    words += [f"{one['day']} {_money(one['cents'], details.get('currency'))}" for one in _parts(details)]
    return "; ".join(words)


_WORDS = (
    "party",
    "name",
    "status",
    "reason",
    "reference",
    "outcome",
    "credit_note",
    "promised_on",
    "until",
    "by",
    "note",
)


def _listed(details: Mapping[str, Any], name: str) -> list[Any]:
    found = details.get(name)
    return found if isinstance(found, list) else []


def _parts(details: Mapping[str, Any]) -> list[dict[str, Any]]:
    listed = _listed(details, "instalments")
    return [one for one in listed if isinstance(one, dict) and {"day", "cents"} <= set(one)]


def _item_phrase(one: Any) -> str:
    if not isinstance(one, dict) or "invoice" not in one:
        return str(one)
    return f"{one['invoice']} {_money(one.get('cents'), one.get('currency'))}"


def _dispute(case: CaseOnEvening, language: Language) -> str:
    told = case.told
    words = [_label(disputes.REASONS, told["reason"], language), told["note"]]
    if "outcome" in told and not case.stands:
        words.append(f"for the {told['outcome']}" if told["outcome"] != "withdrawn" else "withdrawn")
    if told.get("awaited_cents"):
        words.append(f"credit note awaited for {_money(told['awaited_cents'], case.currency)}")
    return "; ".join(word for word in words if word)


def _promise(case: CaseOnEvening, _language: Language) -> str:
    told = case.told
    words = [f"for {told['promised_on']}"]
    if told["by"]:
        words.append(f"said {told['by']}")
    words.append(f"{_money(told['received_cents'], case.currency)} received")
    return ", ".join(words)


def _plan(case: CaseOnEvening, _language: Language) -> str:
    told, words = case.told, []
    if told["breached_on"] is not None:
        words.append(f"broken since {told['breached_on']}")
    if told["next"] is not None and case.stands:
        words.append(f"next {_money(told['next']['open_cents'], case.currency)} on {told['next']['day']}")
    if told["due_cents"] and case.stands:
        words.append(f"{_money(told['due_cents'], case.currency)} due")
    return ", ".join(words)


def _block(case: CaseOnEvening, _language: Language) -> str:
    until = case.told["until"]
    return "; ".join(word for word in (until and f"until {until}", case.told["reason"]) if word)


def _write_off(case: CaseOnEvening, language: Language) -> str:
    label = _label(write_offs.REASONS, case.told["reason"], language)
    return "; ".join(word for word in (label, case.told["note"]) if word)


def _hand_over(case: CaseOnEvening, language: Language) -> str:
    told = case.told
    words = [_label(hand_overs.PARTIES, told["party"], language), told["name"]]
    if told["recourse"] is not None:
        words.append("with recourse" if told["recourse"] else "without recourse")
    words.append(_label(hand_overs.STATUSES, told["status"], language))
    words += [_money(one["cents"], one["currency"]) for one in told["recovered"]]
    return ", ".join(word for word in words if word)


_PHRASES: Mapping[str, Callable[[CaseOnEvening, Language], str]] = {
    "dispute": _dispute,
    "promise": _promise,
    "plan": _plan,
    "block": _block,
    "write_off": _write_off,
    "hand_over": _hand_over,
}


def _label(labels: Mapping[str, Label], word: Any, language: Language) -> str:
    label = labels.get(word)
    if label is None:
        return ""
    return label.french if language is Language.FRENCH else label.english


def _money(cents: Any, currency: Any) -> str:
    """An amount; what is none is told as it is, since an act that cannot be read is told too."""
    told = isinstance(cents, int) and isinstance(currency, str)
    return str(Money(cents, currency)) if told else str(cents)
