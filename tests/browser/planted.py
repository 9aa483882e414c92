"""A run that a page watches, and that goes as far as the test says."""

import json
import subprocess
from pathlib import Path

WHY = {"en": "Not clearly better.", "fr": "Pas nettement meilleur."}


class PlantedRun:
    """What a run leaves on the disk while it is at work, and a process of its own that does nothing."""

    def __init__(self, home: Path, name: str) -> None:
        self._folder = home / "errands" / "train" / f"20240510T{name}"
        self._folder.mkdir(parents=True)
        self._process = subprocess.Popen(["sleep", "60"])
        told = {"kind": "train", "arguments": [], "told": {"name": "lateness"}, "by": "Bo"}
        when = {"at": "2024-05-10T09:00:00+00:00", "process": self._process.pid}
        (self._folder / "begun.json").write_text(json.dumps({**told, **when}), encoding="utf-8")
        self.goes_on(3)

    def goes_on(self, done: int) -> None:
        (self._folder / "far").write_text(f"{done} 10 payment dates", encoding="utf-8")

    def ends(self, label: str) -> None:
        """It made a model that does not serve."""
        why = [{"english": WHY["en"], "french": WHY["fr"]}]
        answer = {"model": label.replace("-", " "), "promoted": False, "why": why}
        (self._folder / "answer").write_text(json.dumps(answer), encoding="utf-8")
        (self._folder / "ended").write_text("0", encoding="utf-8")
        self._process.kill()
        self._process.wait()
