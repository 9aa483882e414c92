"""The ablation table: take one thing away, train again, see what is lost."""

import argparse
import tempfile
from datetime import date
from importlib import import_module
from pathlib import Path

from experiments.common import imported, public_data, section_written, write_result
from ledger.facts import Facts
from simulation.usecases import write_company
from training.lateness.recipe import Recipe

defaults = import_module("experiments.0009_what_adds_what.defaults")
payment_dates = import_module("experiments.0009_what_adds_what.payment_dates").section
issue_day = import_module("experiments.0001_lateness_on_real_invoices.run")

# None of their outcomes reaches the hole at the year's end that study 0008 tells of.
REAL_EVENINGS = (date(2019, 7, 31), date(2019, 8, 31), date(2019, 9, 30), date(2019, 10, 31))
INVENTED_EVENINGS = (date(2024, 9, 30), date(2024, 10, 31), date(2024, 11, 30), date(2024, 12, 31))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--customers", type=int, default=800)
    options.add_argument("--months", type=int, default=27)
    options.add_argument("--seed", type=int, default=9)
    options.add_argument("--default-customers", type=int, default=5_000)
    options.add_argument("--default-months", type=int, default=60)
    options.add_argument("--default-alone", action="store_true", help="leave the other sections as they are")
    chosen = options.parse_args()
    dates = section_written(__file__, before=defaults.HEADING) if chosen.default_alone else of_dates(chosen)
    default = defaults.section(
        customers=chosen.default_customers, months=chosen.default_months, seed=chosen.seed
    )
    write_result(__file__, dates + "\n\n" + default + "\n" + READING_DEFAULT)


def of_dates(chosen: argparse.Namespace) -> str:
    recipe = Recipe()
    sections = (
        payment_dates(
            invented(customers=chosen.customers, months=chosen.months, seed=chosen.seed),
            called="an invented company",
            evenings=INVENTED_EVENINGS,
            recipe=recipe,
        ),
        payment_dates(real(), called="the HighRadius invoices", evenings=REAL_EVENINGS, recipe=recipe),
    )
    return "# Result\n\n" + "\n\n".join(sections) + "\n" + READING.rstrip()


READING = """
`log_loss_late` and `auc_late` are of the invoices not yet due, the others of all. Each line is trained again
with the same settings. A figure that gets better when something is taken away says that it does not help.
"""

READING_DEFAULT = """
Each line is trained again on the same customer-months, calibrated and moved towards the expert prior as the
whole model is; the prior, too, does not see what is taken away.
"""


def invented(*, customers: int, months: int, seed: int) -> Facts:
    with tempfile.TemporaryDirectory() as folder:
        write_company(Path(folder), customers=customers, months=months, seed=seed)
        return imported(Path(folder) / "invoices.csv", mapping="", on=date(2026, 1, 1))


def real() -> Facts:
    path = public_data("lateness/highradius_closed.csv.gz", called=issue_day.CALLED)
    return imported(path, mapping=issue_day.MAPPING, on=date(2020, 6, 1))


if __name__ == "__main__":
    main()
