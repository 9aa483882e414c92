"""Soaks the service in reads, writes and faults, and prints what was lost, wrong or grown."""

import argparse
import importlib
import sys
from pathlib import Path

from experiments.common import write_result

soaking = importlib.import_module("experiments.0024_soak.soaking")
report = importlib.import_module("experiments.0024_soak.report")

MINUTES = 30.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=MINUTES)
    parser.add_argument("--report", type=Path, help="A file to keep the report in.")
    asked = parser.parse_args()
    done = soaking.soaked(asked.minutes)
    text = report.text(done)
    if asked.report is not None:
        asked.report.write_text(f"{text}\n", encoding="utf-8")
    write_result(__file__, text) if asked.minutes == MINUTES else print(text)
    sys.exit(1 if any(done.wrong.values()) else 0)


if __name__ == "__main__":
    main()
