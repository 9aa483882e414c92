"""Write the table of error codes into docs/api.md, from the one in serving/errors.py.

.venv/bin/python scripts/problem_codes.py
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from serving import errors  # noqa: E402 -- the tree itself, installed or not

PAGE = ROOT / "docs" / "api.md"
_BEGIN, _END = "<!-- codes -->\n", "<!-- end of codes -->\n"
# What only the command line can raise.
_ELSEWHERE = ("training.", "serving.cli.", "serving.running.", "serving.web.")


def main() -> None:
    text = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(with_table(text), encoding="utf-8")


def with_table(text: str) -> str:
    """The page with the table as the code has it."""
    before, _, rest = text.partition(_BEGIN)
    _, _, after = rest.partition(_END)
    return before + _BEGIN + table() + _END + after


def table() -> str:
    known = {**errors.ANSWERS, **errors.FOREIGN_ANSWERS}
    answers = {one for path, one in known.items() if not path.startswith(_ELSEWHERE)}
    told = {(one.slug, one.status, one.title) for one in {*answers, errors.REFUSED, errors.OUR_FAULT}}
    rows = [f"| `{slug}` | {status} | {title} |\n" for slug, status, title in sorted(told)]
    return "| code | status | what it says |\n|---|---|---|\n" + "".join(rows)


if __name__ == "__main__":
    main()
