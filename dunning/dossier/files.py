"""The files of a dossier by their paths, all made by us, with an index that names each and its digest."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from dunning.dossier.facts import DossierFacts
from dunning.dossier.front import front_page
from dunning.dossier.lacking import lacking
from dunning.dossier.papers import Paper
from dunning.dossier.proof import json_bytes, proof_as_json, reminder_files
from dunning.dossier.statement import StatementPress
from dunning.dossier.words import missing_text
from kernel.bundle import csv_bytes, decimal_text, digest, sums_of
from kernel.language import Language

_FORM = 1  # of index.json; a new one for whoever reads it by machine


def dossier_files(facts: DossierFacts, press: StatementPress, *, language: Language) -> dict[str, bytes]:
    """Every file by its path. The index names all others, SHA256SUMS all but itself."""
    files = content_files(facts, press, language=language)
    index = index_of(facts, files, language=language)
    files["index.html"] = front_page(facts, index, language)
    files["index.json"] = json_bytes(index)
    return files | {"SHA256SUMS": sums_of(files)}


def content_files(facts: DossierFacts, press: StatementPress, *, language: Language) -> dict[str, bytes]:
    statement = press.statement(facts.account, language=language)
    files = {f"statement/{name}": content for name, content in statement.items()}
    files["statement/settled.csv"] = csv_bytes(_settled(facts))
    files["identity.csv"] = csv_bytes([("field", "value"), *sorted(facts.identity.items())])
    files["contract/clauses.csv"] = csv_bytes(_clauses(facts))
    files["contacts.csv"] = csv_bytes(_contacts(facts))
    files["history.csv"] = csv_bytes(_history(facts))
    files["legal_events.csv"] = csv_bytes(_events(facts))
    files |= reminder_files(facts.reminders, facts.proofs)
    counting = [one for one in facts.papers if not one.withdrawn]
    return files | {one.path: facts.contents[one.id] for one in counting}


def index_of(facts: DossierFacts, files: Mapping[str, bytes], *, language: Language) -> dict[str, Any]:
    """All that the dossier tells, ready for JSON; sums by currency, never across."""
    account = facts.account
    return {
        "form": _FORM,
        "customer": account.code,
        "name": account.name,
        "as_of": account.on.isoformat(),
        "sums": [
            {
                "currency": one.currency,
                "gross_cents": one.gross_cents,
                "credit_cents": one.credit_cents,
                "net_cents": one.net_cents,
            }
            for one in account.nets
        ],
        "open_invoices": [_item(one) for one in account.items],
        "clauses": _clauses_as_json(facts),
        "reminders": len(facts.reminders),
        "actions": [proof_as_json(one) for one in facts.proofs],
        "cases": [one.as_json() for one in facts.relation.cases],
        "papers": [_paper(one, facts.numbers) for one in facts.papers],
        "missing": [
            {
                "what": one.what,
                "about": list(one.about),
                "told": missing_text(one.what, language, about=", ".join(one.about), form=one.form),
            }
            for one in lacking(facts)
        ],
        "files": [
            {"path": path, "bytes": len(content), "sha256": digest(content)}
            for path, content in sorted(files.items())
        ],
    }


def _item(one: Any) -> dict[str, Any]:
    return {
        "number": one.number,
        "issued_on": None if one.issued_on is None else one.issued_on.isoformat(),
        "due_on": one.due_on.isoformat(),
        "amount_cents": one.amount_cents,
        "open_cents": one.open_cents,
        "currency": one.currency,
    }


def _paper(one: Paper, numbers: Mapping[int, str]) -> dict[str, Any]:
    return {
        "paper": one.id,
        "kind": one.kind.value,
        "invoice": numbers.get(one.invoice_id, ""),
        "name": one.name,
        "media_type": one.media.value,
        "sha256": one.sha256,
        "bytes": one.size,
        "happened_on": one.happened_on.isoformat(),
        "known_on": one.known_on.isoformat(),
        "author": one.author,
        "note": one.note,
        "withdrawn": one.withdrawn,
        "path": "" if one.withdrawn else one.path,
    }


def _clauses_as_json(facts: DossierFacts) -> dict[str, Any]:
    clauses = facts.clauses
    accepted = clauses.gts_accepted_on
    return {
        "gts_accepted_on": None if accepted is None else accepted.isoformat(),
        "retention_of_title": clauses.retention_of_title,
        "penalty_clause": clauses.penalty_clause,
        "acceleration": clauses.acceleration,
        "jurisdiction": clauses.jurisdiction,
    }


def _clauses(facts: DossierFacts) -> Iterable[tuple[str, str]]:
    yield ("clause", "value")
    for name, value in _clauses_as_json(facts).items():
        yield (name, "" if value is None else str(value).lower())


def _settled(facts: DossierFacts) -> Iterable[tuple[str, ...]]:
    yield ("invoice", "on", "amount", "currency", "cash")
    for one in facts.account.settled:
        yield (one.number, str(one.on), decimal_text(one.cents), one.currency, "yes" if one.cash else "no")


def _contacts(facts: DossierFacts) -> Iterable[tuple[str, ...]]:
    yield ("role", "name", "email", "phone", "language")
    for one in facts.contacts:
        yield (one.role, *(value or "" for value in (one.name, one.email, one.phone, one.language)))


def _history(facts: DossierFacts) -> Iterable[tuple[str, ...]]:
    yield ("recorded_at", "known_on", "happened_on", "author", "case", "matter", "act", "told")
    for one in facts.relation.history:
        told = json.dumps(one.details, ensure_ascii=False, sort_keys=True)
        days = (one.recorded_at.isoformat(), str(one.known_on), str(one.happened_on))
        yield (*days, one.author, str(one.case), one.matter, one.act, told)


def _events(facts: DossierFacts) -> Iterable[tuple[str, ...]]:
    yield ("published_on", "happened_on", "kind", "nature", "court")
    for one in facts.events:
        yield (str(one.published_on), str(one.happened_on or ""), one.kind, one.nature, one.court or "")
