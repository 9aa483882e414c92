"""Run every experiment again, in the order of their numbers, and name those that failed."""
# ruff: noqa: S603 -- the commands are this Python and the files of experiments/

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    scripts = sorted((ROOT / "experiments").glob("[0-9]*.py"))
    scripts += sorted((ROOT / "experiments").glob("[0-9]*/run.py"))
    failed = [path for path in scripts if not ran(path)]
    if failed:
        sys.exit("Failed: " + ", ".join(str(path.relative_to(ROOT)) for path in failed))
    sys.stdout.write(f"{len(scripts)} experiments ran.\n")


def ran(path: Path) -> bool:
    sys.stdout.write(f"\n== {path.relative_to(ROOT)}\n")
    sys.stdout.flush()
    module = ".".join(path.relative_to(ROOT).with_suffix("").parts)
    return subprocess.run([sys.executable, "-m", module], cwd=ROOT, check=False).returncode == 0


if __name__ == "__main__":
    main()
