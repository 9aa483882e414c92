"""Which command runs, and what it was told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

# Typer carries its own copy of Click, and shows no public way to the context of the command that runs.
from typer._click.globals import get_current_context


@dataclass(frozen=True, slots=True)
class Running:
    """A command by its words, such as “encours limit grant”."""

    path: str = "encours"
    params: Mapping[str, Any] = field(default_factory=dict, repr=False)


def running() -> Running:
    context = get_current_context(silent=True)
    return Running() if context is None else Running(_path(context.command_path), dict(context.params))


def _path(words: str) -> str:
    """Each word once: a group that is a command by itself tells its name twice."""
    told = words.split()
    return " ".join(word for place, word in enumerate(told) if place == 0 or word != told[place - 1])
