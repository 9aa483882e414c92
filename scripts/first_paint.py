"""How soon each page of a running service is seen in Chromium: milliseconds to first paint, and kilobytes.

    .venv/bin/python scripts/first_paint.py http://127.0.0.1:8000 ana@example.com

The password is read from standard input. Each page is opened several times; the first is told apart, since it
may have to work something out. Exits with 1 where a page is slower or heavier than it may be.
"""

import shutil
import sys
from getpass import getpass
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from serving.web.rendering import TABS  # noqa: E402 -- the tree itself, installed or not

_TIMES = 5
_MOST_MS, _MOST_KB = 200, 500
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
)
_PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? -1"


def main(address: str, email: str) -> bool:
    """Whether every page is as quick and as light as it must be."""
    word = sys.stdin.readline().rstrip("\n") if not sys.stdin.isatty() else getpass()
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))))
    good = True
    with sync_playwright() as hands:
        browser = hands.chromium.launch(executable_path=path, args=list(_QUIET))
        page = browser.new_context(base_url=address).new_page()
        page.goto("/login")
        page.fill("input[name=email]", email)
        page.fill("input[name=password]", word)
        page.click("button.main")
        sys.stdout.write(f"{'page':<28}{'first':>8}{'median':>8}{'worst':>8}{'kB':>8}\n")
        for one in (*(tab.address for tab in TABS), *_others(page)):
            good = _measured(page, one) and good
        browser.close()
    return good


def _others(page: Page) -> list[str]:
    """A customer, and a prospect where one was answered."""
    found = []
    for listed, start in (("/customers", "/customers/"), ("/prospects", "/prospects/")):
        page.goto(listed)
        link = page.locator(f"main table a[href^='{start}']").first
        found += [str(link.get_attribute("href"))] if link.count() else []
    return found


def _measured(page: Page, path: str) -> bool:
    times, size = [], 0
    for _ in range(1 + _TIMES):
        answer = page.goto(path)
        size = len(answer.body()) if answer else 0
        page.wait_for_timeout(200)
        while page.locator("meta[http-equiv=refresh]").count():
            page.wait_for_timeout(500)  # it is being worked out: the page opens anew by itself
        times.append(float(page.evaluate(_PAINTED)))
    first, *rest = times
    sys.stdout.write(f"{path:<28}{first:>8.0f}{median(rest):>8.0f}{max(rest):>8.0f}{size / 1000:>8.0f}\n")
    return median(rest) <= _MOST_MS and size <= 1000 * _MOST_KB


if __name__ == "__main__":
    sys.exit(0 if main(*sys.argv[1:3]) else 1)
