"""Time letters from the notice to PDF/A, one after the other, and the file for the printer."""

import argparse
import importlib
import resource
import time
from collections.abc import Sequence

from dunning.letters.batch import Printed
from dunning.letters.gateway import TypstPrinter, print_batch, print_letter
from dunning.letters.worded import worded
from dunning.notice import Notice
from experiments.common import Figures, table, told, write_result
from serving.settings import settings
from serving.templates import templates_in_force

invented = importlib.import_module("experiments.0019_letters.invented")

LETTERS, FLOOR_SECONDS, EVERY = 500, 60.0, 5
COLUMNS = ("clock_s", "cpu_s", "a second", "pages", "megabytes", "memory_mib")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=int, default=LETTERS)
    count = int(parser.parse_args().letters)
    notices, templates = invented.notices(count, every=EVERY), templates_in_force(settings())
    printer = TypstPrinter()
    rows: dict[str, Figures] = {}

    clock, cpu = time.perf_counter(), time.process_time()
    letters = [print_letter(printer, notice, templates) for notice in notices]
    rows["letters, PDF/A"] = figures(clock, cpu, count, letters, sum(len(one.pdf) for one in letters))
    told(f"{count} letters")

    clock, cpu = time.perf_counter(), time.process_time()
    batch = print_batch(letters, two_sided=True)
    rows["one file for the printer, two-sided"] = figures(clock, cpu, count, letters, len(batch.pdf))

    clock, cpu = time.perf_counter(), time.process_time()
    mails = [worded(notice, templates) for notice in notices]
    size = sum(len(one.text) + len(one.html) for one in mails)
    rows["e-mails, text and HTML"] = {**figures(clock, cpu, count, (), size), "pages": None}

    text = RESULT.format(
        verdict=verdict(float(rows["letters, PDF/A"]["clock_s"] or 0), count),
        same=again(notices[:: max(count // 50, 1)], letters[:: max(count // 50, 1)]),
        table=table(rows, COLUMNS, digits=2),
    )
    write_result(__file__, text) if count == LETTERS else print(text)


def figures(clock: float, cpu: float, count: int, letters: Sequence[Printed], size: int) -> Figures:
    seconds, work = time.perf_counter() - clock, time.process_time() - cpu
    return {
        "clock_s": seconds,
        "cpu_s": work,
        "a second": count / seconds,
        "pages": sum(one.pages for one in letters),
        "megabytes": size / 1e6,
        "memory_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def verdict(seconds: float, count: int) -> str:
    end = "is kept" if seconds < FLOOR_SECONDS else "is **missed**"
    return f"{count} letters in {seconds:.1f} s; the floor of {FLOOR_SECONDS:.0f} s {end}."


def again(notices: Sequence[Notice], letters: Sequence[Printed]) -> str:
    """Each letter printed anew by a typesetter of its own."""
    templates = templates_in_force(settings())
    pairs = zip(notices, letters, strict=True)
    different = sum(print_letter(TypstPrinter(), one, templates).pdf != was.pdf for one, was in pairs)
    said = "the same bytes" if not different else f"**{different} other letters**"
    return f"{len(letters)} of them, printed anew by typesetters of their own, give {said}."


RESULT = """
# Result

- {verdict}
- {same}

{table}

`memory_mib` is the highest of the process so far.
"""

if __name__ == "__main__":
    main()
