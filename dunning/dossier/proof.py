"""The proof of a reminder: what was decided, the message as it left, and each step of its way."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from dunning.dossier.facts import Proof, Reminded
from kernel.bundle import csv_bytes
from messaging.delivery import State
from messaging.mail import message_id_of
from messaging.message import Channel

_EXTENSIONS = {"application/pdf": "pdf", "image/png": "png", "image/jpeg": "jpg", "text/plain": "txt"}
_EXTENSIONS |= {"text/csv": "csv", "application/xml": "xml"}


def reminder_files(reminders: Iterable[Reminded], proofs: Iterable[Proof]) -> dict[str, bytes]:
    """By path: the levels passed in one table, and a folder for each action."""
    files = {"reminders/reminders.csv": csv_bytes(_rows(reminders))}
    for one in proofs:
        files |= _of_action(one)
    return files


def folder_of(proof: Proof) -> str:
    return f"reminders/action-{proof.action.id:05d}"


def proof_as_json(proof: Proof) -> dict[str, Any]:
    """What can be shown of an action, ready for JSON; `certain` only when the message certainly left."""
    action = proof.action
    return {
        "action": action.id,
        "decided_on": action.decided_on.isoformat(),
        "level": action.level,
        "way": action.way.value,
        "scenario": action.scenario,
        "policy": action.policy,
        "deadline_on": None if action.printed_deadline is None else action.printed_deadline.isoformat(),
        "events": [
            {
                "what": one.what.value,
                "on": one.on.isoformat(),
                "recorded_at": one.recorded_at.isoformat(),
                "author": one.author,
                "told": one.told,
                "details": dict(one.details),
            }
            for one in action.events
        ],
        "message": _message(proof),
    }


def answer_of(proof: Proof) -> tuple[str, str]:
    """What was told at the last step, and its instant; blank before the first."""
    if not proof.steps:
        return "", ""
    last = proof.steps[-1]
    return last.told, f"{last.at:%Y-%m-%d %H:%M:%S}"


def message_id(proof: Proof) -> str:
    """Blank but for e-mails."""
    if proof.message is None or proof.message.message.channel is not Channel.EMAIL:
        return ""
    return message_id_of(proof.message.message)


def _message(proof: Proof) -> dict[str, Any] | None:
    if proof.message is None:
        return None
    message = proof.message.message
    return {
        "key": message.key,
        "channel": message.channel.value,
        "from": message.sender,
        "to": list(message.recipients),
        "subject": message.subject,
        "message_id": message_id(proof),
        "created_at": proof.message.created_at.isoformat(),
        "state": None if proof.state is None else proof.state.value,
        "certain": proof.state is State.SENT,
        "steps": [
            {
                "at": one.at.isoformat(),
                "step": one.step,
                "state": one.state.value,
                "by": one.by,
                "told": one.told,
            }
            for one in proof.steps
        ],
    }


def _of_action(proof: Proof) -> dict[str, bytes]:
    folder = folder_of(proof)
    files = {f"{folder}/proof.json": json_bytes(proof_as_json(proof))}
    if proof.message is None:
        return files
    message = proof.message.message
    if message.text:
        files[f"{folder}/message.txt"] = message.text.encode()
    if message.html:
        files[f"{folder}/message.html"] = message.html.encode()
    if message.payload is not None:
        files[f"{folder}/payload.json"] = json_bytes(message.payload)
    for place, one in enumerate(message.attachments, start=1):
        ending = _EXTENSIONS.get(one.media_type, "bin")
        files[f"{folder}/attachment-{place}.{ending}"] = one.content
    return files


def json_bytes(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _rows(reminders: Iterable[Reminded]) -> Iterable[tuple[str, ...]]:
    yield (
        *("invoice", "item", "level", "through", "way", "tone", "passed_on", "deadline_on"),
        *("action", "known_on", "author"),
    )
    for one in reminders:
        yield (
            *(one.number, one.item, str(one.level), one.through, one.way, one.tone, str(one.passed_on)),
            *("" if one.deadline_on is None else str(one.deadline_on), str(one.action_id or "")),
            *(str(one.known_on), one.author),
        )
