"""Commands that are imported when they run, not when they are listed."""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import typer.main
from typer.core import TyperCommand, TyperGroup


@dataclass(frozen=True, slots=True)
class Entry:
    """A command by the module that holds it in `app`, and the line that tells of it in a listing."""

    module: str
    summary: str


class LazyGroup(TyperGroup):
    """Lists its commands from `table`, and imports the one that is called.

    Listing them all would otherwise import LightGBM and MLflow: seconds, to read a help page.
    """

    table: Mapping[str, Entry] = {}

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for name, entry in self.table.items():
            self.add_command(TyperCommand(name, help=entry.summary))

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        name, _listed, rest = super().resolve_command(ctx, args)
        if name is None:
            return name, None, rest
        return name, loaded(self.table[name]), rest


def loaded(entry: Entry) -> Any:
    command = typer.main.get_command(importlib.import_module(entry.module).app)
    command.help = command.help or entry.summary
    return command
