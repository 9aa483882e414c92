"""The papers of a model, as blocks of a page."""

from hypothesis import given
from hypothesis import strategies as st

from serving.web.papers import blocks_of, strong_of

PAPER = """# lateness, as known on 2025-07-01

**Decision.** It is
complete.

## Outcomes

| question | rows |
|---|---:|
| paid late | 12 |

- one
- two
"""


def test_a_paper_in_blocks() -> None:
    assert [(one.kind, one.level, [list(row) for row in one.rows]) for one in blocks_of(PAPER)] == [
        ("title", 1, [["lateness, as known on 2025-07-01"]]),
        ("text", 0, [["**Decision.** It is complete."]]),
        ("title", 2, [["Outcomes"]]),
        ("table", 0, [["question", "rows"], ["paid late", "12"]]),
        ("list", 0, [["one"], ["two"]]),
    ]
    assert strong_of("**Decision.** It is.") == [("Decision.", True), (" It is.", False)]


@given(st.text(alphabet="#*|- ab\n", max_size=80))
def test_no_letter_is_lost(text: str) -> None:
    told = "".join(cell for one in blocks_of(text) for row in one.rows for cell in row)
    assert sorted(c for c in told if c in "ab") == sorted(c for c in text if c in "ab")
