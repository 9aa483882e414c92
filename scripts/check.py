"""Run every check and report all failures at once: nobody should mend one to discover the next."""
# ruff: noqa: S603 -- every command below is written here, none comes from outside

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Check:
    """A command that succeeds when the tree is as agreed, and how to mend it when it is not."""

    name: str
    command: tuple[str, ...]
    mend: str


@dataclass(frozen=True, slots=True)
class Outcome:
    check: Check
    passed: bool
    seconds: float
    said: str


CHECKS = (
    # The slowest first, so that the other core does the rest meanwhile.
    Check("types", (str(BIN / "mypy"),), "mend the types named above"),
    Check("format", (str(BIN / "ruff"), "format", "--check", "."), ".venv/bin/ruff format ."),
    Check("lint", (str(BIN / "ruff"), "check", "--quiet", "."), ".venv/bin/ruff check --fix ."),
    Check("floors", (str(BIN / "lint-imports"),), "import downwards only; docs/decisions/0001 says why"),
    Check("documents", (sys.executable, "scripts/documents.py"), "mend the documents named above"),
)


def main() -> None:
    with ThreadPoolExecutor(max_workers=2) as pool:
        outcomes = list(pool.map(run, CHECKS))
    failures = [outcome for outcome in outcomes if not outcome.passed]
    for outcome in failures:
        write(f"\n── {outcome.check.name} " + "─" * 60)
        write(outcome.said.strip())
    write("")
    for outcome in outcomes:
        verdict = "passed" if outcome.passed else f"FAILED   to mend: {outcome.check.mend}"
        write(f"  {outcome.check.name:<10} {outcome.seconds:5.1f} s  {verdict}")
    if failures:
        sys.exit(f"\n{len(failures)} of {len(CHECKS)} checks failed.")
    write(f"\nAll {len(CHECKS)} checks passed.")


def run(check: Check) -> Outcome:
    started = time.monotonic()
    done = subprocess.run(check.command, cwd=ROOT, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - started
    return Outcome(check, done.returncode == 0, seconds, done.stdout + done.stderr)


def write(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
