"""The page about the API and the client beside it do what they say."""

import re
import shlex
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI

from scripts.problem_codes import PAGE, with_table
from tests.serving.api.conftest import DAY, Program
from tests.serving.conftest import Encours
from tests.serving.web.house import INVOICES

CLIENT = Path("docs/examples/client.py")


def test_the_codes_of_refusals_are_those_of_the_house() -> None:
    """Otherwise: .venv/bin/python scripts/problem_codes.py"""
    text = PAGE.read_text(encoding="utf-8")
    assert with_table(text) == text


def test_every_example_runs(encours: Encours, manager: Program) -> None:
    assert encours("score", "--all", "--as-of", DAY).code == 0
    lines = [one for one in PAGE.read_text(encoding="utf-8").splitlines() if one.startswith("curl ")]
    assert lines
    for line in lines:
        method, path, more = _asked(line)
        told = manager.call(method, path, **more)
        assert told.status_code in (200, 201), (line, told.text)


def _asked(line: str) -> tuple[str, str, dict[str, Any]]:
    words = shlex.split(line.replace("$ENCOURS", "").replace("$KEY", "key"))[1:]
    headers: dict[str, str] = {}
    method, path, content = "", "", None
    while words:
        match words.pop(0):
            case "-X":
                method = words.pop(0)
            case "-H":
                name, _, value = words.pop(0).partition(": ")
                headers |= {name: value} if name != "X-API-Key" else {}
            case "-d":
                content = words.pop(0).encode()
            case "--data-binary":
                words.pop(0)
                content = INVOICES.encode()
            case address:
                path = address
    return method or ("GET" if content is None else "POST"), path, {"headers": headers, "content": content}


@pytest.fixture
def address(door: FastAPI) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(door, port=0, log_level="error", lifespan="off"))
    running = threading.Thread(target=server.run)
    running.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    running.join()


def test_the_client_asks_what_there_is_and_gets_an_answer(
    manager: Program, address: str, tmp_path: Path
) -> None:
    text = CLIENT.read_text(encoding="utf-8")
    paths = manager.ask("GET", "/openapi.json")["paths"]
    used = {
        (method.lower(), re.sub(r"\{[^}]*\}", "{}", path))
        for method, path in re.findall(r'"(GET|POST)", f?"(/v1[^"]*)"', text)
    }
    known = {
        (method, re.sub(r"\{[^}]*\}", "{}", path)) for path, methods in paths.items() for method in methods
    }
    assert used
    assert used <= known
    said = _python(CLIENT, address, manager.key)
    assert "disputes stand." in said
    file = tmp_path / "invoices.csv"
    file.write_text(INVOICES, encoding="utf-8")
    script = tmp_path / "script.py"
    script.write_text(
        "import os, sys\n"
        f"sys.path.insert(0, {str(CLIENT.parent.resolve())!r})\n"
        "from client import Encours, Refused\n"
        "house = Encours(os.environ['ENCOURS_URL'], os.environ['ENCOURS_KEY'])\n"
        "event = {'customer': 'ACME', 'number': 'E-1', 'issued_on': '2024-05-06', 'due_on': '2024-06-05',"
        " 'amount_cents': 100}\n"
        "assert house.push_invoices([event], 'k') == house.push_invoices([event], 'k')\n"
        "assert house.promise('ACME', '2024-06-30', 100)['stands']\n"
        f"assert house.import_file('invoices', {str(file)!r})['unchanged'] == 4\n"
        "try:\n    house.case('NOBODY')\n"
        "except Refused as error:\n    print(error.slug, error.status)\n",
        encoding="utf-8",
    )
    assert _python(script, address, manager.key) == "unknown-customer 404\n"


def _python(script: Path, address: str, key: str) -> str:
    done = subprocess.run(
        [sys.executable, str(script)],
        env={"ENCOURS_URL": address, "ENCOURS_KEY": key},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
