"""A server on loopback with a small company, and Chromium.

Without Chromium these tests are left out, and say so; where ENCOURS_BROWSER is “required” they fail instead.
"""

import os
import shutil
import socket
import threading
from base64 import b64decode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from scoring.lateness.artifact import LATENESS
from serving import clock
from serving.app import create_app
from serving.cli.main import run
from serving.settings import settings
from tests.serving.web.conftest import DAY
from tests.serving.web.house import CONTACTS, CUSTOMERS, INVOICES, WORD, people
from tests.training.companies import served, small_model
from training.acts import Deed
from training.gateway import Record, Tracking

BOTH = pytest.mark.parametrize("language", ["en", "fr"])
WITH_AND_WITHOUT = pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
# Nobody chases these yet: nothing is due. Each is above its limit, for one journey.
WATCHED = {("en", True): "W-1", ("en", False): "W-2", ("fr", True): "W-3", ("fr", False): "W-4"}
_CUSTOMERS = CUSTOMERS + "".join(f"{code},Wagons {code},FR,Zoé\n" for code in WATCHED.values())
_INVOICES = INVOICES + "".join(
    f"F-{code},{code},2024-05-02,2024-06-01,1000.00,EUR,\n" for code in WATCHED.values()
)

_PIXEL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)

# Nothing of its own is asked of the network.
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def _chromium() -> str | None:
    return next((found for name in ("chromium", "chromium-browser") if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    path = _chromium()
    if path is None:
        if os.environ.get("ENCOURS_BROWSER") == "required":
            pytest.fail("No Chromium is here, and the pages must be tried in it: apt-get install chromium.")
        pytest.skip("No Chromium is here: the pages are not tried in a browser.")
    with sync_playwright() as hands:
        browser = hands.chromium.launch(executable_path=path, args=list(_QUIET))
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def home_served(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="package")
def address(home_served: Path) -> Iterator[str]:
    """A company in service; the tests here share it, and what one changes the next one sees.

    It is closed before any other room's tests begin: the day is fixed while it stands.
    """
    home = home_served
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("ENCOURS_")]:
            patch.delenv(name)
        patch.setenv("ENCOURS_HOME", str(home))
        patch.setenv("ENCOURS_AUTHOR", "test")
        patch.setattr(clock, "today", lambda: DAY)
        patch.setattr("serving.app.Registry", lambda _home: served())
        for kind, text in (("customers", _CUSTOMERS), ("contacts", CONTACTS), ("invoices", _INVOICES)):
            path = home / f"{kind}.csv"
            path.write_text(text, encoding="utf-8")
            assert run(["import", kind, str(path), "--on", f"{DAY}"]) == 0
        assert run(["score", "--all"]) == 0
        for code in WATCHED.values():
            assert run(["limit", "grant", code, "900", "--reason", "A trial.", "--author", "Bo"]) == 0
        assert run(["alerts", "run"]) == 0
        door = create_app(settings())
        people(door)
        with _listening(door) as url:
            yield url


@contextmanager
def _listening(door: FastAPI) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(door, log_level="error", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join(timeout=20)


Visit = Callable[..., Page]


@pytest.fixture
def visit(chromium: Browser, address: str) -> Iterator[Visit]:
    """Sign in and open a page; what the browser complains of fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def heard(told: ConsoleMessage) -> None:
        """What the browser says of a form that we refused, it says of every answer but a good one."""
        if told.type == "error" and "status of 422" not in told.text:
            complaints.append(told.text)

    def open_page(
        path: str, *, language: str = "en", script: bool = True, width: int = 1280, dark: bool = False
    ) -> Page:
        context = chromium.new_context(
            base_url=address,
            java_script_enabled=script,
            viewport={"width": width, "height": 900},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",  # colours are judged as they end
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(f"/login?language={language}")
        page.fill("input[name=email]", "ana@example.com")
        page.fill("input[name=password]", WORD)
        page.click("button.main")
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def challenger(address: str, home_served: Path) -> str:
    """A model that is tried beside the one in service, of a run that judged it."""
    tracking = Tracking(home_served)
    model = small_model()
    manifest = model.manifest
    figures = {"paid_late.log_loss": 0.41, "paid_late.auc": 0.82, "size": 9_000.0}
    decided = {"en": "The first one.", "fr": "Le premier."}
    files = {"pictures/reliability_1.png": _PIXEL}
    told = (manifest.as_of, manifest.data_fingerprint, "", True, manifest.parameters, figures, decided)
    record = Record(*told, files=files)
    if tracking.champion(LATENESS.name) is None:
        number = tracking.record(LATENESS, model, record)
        tracking.act(LATENESS.name, deed=Deed.PROMOTE, to=number, who="Bo", at="", why="The first one.")
    decided = {"en": "Not clearly better.", "fr": "Pas nettement meilleur."}
    number = tracking.record(LATENESS, model, replace(record, figures=figures, decided=decided))
    tracking.challenge(LATENESS.name, number)
    return f"{LATENESS.name}-{number}"
