"""What a page must be for whoever cannot see it well, or has no mouse: asked of the browser itself."""

from pathlib import Path

from playwright.sync_api import Page

_SCRIPT = (Path(__file__).parent / "checks.js").read_text(encoding="utf-8")


def faults_of(page: Page) -> list[str]:
    """What is wrong with the page as it stands."""
    found: list[str] = page.evaluate(_SCRIPT)
    return found
