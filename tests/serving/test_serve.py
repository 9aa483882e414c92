"""`encours serve` in a real process: it shows its key once, answers, and stops when told."""

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from serving.keys import key_ring
from serving.settings import settings_from
from tests.architecture.house import ROOT
from tests.serving.conftest import Encours


@contextmanager
def served(home: Path) -> Iterator[dict[str, Any]]:
    """What the door says of itself; it is closed by Ctrl-C at the end."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("ENCOURS_")}
    door = subprocess.Popen(
        [sys.executable, "-c", "from serving.cli.main import main; main()", "serve", "--port", "0", "--json"],
        cwd=ROOT,
        env={**environment, "ENCOURS_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert door.stdout is not None
    try:
        yield json.loads("".join(iter(door.stdout.readline, "}\n")) + "}")
    finally:
        door.send_signal(signal.SIGINT)
        _, complaints = door.communicate(timeout=20)
    assert (door.returncode, complaints) == (0, "")


def status(url: str, key: str) -> int:
    request = urllib.request.Request(url, headers={"X-API-Key": key})  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=20) as response:  # noqa: S310
            return int(response.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def test_the_first_start_makes_a_key_that_opens_from_then_on(home: Path) -> None:
    with served(home) as told:
        key = told["api_key"]
        assert status(told["url"] + "/openapi.json", key) == 200
        assert status(told["url"] + "/openapi.json", "wrong") == 401
    assert key_ring(settings_from({"ENCOURS_HOME": str(home)})).opens(key)


def test_a_port_in_use_is_one_sentence(encours: Encours) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        said = encours("serve", "--port", taken.getsockname()[1])
    assert (said.code, said.out) == (5, "")
    assert "--port" in said.err
    assert len(said.err.splitlines()) == 1
