"""What a page must be for whoever cannot see it well, or has no mouse: asked of the browser itself."""

from functools import lru_cache
from pathlib import Path

from playwright.sync_api import Page

from scripts.translations import kept

_A_SENTENCE = 3  # words
_SCRIPT = (Path(__file__).parent / "checks.js").read_text(encoding="utf-8")


def faults_of(page: Page) -> list[str]:
    """What is wrong with the page as it stands."""
    found: list[str] = page.evaluate(_SCRIPT)
    return found


def english_left(page: Page, language: str) -> list[str]:
    """Sentences of ours that a page in another language still says in English."""
    if language == "en":
        return []
    seen = page.locator("body").inner_text()
    return [text for text in _sentences(language) if text in seen]


@lru_cache
def _sentences(language: str) -> tuple[str, ...]:
    """What has a translation of its own and is long enough to be nothing else."""
    told = [str(one.id) for _, one in kept(language) if isinstance(one.id, str) and one.id != one.string]
    return tuple(text for text in told if len(text.split()) >= _A_SENTENCE and "%" not in text)
