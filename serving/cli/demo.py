"""`encours demo`: the main job of the house, from files to today's queue, on a company it invents."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from kernel.language import Language
from ledger import usecases as ledger
from ledger.imports.repository import MASTER
from ledger.master.usecases import import_customers
from ledger.registers.usecases import Delivery
from ledger.reports import usecases as reports
from ledger.reports.groups import By
from scoring import usecases as scoring
from scoring.gateway import Registry
from scoring.grades import GradePolicy
from serving import clock
from serving.cli import ageing, backtest, demo_day, score, train
from serving.cli.demo_day import say_step
from serving.cli.house import opened
from serving.cli.output import progress, say, stages
from serving.policies import policy_in_force
from serving.settings import Settings, settings
from simulation import usecases as simulation
from store.session import Database
from training import usecases as training

app = typer.Typer(add_completion=False)

# Enough for a model that beats the naive methods, little enough to wait for.
_CUSTOMERS, _MONTHS, _SEED = 400, 30, 7
# Half a year to judge on leaves two years to learn from.
_DAYS_JUDGED = 180
_FIRST = date(2023, 1, 2)
_LARGEST = 5
_RISKIEST = 3


@app.command()
def demo(
    customers: Annotated[int, typer.Option(min=1, help="How many customers to invent.")] = _CUSTOMERS,
    months: Annotated[int, typer.Option(min=1, help="How many months of trade.")] = _MONTHS,
) -> None:
    """Show the whole house at work on a sample company, then end."""
    where = sample(settings())
    horizon = _invented(where, customers=customers, months=months)
    with opened(where) as database:
        _imported(database, where.home / "files", horizon)
        _aged(database, as_of=horizon, language=where.language)
        _judged(database, cut=horizon - timedelta(days=_DAYS_JUDGED))
        _trained(database, where, as_of=horizon)
        _scored(database, where, on=horizon)
        demo_day.show(database, where, on=horizon)
    _how_to_go_on(where)


def sample(where: Settings) -> Settings:
    """A house of its own inside the home, so that no invented invoice meets a real one."""
    home = where.home / "demo"
    # E-mails of the demo reach nobody, so that no server is asked whoever it is set up for.
    sender = where.mail_from or "Ateliers du Canal <credit@ateliers-du-canal.example>"
    database = f"sqlite:///{home / 'encours.db'}"
    return replace(where, home=home, database_url=database, mail_from=sender, smtp_url="", webhook_urls=())


def _invented(where: Settings, *, customers: int, months: int) -> date:
    say_step(1, "A company and its ledger are invented")
    with progress("Inventing") as step:
        made = simulation.write_company(
            where.home / "files", customers=customers, months=months, seed=_SEED, start=_FIRST, progress=step
        )
    say(f"  {made.customers} customers, {made.invoices} invoices, {made.open} open on {made.horizon}.")
    return made.horizon


def _imported(database: Database, folder: Path, horizon: date) -> None:
    say_step(2, "Its customers and invoices are imported")
    customers, invoices = (folder / name for name in ("customers.csv", "invoices.csv"))
    recorded_at = clock.now()
    with database.transaction() as session, progress(invoices.name) as step:
        master = Delivery(customers.read_bytes(), MASTER, customers.name, "csv", _FIRST, recorded_at)
        import_customers(session, master, mapping=None)
        report = ledger.import_invoices(
            session,
            invoices.read_bytes(),
            name=invoices.name,
            mapping=None,
            source=None,
            on=horizon,
            recorded_at=recorded_at,
            progress=step,
        )
    counts = f"{report.accepted} accepted, {report.unchanged} unchanged, {report.rejected} set aside"
    say(f"  {report.read} lines read: {counts}.")


def _aged(database: Database, *, as_of: date, language: Language) -> None:
    say_step(3, f"Who owes what on {as_of}: the aged balance")
    with database.read() as session:
        rows = reports.ageing(session, reports.Question(as_of, None, By.CUSTOMER))
    ageing.tell_largest(rows, most=_LARGEST, language=language)


def _judged(database: Database, *, cut: date) -> None:
    say_step(4, f"The model is judged on what came after {cut}, beside naive methods")
    with database.read() as session, stages("Back-test") as step:
        report = training.backtest_lateness(session, cut=cut, until=None, progress=step)
    backtest.tell(report)


def _trained(database: Database, where: Settings, *, as_of: date) -> None:
    say_step(5, "Two models learn from all that is known: when invoices are paid, and who defaults")
    with database.read() as session:
        facts = ledger.load_facts(session)
    with stages("Training") as step:
        report = training.train_lateness(facts, train.order(where), as_of=as_of, progress=step)
        say(f"  {train.in_a_line(report, where.language)}")
        failures = training.train_default(facts, train.order(where), as_of=as_of, progress=step)
    say(f"  {train.in_a_line(failures, where.language)}")


def _scored(database: Database, where: Settings, *, on: date) -> None:
    registry, language = Registry(where.home), where.language
    grades = policy_in_force(where, "grades", GradePolicy)
    with database.transaction() as session:
        scoring.refresh_scores(session, registry, as_of=on, grades=grades)
    with database.read() as session:
        every = scoring.score_customers(session, registry, as_of=on, grades=grades, language=language)
    say_step(6, f"The {_RISKIEST} riskiest customers on {on} that are not in default yet, and the best one")
    at_risk = [scored for scored in every if not scored.override]
    say(f"  {len(every) - len(at_risk)} customers are in default or insolvent already.")
    for scored in [*at_risk[:_RISKIEST], *at_risk[_RISKIEST:][-1:]]:
        score.tell(scored, language=language)


def _how_to_go_on(where: Settings) -> None:
    say("")
    say("To look around in this sample company:")
    say(f"  ENCOURS_HOME={_from_here(where.home)} make serve          # the HTTP door; Ctrl-C closes it")
    say(f"  ENCOURS_HOME={_from_here(where.home)} .venv/bin/encours queue")
    say("To begin with your own: .venv/bin/encours import fec FILE (docs/importing.md tells the rest)")


def _from_here(home: Path) -> Path:
    here = Path.cwd()
    return home.relative_to(here) if home.is_relative_to(here) else home
