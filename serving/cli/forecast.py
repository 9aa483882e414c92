"""`encours forecast`: the cash to come, with intervals."""

from typing import Annotated

import typer

from forecast import usecases
from forecast.cash_in import Interval
from forecast.periods import By
from forecast.policy import ForecastPolicy
from forecast.report import CashForecast, CurrencyForecast, PeriodCash
from forecast.scenario import scenario_from
from kernel.language import Language, amount_text, day_text, number_text, share_text
from kernel.money import Money
from scoring.gateway import Registry
from serving.api.schemas.forecast import ForecastAnswer
from serving.cli.house import day_for, opened
from serving.cli.options import AsJson, AsOf
from serving.cli.output import print_json, print_table, say
from serving.policies import policy_in_force
from serving.settings import settings

app = typer.Typer(add_completion=False)

_MOST_WEEKS = 26
_SHOWN = 80


@app.command()
def forecast(
    weeks: Annotated[int, typer.Option(min=1, max=_MOST_WEEKS, help="How many weeks ahead.")] = 13,
    by: Annotated[By, typer.Option(help="How long a period is.")] = By.WEEK,
    scenario: Annotated[
        str | None,
        typer.Option(metavar="largest=N,days=N", help="What if the largest customers paid later."),
    ] = None,
    with_future: Annotated[
        bool, typer.Option("--with-future", help="Also invoices not yet issued, shown apart.")
    ] = False,
    as_of: AsOf = None,
    as_json: AsJson = False,
) -> None:
    """Tell the cash to come by day, week or month, each currency on its own."""
    where = settings()
    what = None if scenario is None else scenario_from(scenario)
    policy = policy_in_force(where, "forecast", ForecastPolicy)
    with opened(where) as database, database.read() as session:
        told = usecases.forecast_cash(
            session,
            Registry(where.home),
            as_of=day_for(session, as_of),
            weeks=weeks,
            by=by,
            policy=policy,
            scenario=what,
            with_future=with_future,
        )
    if as_json:
        print_json(ForecastAnswer.model_validate(told).model_dump(mode="json"))
    else:
        tell(told, language=where.language)


def tell(told: CashForecast, *, language: Language) -> None:
    """A table a currency: what is expected, where 80 of 100 cases lie, and what is behind it."""
    if not told.currencies:
        french = language is Language.FRENCH
        say("Aucune facture ouverte ce soir-là." if french else "Nothing is open on that evening.")
    for one in told.currencies:
        say(_opening(one, told, language))
        print_table(_headings(one, language), _rows(one, language), right=range(1, _columns(one)))
        say(_closing(told, language))


def _opening(one: CurrencyForecast, told: CashForecast, language: Language) -> str:
    def amount(cents: int) -> str:
        return amount_text(Money(cents, one.currency), language)

    as_of, last_on = day_text(told.as_of, language), day_text(told.last_on, language)
    if language is Language.FRENCH:
        return (
            f"{amount(one.open_cents)} ouverts au soir du {as_of} : {amount(one.expected_cents)} attendus d'ici "
            f"le {last_on}, {amount(one.later_cents)} plus tard ou jamais, {amount(one.disputed_cents)} en litige, "
            f"{amount(one.credited_cents)} soldés par des avoirs ou règlements à imputer."
        )
    return (
        f"{amount(one.open_cents)} open on the evening of {as_of}: {amount(one.expected_cents)} expected by "
        f"{last_on}, {amount(one.later_cents)} later or never, {amount(one.disputed_cents)} in dispute, "
        f"{amount(one.credited_cents)} to be settled by credits."
    )


def _closing(told: CashForecast, language: Language) -> str:
    spread = told.spread
    customer = share_text(spread.together.customer, language)
    book = share_text(spread.together.book, language)
    if language is Language.FRENCH:
        return (
            f"Intervalles : les factures d'un client partagent {customer} du hasard de leur date, toutes {book} ; "
            f"mesuré sur {spread.evenings} soirs passés. Modèle {told.model}."
        )
    return (
        f"Intervals: a customer's invoices share {customer} of the chance in their date, all of them {book}; "
        f"measured on {spread.evenings} past evenings. Model {told.model}."
    )


def _headings(one: CurrencyForecast, language: Language) -> list[str]:
    french = language is Language.FRENCH
    named = (
        ["du", "attendu", "80 sur 100 entre", "et"]
        if french
        else ["from", "expected", "80 in 100 from", "to"]
    )
    if one.scenario is not None:
        named.append("scénario" if french else "scenario")
    if one.future_cents is not None:
        named.append("à facturer, en plus" if french else "not yet invoiced, on top")
    return [*named, "surtout" if french else "mostly"]


def _columns(one: CurrencyForecast) -> int:
    return len(_headings(one, Language.ENGLISH)) - 1


def _rows(one: CurrencyForecast, language: Language) -> list[list[str]]:
    shown = one.periods[:_SHOWN]
    rows = []
    for place, period in enumerate(shown):
        between = _of_share(period.intervals, 80)
        row = [
            day_text(period.first_on, language),
            _units(period.expected_cents, language),
            _units(between.low_cents, language),
            _units(between.high_cents, language),
        ]
        if one.scenario is not None:
            row.append(_units(one.scenario.periods[place].expected_cents, language))
        if period.future_cents is not None:
            row.append(_units(period.future_cents, language))
        rows.append([*row, _mostly(period, language)])
    return rows


def _mostly(period: PeriodCash, language: Language) -> str:
    return ", ".join(
        f"{one.customer} {one.number} {_units(one.expected_cents, language)}" for one in period.behind[:2]
    )


def _of_share(intervals: tuple[Interval, ...], share: int) -> Interval:
    (found,) = [one for one in intervals if one.share == share]
    return found


def _units(cents: int, language: Language) -> str:
    return number_text(round(cents / 100), language)
