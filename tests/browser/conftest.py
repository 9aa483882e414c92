"""A server on loopback with a small company, and Chromium.

Without Chromium these tests are left out, and say so; where ENCOURS_BROWSER is “required” they fail instead.
"""

import os
import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from serving import clock
from serving.app import create_app
from serving.cli.main import run
from serving.settings import settings
from tests.serving.web.conftest import DAY
from tests.serving.web.house import CONTACTS, CUSTOMERS, INVOICES, WORD, people
from tests.training.companies import served

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
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A company in service; the tests here share it, and what one changes the next one sees.

    It is closed before any other room's tests begin: the day is fixed while it stands.
    """
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("ENCOURS_")]:
            patch.delenv(name)
        patch.setenv("ENCOURS_HOME", str(home))
        patch.setenv("ENCOURS_AUTHOR", "test")
        patch.setattr(clock, "today", lambda: DAY)
        patch.setattr("serving.app.Registry", lambda _home: served())
        for kind, text in (("customers", CUSTOMERS), ("contacts", CONTACTS), ("invoices", INVOICES)):
            path = Path(home) / f"{kind}.csv"
            path.write_text(text, encoding="utf-8")
            assert run(["import", kind, str(path), "--on", f"{DAY}"]) == 0
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
        page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
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
