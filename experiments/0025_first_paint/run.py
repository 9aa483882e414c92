"""Opens the pages of a sample company in a browser: when each is first painted, and how large it is."""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, Response, sync_playwright

from access import usecases
from access.gateway import Argon2Hasher
from access.rights import Role
from access.usecases import NewUser
from experiments.common import Figures, table, told, write_result
from store.session import open_database

VISITS, FLOOR_MS, FLOOR_KB = 7, 200.0, 500
EMAIL, WORD = "study@example.com", "four words without link"
PAGES = (
    *("/today", "/customers", "/customers/{customer}", "/prospects", "/alerts", "/portfolio", "/cash"),
    *("/week", "/scenarios", "/scenarios/standard", "/scenarios/waiting", "/models", "/import", "/users"),
    *("/audit", "/account"),
)
COLUMNS = ("first_ms", "median_ms", "slowest_ms", "page_kB", "others_kB", "plotly")
_ROOT = Path(__file__).parents[2]
_COMMAND = [sys.executable, "-c", "import sys; from serving.cli.main import main; main()"]
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking")
_PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"
_LONGEST_START, _LONGEST_WORK = 60.0, 120.0


@dataclass
class Seen:
    """Milliseconds to the first paint of each visit, and kilobytes."""

    painted: list[float] = field(default_factory=list)
    page_kb: float = 0.0
    others_kb: float = 0.0
    plotly: bool = False

    @property
    def figures(self) -> Figures:
        later = self.painted[1:] or self.painted
        return {
            "first_ms": self.painted[0],
            "median_ms": statistics.median(later),
            "slowest_ms": max(later),
            "page_kB": self.page_kb,
            "others_kB": self.others_kb,
            "plotly": int(self.plotly),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="The folder demo of a home in which the demo was run.")
    parser.add_argument("--visits", type=int, default=VISITS)
    asked = parser.parse_args()
    chromium = shutil.which("chromium") or sys.exit("This study needs Chromium: apt-get install chromium.")
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "demo"
        if asked.home is None:
            told("running the demo, which takes minutes")
            _run(["demo"], home=Path(folder))
        else:
            shutil.copytree(asked.home, home)
        _somebody(home)
        with _served(home) as address, sync_playwright() as hands:
            browser = hands.chromium.launch(executable_path=chromium, args=list(_FLAGS))
            page = browser.new_context(base_url=address).new_page()
            _sign_in(page)
            found = _looked_at(page, asked.visits)
            browser.close()
    text = _result(found, asked.visits)
    write_result(__file__, text) if asked.visits == VISITS else print(text)


def _run(arguments: list[str], *, home: Path) -> None:
    subprocess.run([*_COMMAND, *arguments], check=True, env=_env(home), cwd=_ROOT, stdout=subprocess.DEVNULL)  # noqa: S603  # our own


def _env(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ENCOURS_")}
    return {**kept, "ENCOURS_HOME": str(home)}


def _somebody(home: Path) -> None:
    database = open_database(f"sqlite:///{home / 'encours.db'}")
    with database.transaction() as session:
        new = NewUser("Study", EMAIL, frozenset(Role) - {Role.SERVICE, Role.SALES})
        usecases.add_user(session, Argon2Hasher(), new, WORD, at=datetime.now(UTC))
    database.close()


@contextmanager
def _served(home: Path) -> Iterator[str]:
    """The address of a process as a user starts it."""
    command = [*_COMMAND, "serve", "--port", "0", "--json"]
    with subprocess.Popen(command, env=_env(home), cwd=_ROOT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603  # our own
        try:
            until, line = time.monotonic() + _LONGEST_START, ""
            while '"url"' not in line and time.monotonic() < until and process.stdout is not None:
                line = process.stdout.readline()
            yield line.partition('"url": "')[2].partition('"')[0]
        finally:
            process.terminate()


def _sign_in(page: Page) -> None:
    page.goto("/login?language=en")
    page.fill("input[name=email]", EMAIL)
    page.fill("input[name=password]", WORD)
    page.click("button.main")


def _looked_at(page: Page, visits: int) -> dict[str, Seen]:
    found: dict[str, Seen] = {}
    page.goto("/customers")
    customer = page.locator("main table a[href^='/customers/']").first.get_attribute("href") or ""
    for turn in range(visits + 1):
        for name in PAGES:
            address = name.replace("/customers/{customer}", customer)
            seen = found.setdefault(name, Seen())
            _visit(page, address, seen)
            if turn == 0:
                _until_worked_out(page, address)
        told(f"visit {turn} of {visits}")
    return found


def _visit(page: Page, address: str, seen: Seen) -> None:
    sizes: dict[str, int] = {}

    def weigh(answer: Response) -> None:
        sizes[answer.url] = len(answer.body()) if answer.ok else 0

    page.on("response", weigh)
    page.goto(address, wait_until="load")
    page.wait_for_load_state("networkidle")
    page.wait_for_function(f"({_PAINTED}) > 0")
    seen.painted.append(float(page.evaluate(_PAINTED)))
    page.remove_listener("response", weigh)
    plotly = [url for url in sizes if "plotly" in url]
    others = [size for url, size in sizes.items() if url != page.url and url not in plotly]
    seen.page_kb = sizes.get(page.url, 0) / 1000
    seen.others_kb = sum(others) / 1000
    seen.plotly = bool(page.locator("script[src*=plotly]").count())


def _until_worked_out(page: Page, address: str) -> None:
    until = time.monotonic() + _LONGEST_WORK
    while page.locator("meta[http-equiv=refresh]").count() and time.monotonic() < until:
        time.sleep(0.5)
        page.goto(address)


def _result(found: dict[str, Seen], visits: int) -> str:
    rows = {name: seen.figures for name, seen in found.items()}
    slow = [name for name, one in rows.items() if float(one["median_ms"] or 0) >= FLOOR_MS]
    large = [name for name, one in rows.items() if float(one["page_kB"] or 0) >= FLOOR_KB]
    return RESULT.format(
        paint="met on every page" if not slow else "MISSED on " + ", ".join(slow),
        size="met on every page" if not large else "MISSED on " + ", ".join(large),
        visits=visits,
        table=table(rows, COLUMNS, digits=0),
    )


RESULT = """
# Result

- first paint, median of {visits} visits, at most 200 ms wanted: {paint}
- bytes of a page beside `plotly.min.js`, at most 500 kB wanted: {size}

{table}

One process serves; the browser is on the same machine, with two processors, and keeps scripts and styles.
"""

if __name__ == "__main__":
    main()
