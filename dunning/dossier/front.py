"""The first page of a dossier: all of it on one page, for a person who never met the customer."""

from collections.abc import Mapping, Sequence
from typing import Any

from dunning.dossier.facts import DossierFacts
from dunning.dossier.page import page, section, sentence, table
from dunning.dossier.proof import answer_of, folder_of, message_id
from dunning.dossier.statement import account_parts
from dunning.dossier.words import day_or_blank, label, money_text, plain_text, titled, truth_text
from dunning.words import way_text
from kernel.language import Language, day_text

_ACTS_SHOWN = (
    "party",
    "name",
    "status",
    "reason",
    "reference",
    "outcome",
    "promised_on",
    "until",
    "by",
    "note",
)


def front_page(facts: DossierFacts, index: Mapping[str, Any], language: Language) -> bytes:
    account = facts.account
    title = titled("title", f"{account.code} {account.name}", language)
    parts = [
        sentence(f"{label('as_of', language)} {day_text(account.on, language)}"),
        *section(label("missing", language), _missing(index, language)),
        *section(label("account", language), account_parts(account, language)),
        *_settled(facts, language),
        *section(label("reminders", language), _reminders(facts, language)),
        *section(label("clauses", language), _clauses(facts, language)),
        *_papers(index, language),
        *section(label("history", language), _history(facts, language)),
        *_people(facts, language),
        *_events(facts, language),
        *section(label("files", language), [_files(index, language)]),
    ]
    return page(title, parts, language)


def _heads(language: Language, *keys: str) -> list[str]:
    return [label(key, language) for key in keys]


def _missing(index: Mapping[str, Any], language: Language) -> list[str]:
    told = [sentence(one["told"], missing=True) for one in index["missing"]]
    return told or [sentence(label("nothing_missing", language))]


def _settled(facts: DossierFacts, language: Language) -> list[str]:
    rows = [
        (
            one.number,
            day_text(one.on, language),
            money_text(one.cents, one.currency, language),
            label("cash" if one.cash else "no_cash", language),
        )
        for one in facts.account.settled
    ]
    if not rows:
        return []
    heads = _heads(language, "invoice", "day", "amount", "how")
    return section(label("settled", language), [table(heads, rows)])


def _reminders(facts: DossierFacts, language: Language) -> list[str]:
    if not facts.reminders and not facts.proofs:
        return [sentence(label("no_reminders", language))]
    passed = [
        (
            day_text(one.passed_on, language),
            one.number,
            str(one.level),
            plain_text(one.way, language),
            plain_text(one.through, language),
            day_or_blank(one.deadline_on, language),
            one.author,
        )
        for one in facts.reminders
    ]
    proofs = []
    for one in facts.proofs:
        message = None if one.message is None else one.message.message
        answer, instant = answer_of(one)
        state = one.action.standing.value if one.state is None else one.state.value
        state = plain_text(state, language)
        said = ("", "") if message is None else (", ".join(message.recipients), message.subject)
        path = f"{folder_of(one)}/proof.json"
        way = way_text(one.action.way, language)
        proofs.append((path, str(one.action.level), way, *said, state, instant, answer, message_id(one)))
    heads = _heads(language, "day", "invoice", "level", "way", "how", "deadline", "author")
    keys = ("file", "level", "way", "recipients", "subject", "state", "instant", "answer", "message_id")
    return [
        *([table(heads, passed)] if passed else []),
        *([table(_heads(language, *keys), proofs, linked=0)] if proofs else []),
    ]


def _clauses(facts: DossierFacts, language: Language) -> list[str]:
    clauses = facts.clauses
    accepted = day_or_blank(clauses.gts_accepted_on, language) or label("unknown", language)
    names = ("retention_of_title", "penalty_clause", "acceleration", "jurisdiction")
    rows = [(label("gts_accepted_on", language), accepted)]
    rows += [(label(name, language), truth_text(getattr(clauses, name), language)) for name in names]
    return [table(("", ""), rows)]


def _papers(index: Mapping[str, Any], language: Language) -> list[str]:
    rows = [
        (
            one["path"],
            plain_text(one["kind"], language),
            one["invoice"],
            one["name"],
            one["happened_on"],
            one["author"],
            f"{label('withdrawn', language)}: {one['withdrawn']}" if one["withdrawn"] else one["note"],
        )
        for one in index["papers"]
    ]
    if not rows:
        return []
    heads = [*_heads(language, "file", "papers", "invoice"), "", *_heads(language, "day", "author"), ""]
    return section(label("papers", language), [table(heads, rows, linked=0)])


def _history(facts: DossierFacts, language: Language) -> list[str]:
    rows = [
        (
            day_text(one.happened_on, language),
            day_text(one.known_on, language),
            f"{plain_text(one.matter, language)} {one.case}",
            plain_text(one.act, language),
            "; ".join(_said(one.details, language)),
            one.author,
        )
        for one in facts.relation.history
    ]
    if not rows:
        return [sentence(label("no_history", language))]
    return [table(_heads(language, "day", "known_on", "case", "act", "told", "author"), rows)]


def _said(details: Mapping[str, Any], language: Language) -> list[str]:
    listed = [details.get(name) for name in ("items", "invoices")]
    named = [one for found in listed if isinstance(found, list) for one in found]
    words = [str(one.get("invoice", "")) if isinstance(one, dict) else str(one) for one in named]
    cents, currency = details.get("cents"), details.get("currency")
    if isinstance(cents, int) and isinstance(currency, str):
        words.append(money_text(cents, currency, language))
    words += [str(details[name]) for name in _ACTS_SHOWN if details.get(name) not in (None, "")]
    return [word for word in words if word]


def _people(facts: DossierFacts, language: Language) -> list[str]:
    rows = [(one.role, one.name or "", one.email or "", one.phone or "") for one in facts.contacts]
    identity = [table(("", ""), sorted(facts.identity.items()))]
    found = section(label("identity", language), identity)
    return found + (section(label("contacts", language), [table(("", "", "", ""), rows)]) if rows else [])


def _events(facts: DossierFacts, language: Language) -> list[str]:
    rows = [
        (
            day_text(one.published_on, language),
            day_or_blank(one.happened_on, language),
            one.nature,
            one.court or "",
        )
        for one in facts.events
    ]
    heads = _heads(language, "published_on", "day", "told", "court")
    return section(label("events", language), [table(heads, rows)]) if rows else []


def _files(index: Mapping[str, Any], language: Language) -> str:
    listed: Sequence[Mapping[str, Any]] = index["files"]
    rows = [(one["path"], f"{one['bytes']:,}", one["sha256"]) for one in listed]
    return table([*_heads(language, "file", "bytes"), "SHA-256"], rows, linked=0)
