"""Commands of ours that a page begins: each in a process of its own, which outlives the page and the server.

All there is to know of one lies in a folder of the home: who began it and what, its log, what it answered,
and how it ended. Whoever asks is never part of a command but by a choice from a list.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

from kernel.language import Language
from serving.running.errors import ErrandRefused
from serving.settings import Settings

_BEGUN, _ENDED, _LOG, _ANSWER, _FAR = "begun.json", "ended", "log", "answer", "far"
_FORM = re.compile(r"(\d{1,9}) (\d{1,9}) (.{1,100})", re.ASCII)
_TAIL = 8_000  # characters of a log that a page shows
_KEPT = 20  # errands of a kind that are kept on disk
_RUN = (
    "import subprocess, sys\n"
    "folder, *command = sys.argv[1:]\n"
    "with open(folder + '/answer', 'wb') as out, open(folder + '/log', 'wb') as log:\n"
    "    code = subprocess.run(command, stdout=out, stderr=log, stdin=subprocess.DEVNULL).returncode\n"
    "open(folder + '/ended', 'w').write(str(code))\n"
)
_ENCOURS = "from serving.cli.main import main; main()"


class Far(NamedTuple):
    """How far a command is with a part of its work."""

    done: int
    of: int
    part: str


@dataclass(frozen=True, slots=True)
class Errand:
    """What was begun; `code` is how it ended, None while it runs or when it died."""

    name: str
    kind: str
    told: Mapping[str, str]
    by: str
    begun_at: datetime
    process: int
    code: int | None
    running: bool
    log: str
    answer: str
    far: Far | None = None

    @property
    def died(self) -> bool:
        """Whether it ended without a word, as when the machine was shut down."""
        return self.code is None and not self.running

    def as_json(self) -> Any:
        """What it answered; None where that is no JSON."""
        with suppress(ValueError):
            return json.loads(self.answer)
        return None


@dataclass(frozen=True, slots=True)
class Order:
    """A command of `encours`, fixed by us, and what it is about in words of a page."""

    kind: str
    arguments: Sequence[str]
    told: Mapping[str, str]
    by: str
    at: datetime
    language: Language | None = None


def begin(where: Settings, order: Order) -> str:
    """Start it, and return its name. One of a kind runs at a time: raises ErrandRefused."""
    if any(one.running for one in errands(where, order.kind)):
        raise ErrandRefused("One is running already. Wait until it has ended.")
    folder = _folder(where, order.kind) / order.at.strftime("%Y%m%dT%H%M%S%f")
    folder.mkdir(parents=True)
    command = [sys.executable, "-c", _RUN, str(folder), sys.executable, "-c", _ENCOURS, *order.arguments]
    begun = subprocess.Popen(  # noqa: S603  # our own program, with arguments of ours
        command,
        env={**where.for_children(), **_told(order, folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    told = {**asdict(order), "arguments": list(order.arguments), "at": order.at.isoformat()}
    (folder / _BEGUN).write_text(json.dumps({**told, "process": begun.pid}), encoding="utf-8")
    _forget_old(where, order.kind)
    return folder.name


def _told(order: Order, folder: Path) -> dict[str, str]:
    spoken = {} if order.language is None else {"ENCOURS_LANGUAGE": order.language.value}
    return {"ENCOURS_AUTHOR": order.by, "ENCOURS_PROGRESS": str(folder / _FAR), **spoken}


def errands(where: Settings, kind: str) -> list[Errand]:
    """The latest first."""
    found = sorted(_folder(where, kind).glob("*/" + _BEGUN), reverse=True)
    return [_read(path.parent) for path in found]


def errand(where: Settings, kind: str, name: str) -> Errand | None:
    """By its name, which is looked up among those there are: nothing of an address reaches the disk."""
    return next((one for one in errands(where, kind) if one.name == name), None)


def _read(folder: Path) -> Errand:
    told = json.loads((folder / _BEGUN).read_text(encoding="utf-8"))
    ended = _text(folder / _ENDED).strip()
    code = int(ended) if ended.lstrip("-").isdigit() else None
    return Errand(
        name=folder.name,
        kind=told["kind"],
        told=told["told"],
        by=told["by"],
        begun_at=datetime.fromisoformat(told["at"]),
        process=told["process"],
        code=code,
        running=code is None and _alive(told["process"], folder),
        log=_text(folder / _LOG)[-_TAIL:],
        answer=_text(folder / _ANSWER),
        far=_far(_text(folder / _FAR)),
    )


def _far(text: str) -> Far | None:
    found = _FORM.fullmatch(text)
    return None if found is None else Far(int(found[1]), int(found[2]), found[3])


def _alive(process: int, folder: Path) -> bool:
    """Whether the process is ours still: a number is given again once its process has ended."""
    try:
        return os.waitpid(process, os.WNOHANG) == (0, 0)  # a child of this process
    except ChildProcessError:
        pass  # of a server before this one, or beside it
    if Path("/proc/self").exists():
        return str(folder) in _text(Path(f"/proc/{process}/cmdline"))
    with suppress(OSError):
        os.kill(process, 0)
        return True
    return False


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _folder(where: Settings, kind: str) -> Path:
    return where.home / "errands" / kind


def _forget_old(where: Settings, kind: str) -> None:
    for one in errands(where, kind)[_KEPT:]:
        if not one.running:
            shutil.rmtree(_folder(where, kind) / one.name, ignore_errors=True)
