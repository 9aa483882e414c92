"""Plants one fault for each invariant in a copy of the tree, and runs the tests that must catch it."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from experiments.common import told, write_result
from tests.dunning.faults import Fault, faults, file_of

_ROOT = Path(__file__).resolve().parents[2]
_FAILED = 1  # pytest: some tests failed
_LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "var", "__pycache__", ".*_cache", ".hypothesis", "notebooks"
)


def main() -> None:
    planted = faults()
    with tempfile.TemporaryDirectory(prefix="encours-faults-") as folder:
        tree = Path(folder) / "tree"
        shutil.copytree(_ROOT, tree, ignore=_LEFT_OUT)
        _check(tree, planted)
        caught = {one.invariant: _caught(tree, one) for one in planted}
    count = sum(caught.values())
    rows = "\n".join(_row(one, caught=caught[one.invariant]) for one in planted)
    write_result(__file__, RESULT.format(count=count, planted=len(planted), rows=rows))
    if count < len(planted):
        sys.exit(1)


def _check(tree: Path, planted: Sequence[Fault]) -> None:
    """All of these tests pass on the tree as it is."""
    for path in sorted({file_of(one) for one in planted}):
        wanted = " or ".join(f"({one.tests})" for one in planted if file_of(one) == path)
        if _tests(tree, path, wanted) != 0:
            raise SystemExit(f"{path} fails before anything is planted.")


def _caught(tree: Path, fault: Fault) -> bool:
    """Whether its tests fail with it."""
    path = tree / fault.file
    whole = path.read_text(encoding="utf-8")
    if whole.count(fault.old) != 1:
        raise SystemExit(f"{fault.invariant}: {fault.file} does not hold “{fault.old}” once.")
    path.write_text(whole.replace(fault.old, fault.new), encoding="utf-8")
    ended = _tests(tree, file_of(fault), fault.tests)
    path.write_text(whole, encoding="utf-8")
    told(f"{fault.invariant}: {'caught' if ended == _FAILED else f'NOT CAUGHT ({ended})'}")
    return ended == _FAILED


def _tests(tree: Path, path: str, wanted: str) -> int:
    """How pytest ends, in a process of its own that sees only the copy."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", "-p", "no:randomly"]
    command += ["-m", "not slow", path, "-k", wanted]
    return subprocess.run(command, cwd=tree, capture_output=True, check=False).returncode  # noqa: S603


def _row(fault: Fault, *, caught: bool) -> str:
    verdict = "caught" if caught else "**not caught**"
    return (
        f"| {fault.invariant} | `{fault.file}` | `{_short(fault.old)}` | `{_short(fault.new)}` | {verdict} |"
    )


def _short(text: str) -> str:
    """In a line, without what would end a cell."""
    line = " ".join(text.split()).replace("|", "¦")
    return line or "(nothing)"


RESULT = """# {count}/{planted} planted faults caught

For each invariant: its tests pass on the tree as it is, and fail once the text in the third column is
replaced by that in the fourth.

| invariant | file | text | planted | |
|---|---|---|---|---|
{rows}
"""


if __name__ == "__main__":
    main()
