"""Write an invented company down: the ledger as any company exports it, and beside it the truth."""

import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
import pandas as pd

from simulation.accounts.camt_file import camt_bytes
from simulation.accounts.cfonb_file import cfonb_bytes
from simulation.accounts.company import IBAN, OWNER, SIREN, Accounts
from simulation.accounts.company import accounts as told_of
from simulation.accounts.csv_files import customers_csv, truth_csv
from simulation.accounts.fec_file import fec_files, fiscal_years
from simulation.accounts.laws import BANK_LAWS
from simulation.accounts.public import Told, public_of
from simulation.accounts.public_files import gazette_csv, statements_csv
from simulation.almanac import Ints
from simulation.contacts import COLUMNS, contact_cells
from simulation.laws import LAWS
from simulation.world import BLOCK, World, by_issue, invent_blocks, stage

_CENTS = 100

# A zip carries the time of its members: the earliest one it can tell keeps the files identical.
_NO_TIME = (1980, 1, 1, 0, 0, 0)

# Curves copied at a time: forty megabytes.
_ROWS = 20_000

# Curves are small numbers of no pattern: the fastest level writes nearly as little as the others.
_COMPRESSION = 1


@dataclass(frozen=True, slots=True)
class Summary:
    """What was written."""

    customers: int
    invoices: int
    open: int
    late_share: float  # of all invoices: paid after due, or never
    horizon: date


def write_company(
    out: Path,
    *,
    customers: int = 400,
    months: int = 30,
    seed: int = 7,
    start: date = date(2023, 1, 2),
    accounts: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Summary:
    """Write invoices.csv, customers.csv, truth.csv and truth.npz ; the same seed gives the same bytes.

    With `accounts` also accounting files, bank statements and the truth about every bank entry, in
    customers.csv what a customer master knows, and what is public of French customers.
    `progress` is told the customers done and their number. Memory holds a block of customers and the tables,
    never all the curves; these wait on disk in `out`.
    """
    out.mkdir(parents=True, exist_ok=True)
    blocks: list[World] = []
    with TemporaryDirectory(dir=out) as waiting:
        raw = {name: Path(waiting, name) for name in ("given_all", "given_ledger")}
        for block in invent_blocks(customers=customers, months=months, seed=seed, laws=LAWS, start=start):
            blocks.append(_shelved(block, raw))
            if progress is not None:
                progress(min(len(blocks) * BLOCK, customers), customers)
        invoices = pd.concat([block.invoices for block in blocks], ignore_index=True)
        truth = pd.concat([block.truth for block in blocks], ignore_index=True)
        people = pd.concat([block.customers for block in blocks], ignore_index=True)
        order = by_issue(invoices)
        invoices, truth = invoices.iloc[order], truth.iloc[order]
        _write_curves(out / "truth.npz", invoices["number"], blocks[0].days, raw, order)
    _write_tables(out, people, invoices, truth)
    if accounts:
        write_accounts(out, told_of(people, invoices, start=start, horizon=blocks[0].horizon, seed=seed))
        write_public(out, public_of(stage(LAWS, months=months, seed=seed, start=start), customers))
    return _summary(people, invoices, truth, blocks[0].horizon)


def write_accounts(out: Path, told: Accounts) -> None:
    """Write the files of accounts: `fec/` with all journals, `fec_sales/` with sales alone, `bank/`."""
    names = {client.code: client.name for client in told.clients}
    years = fiscal_years(told.first_on, told.horizon)
    for folder, journals in (("fec", told.books), ("fec_sales", told.books.sales_only())):
        capital = BANK_LAWS.capital_cents
        for file in fec_files(journals, names, siren=SIREN, capital_cents=capital, years=years):
            _write(out / folder / file.name, file.content)
    for statement in told.statements:
        name = f"{statement.first_on:%Y-%m}"
        _write(out / "bank" / f"{name}.xml", camt_bytes(statement, iban=IBAN, owner=OWNER))
        _write(out / "bank_cfonb" / f"{name}.cfo", cfonb_bytes(statement, iban=IBAN))
    _write(out / "customers.csv", customers_csv(told.clients))
    _write(out / "bank_truth.csv", truth_csv(told.statements))


def write_public(out: Path, companies: Iterable[Told]) -> None:
    """Write what registers and gazette tell of the French customers: `statements.csv` and `bodacc.csv`."""
    told = list(companies)
    _write(out / "statements.csv", statements_csv(told))
    _write(out / "bodacc.csv", gazette_csv(told))


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _shelved(block: World, raw: dict[str, Path]) -> World:
    """The block without its curves, which are added to those on disk."""
    for name, path in raw.items():
        with path.open("ab") as file:
            file.write(getattr(block, name).tobytes())
    nothing = np.empty((0, len(block.days)), dtype=np.float32)
    return World(block.customers, block.invoices, block.truth, block.days, nothing, nothing, block.horizon)


def _write_tables(out: Path, people: pd.DataFrame, invoices: pd.DataFrame, truth: pd.DataFrame) -> None:
    known = people[["code", "name", "siren", "naf", "country"]]
    cells = [
        contact_cells(int(code[1:]), code=code, naf=naf, country=country)
        for code, naf, country in zip(known["code"], known["naf"], known["country"], strict=True)
    ]
    reached = pd.DataFrame(cells, columns=list(COLUMNS), index=known.index)
    _write_csv(known.join(reached), out / "customers.csv")
    exported = invoices[["number", "customer", "issued_on", "due_on", "paid_on"]]
    exported.insert(4, "amount", [_decimal(cents) for cents in invoices["amount_cents"]])
    exported.insert(5, "currency", "EUR")
    _write_csv(exported, out / "invoices.csv")
    _write_csv(truth, out / "truth.csv")


def _write_csv(frame: pd.DataFrame, path: Path) -> None:
    frame.to_csv(
        path, index=False, encoding="utf-8", lineterminator="\n", date_format="%Y-%m-%d", float_format="%.6f"
    )


def _decimal(cents: int) -> str:
    return f"{cents // _CENTS}.{cents % _CENTS:02d}"


def _write_curves(
    path: Path, numbers: "pd.Series[str]", days: Ints, raw: dict[str, Path], order: Ints
) -> None:
    """An npz that numpy loads like its own, written row by row so that no array is ever whole in memory."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=_COMPRESSION) as archive:
        _add(archive, "number", numbers.to_numpy(dtype=str), np.arange(len(numbers)))
        _add(archive, "days", days, np.arange(len(days)))
        for name, source in raw.items():
            curves = np.memmap(source, dtype=np.float32, mode="r", shape=(len(order), len(days)))
            _add(archive, name, curves, order)


def _add(archive: zipfile.ZipFile, name: str, array: npt.NDArray[np.generic], order: Ints) -> None:
    """One array in the numpy file format, its rows in the order given."""
    member = zipfile.ZipInfo(f"{name}.npy", date_time=_NO_TIME)
    member.compress_type = zipfile.ZIP_DEFLATED
    header = np.lib.format.header_data_from_array_1_0(array)
    with archive.open(member, "w", force_zip64=True) as file:
        np.lib.format.write_array_header_1_0(file, {**header, "fortran_order": False})
        for first in range(0, len(order), _ROWS):
            file.write(np.ascontiguousarray(array[order[first : first + _ROWS]]).tobytes())


def _summary(people: pd.DataFrame, invoices: pd.DataFrame, truth: pd.DataFrame, horizon: date) -> Summary:
    paid = truth["paid_on_true"]
    late = paid.isna() | (paid > invoices["due_on"])
    return Summary(
        customers=len(people),
        invoices=len(invoices),
        open=int(invoices["paid_on"].isna().sum()),
        late_share=float(late.mean()),
        horizon=horizon,
    )
