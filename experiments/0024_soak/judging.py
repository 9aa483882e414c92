"""What the database holds, by SQL of this study's own, beside what clients were told."""

import importlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import psycopg

company = importlib.import_module("experiments.0024_soak.company")
said = importlib.import_module("experiments.0024_soak.said")

_SHOWN = 5
RESTING = ("waiting", "failed", "reserved", "sending")

# Rows that carry a mark, by the kind of write that put them there.
ROWS: Mapping[str, str] = {
    "invoices": "SELECT number FROM invoice WHERE number LIKE 'SOAK-%'",
    "payments": "SELECT substring(source_id from 'SOAK-P-[0-9]+-[0-9]+') FROM payment "
    "WHERE source_id LIKE '%SOAK-P-%'",
    "promise": "SELECT details->>'note' FROM relation_act WHERE matter = 'promise'",
    "dispute": "SELECT details->>'note' FROM relation_act WHERE matter = 'dispute' AND id = case_id",
    "dispute resolved": "SELECT details->>'note' FROM relation_act WHERE act = 'resolved'",
    "outcome": "SELECT note FROM dunning_contact WHERE undoes IS NULL",
    "undo": "SELECT o.note FROM dunning_contact u JOIN dunning_contact o ON o.id = u.undoes",
    "alert assigned": "SELECT person FROM alert_act WHERE act = 'assigned'",
    "mail of an alert": "SELECT recipients->>0 FROM outbox_message WHERE key LIKE 'assigned:%'",
    "order": "SELECT DISTINCT answer->>'number' FROM credit_decision WHERE kind = 'order'",
}
_CORRECTIONS = (
    "SELECT i.source_id FROM invoice_correction c JOIN invoice i ON i.id = c.invoice_id "
    "WHERE i.source_id LIKE '%SOAK-%'",
    "SELECT p.source_id FROM payment_correction c JOIN payment p ON p.id = c.payment_id "
    "WHERE p.source_id LIKE '%SOAK-%'",
)


def faults_of_writes(url: str, book: Any) -> tuple[list[str], dict[str, dict[str, int]]]:
    """What is lost, doubled or there although it was refused; and the count of each kind."""
    wrong: list[str] = []
    counts: dict[str, dict[str, int]] = {}
    with psycopg.connect(url) as connection:
        for kind, rows in ROWS.items():
            found = Counter(row[0] for row in connection.execute(rows))  # type: ignore[arg-type]
            told = "alert assigned" if kind == "mail of an alert" else kind
            acknowledged, refused, unknown = (book.marks(told, fate) for fate in said.Fate)
            mine = {mark: found[mark] for mark in {*acknowledged, *refused, *unknown}}
            wrong += _listed(f"{kind} lost", (mark for mark in acknowledged if mine[mark] == 0))
            wrong += _listed(f"{kind} there although refused", (mark for mark in refused if mine[mark]))
            wrong += _listed(f"{kind} more than once", (mark for mark, times in mine.items() if times > 1))
            wrong += _listed(f"{kind} that nobody wrote", _strange(found, mine))
            counts[kind] = {
                "acknowledged": len(acknowledged),
                "refused": len(refused),
                "unknown": len(unknown),
                "of unknown there": sum(mine[mark] > 0 for mark in unknown),
            }
        for rows in _CORRECTIONS:
            wrong += _listed("events corrected", (row[0] for row in connection.execute(rows)))  # type: ignore[arg-type]
        wrong += _orders(connection, book)
    return wrong, counts


def _orders(connection: Any, book: Any) -> list[str]:
    """Each answer that was given stands under the number it was given."""
    rows = "SELECT id, version, answer->>'number' FROM credit_decision WHERE kind = 'order'"
    held = {(number, version): mark for number, version, mark in connection.execute(rows)}
    return _listed("answers to orders lost", (m for key, m in book.orders.items() if held.get(key) != m))


def faults_of_money(url: str, owed: Mapping[str, int]) -> list[str]:
    """Invoices less payments of each account, whoever reads them, against what was acknowledged."""
    sums: Counter[str] = Counter()
    rows = (
        "SELECT c.code, x.cents FROM customer c JOIN ("
        "SELECT customer_id, amount_cents AS cents FROM invoice UNION ALL "
        "SELECT customer_id, -amount_cents FROM payment) x ON x.customer_id = c.id WHERE c.code LIKE 'SOAK-%'"
    )
    with psycopg.connect(url) as connection:
        for code, cents in connection.execute(rows):
            sums[code] += cents
    other = (f"{code}: {sums[code]}, not {cents}" for code, cents in owed.items() if sums[code] != cents)
    return _listed("owed", other)


def faults_of_mail(url: str, marks: Sequence[str]) -> tuple[list[str], dict[str, int]]:
    """Mails that the server took, by their Message-ID, beside the outbox."""
    taken = Counter(marks)
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT mark, state FROM outbox_message WHERE channel = 'email'")
        states: dict[str, str] = dict(rows.fetchall())
    wrong = _listed("mails taken twice", (mark for mark, times in taken.items() if times > 1))
    wrong += _listed("mails nobody wrote", (mark for mark in taken if mark not in states))
    wrong += _listed(
        "mails said to be sent, and never taken",
        (mark for mark, state in states.items() if state == "sent" and mark not in taken),
    )
    wrong += _listed(
        "mails taken, and neither sent nor ambiguous",
        (f"{mark} {states[mark]}" for mark in taken if states.get(mark, "sent") not in ("sent", "ambiguous")),
    )
    resting = (f"{mark} {state}" for mark, state in states.items() if state in RESTING)
    wrong += _listed("mails that wait for ever", resting)
    return wrong, {**Counter(states.values()), "taken by the server": taken.total()}


def stored_scores(url: str) -> set[tuple[str, str, float]]:
    rows = "SELECT c.code, s.model, s.pd_12m FROM stored_score s JOIN customer c ON c.id = s.customer_id"
    with psycopg.connect(url) as connection:
        return {(code, model, pd) for code, model, pd in connection.execute(rows)}


def trail(environment: Mapping[str, str]) -> list[str]:
    """Faults that the house finds by itself: its audit trail, and its scores replayed."""
    wrong = []
    for command in (("audit", "verify", "--json"), ("score", "replay", "--json")):
        try:
            company.encours(environment, *command)
        except company.Broken as error:
            wrong.append(str(error))
    return wrong


def _strange(found: Mapping[str, int], mine: Mapping[str, int]) -> Iterable[str]:
    return (mark for mark in found if mark and mark.upper().startswith("SOAK-") and mark not in mine)


def _listed(what: str, marks: Iterable[str]) -> list[str]:
    found = sorted(marks)
    more = f" and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    return [f"{what}: {', '.join(found[:_SHOWN])}{more}"] if found else []


def marks_of(mails: Iterable[bytes]) -> list[str]:
    """The mark in each mail's Message-ID."""
    found = []
    for mail in mails:
        for line in mail.split(b"\r\n"):
            if line.lower().startswith(b"message-id:"):
                found.append(line.partition(b"<")[2].partition(b"@")[0].decode())
                break
    return found
