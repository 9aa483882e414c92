"""Create `.venv` from the lock, or bring it up to date; an up-to-date one costs nothing.

Standard library only: this runs before anything is installed.
"""
# ruff: noqa: S603 -- every command below is written here, none comes from outside

import hashlib
import importlib.util
import json
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
COMMAND = VENV / "bin" / "encours"
LOCK = ROOT / "requirements" / "dev.lock"
STAMP = VENV / "encours-setup.json"

# A line every so many packages keeps a log readable when nobody watches a terminal.
_SAID_EVERY = 25
_LINES_OF_FAILURE = 25
_ONE_PACKAGE = ("Collecting ", "Processing ", "Requirement already satisfied: ")


def main() -> None:
    wanted = fingerprint()
    done = stamped()
    if done == wanted and PYTHON.exists() and COMMAND.exists():
        return
    started = time.monotonic()
    moved = done.get("root", wanted["root"]) != wanted["root"]  # its scripts would still call the old place
    fresh = ensure_venv(anew=moved)
    if fresh or done.get("lock") != wanted["lock"]:
        install_lock()
    install_project()
    check_lightgbm()
    STAMP.write_text(json.dumps(wanted, indent=2) + "\n", encoding="utf-8")
    say(f"Ready in {time.monotonic() - started:.0f} s: .venv/bin/encours")


def fingerprint() -> dict[str, str]:
    """What the environment is made of: the lock, how the project installs, and where it stands."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    parts = [project["build-system"], project["project"], project.get("tool", {}).get("hatch", {})]
    return {
        "lock": hashlib.sha256(LOCK.read_bytes()).hexdigest(),
        "project": hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest(),
        "root": str(ROOT),
    }


def stamped() -> dict[str, str]:
    """What the last completed set-up was made of; empty when there was none."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def ensure_venv(*, anew: bool) -> bool:
    """Make the environment unless a usable one is there; whether it was made."""
    if (
        not anew
        and PYTHON.exists()
        and runs(PYTHON, "import sys, pip; sys.exit(sys.version_info[:2] != (3, 11))")
    ):
        say("Bringing .venv up to date")
        return False
    if importlib.util.find_spec("ensurepip") is None:
        stop("This Python cannot make a virtual environment. On Debian: apt-get install python3-venv")
    say(f"Creating .venv with Python {sys.version.split()[0]}")
    made = subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=False)
    if made.returncode != 0:
        stop("The virtual environment could not be made. On Debian: apt-get install python3-venv")
    return True


def install_lock() -> None:
    total = sum(line[:1].isalnum() for line in LOCK.read_text(encoding="utf-8").splitlines())
    say(f"Installing {total} locked packages (a first time takes a few minutes)")
    pip("install", "--require-hashes", "--requirement", str(LOCK), total=total)


def install_project() -> None:
    say("Installing Encours itself")
    pip("install", "--no-deps", "--no-build-isolation", "--editable", str(ROOT), total=1)


def pip(*arguments: str, total: int) -> None:
    """Run the environment's pip, told as a count; its own words come out only when it fails."""
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments]
    heard: list[str] = []
    with subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as running:
        for line in lines_of(running):
            heard.append(line)
            tell(heard, total)
    if running.returncode != 0:
        sys.stderr.write("\n".join(["", *heard[-_LINES_OF_FAILURE:], ""]))
        stop(f"pip could not finish ({' '.join(arguments[:2])}); its last words are above.")


def lines_of(running: "subprocess.Popen[str]") -> Iterator[str]:
    if running.stdout is not None:
        yield from (line.rstrip() for line in running.stdout)


def tell(heard: list[str], total: int) -> None:
    """One moving line on a terminal, a line now and then elsewhere."""
    line = heard[-1]
    if line.startswith("Installing collected packages"):
        say("  writing them to .venv")
    if not line.startswith(_ONE_PACKAGE):
        return
    number = sum(one.startswith(_ONE_PACKAGE) for one in heard)
    for beginning in _ONE_PACKAGE:
        line = line.removeprefix(beginning)
    name = Path(line.split()[0]).name.split("==")[0]
    if sys.stdout.isatty():
        sys.stdout.write(f"\r\033[K  {number}/{total} {name}" + ("\r\033[K" if number >= total else ""))
        sys.stdout.flush()
    elif number % _SAID_EVERY == 0:
        say(f"  {number}/{total} {name}")


def check_lightgbm() -> None:
    """The wheel leans on the system's OpenMP, which a bare Debian does not have."""
    if not runs(PYTHON, "import lightgbm"):
        stop(
            "LightGBM is installed but does not load: it needs the system's libgomp. "
            "On Debian: apt-get install libgomp1. Then run make setup again."
        )


def runs(python: Path, code: str) -> bool:
    command = [str(python), "-c", code]
    return subprocess.run(command, capture_output=True, cwd=ROOT, check=False).returncode == 0


def say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def stop(sentence: str) -> None:
    sys.exit(sentence)


if __name__ == "__main__":
    main()
