"""What `encours forecast` and its back-test tell people."""

from forecast.backtest import ALL, OPEN, ForecastBacktest, by_week_ahead, figures
from forecast.cash_in import Interval
from forecast.report import CashForecast, CurrencyForecast, PeriodCash
from kernel.language import Language, amount_text, day_text, number_text, share_text
from kernel.money import Money
from serving.cli.output import figure, print_table, remark, say

_BACKTEST = (
    "{count} evenings from {cut} on, 8 weeks ahead of each, in {currency}; judged as known on {horizon}. "
    "Errors are sums of absolute errors over what came."
)
_BACKTEST_FR = (
    "{count} soirs à partir du {cut}, 8 semaines devant chacun, en {currency} ; jugés au {horizon}. "
    "Les erreurs sont des sommes d'écarts absolus rapportées à l'encaissé."
)
_HINDSIGHT = {
    Language.ENGLISH: "The lateness model learnt from facts known later than this evening: these intervals "
    "are no proof of what it would have told then. encours backtest forecast asks a model of that time.",
    Language.FRENCH: "Le modèle de retard a appris de faits connus après ce soir-là : ces intervalles ne "
    "prouvent pas ce qu'il aurait dit alors. encours backtest forecast interroge un modèle d'époque.",
}
# English, French
_TARGETS = {
    OPEN: ("Cash of the invoices open on each evening:", "Encaissements des factures ouvertes chaque soir :"),
    ALL: (
        "All cash, with invoices issued since:",
        "Tous les encaissements, factures émises depuis comprises :",
    ),
}
_FIGURES = (
    ("wape", ("Encours ↓", "Encours ↓")),
    ("wape_due_dates", ("due dates", "échéances")),
    ("wape_customer_delay", ("average delay", "retard moyen")),
    ("wape_last_year", ("last year", "an dernier")),
    ("coverage_80", ("80 % holds", "80 % tient")),
    ("bias", ("bias", "biais")),
    ("weeks", ("weeks", "semaines")),
)


def tell(told: CashForecast, *, language: Language) -> None:
    """A table a currency: what is expected, where 80 of 100 cases lie, and what is behind it."""
    if not told.currencies:
        french = language is Language.FRENCH
        say("Aucune facture ouverte ce soir-là." if french else "Nothing is open on that evening.")
    for one in told.currencies:
        say(_opening(one, told, language))
        print_table(_headings(one, language), _rows(one, language), right=range(1, _columns(one)))
        say(_closing(told, language))
    if told.hindsight:
        remark(_HINDSIGHT[language])


def _opening(one: CurrencyForecast, told: CashForecast, language: Language) -> str:
    def amount(cents: int) -> str:
        return amount_text(Money(cents, one.currency), language)

    as_of, last_on = day_text(told.as_of, language), day_text(told.last_on, language)
    if language is Language.FRENCH:
        return (
            f"{amount(one.open_cents)} ouverts au soir du {as_of} : {amount(one.expected_cents)} attendus "
            f"d'ici le {last_on}, {amount(one.later_cents)} plus tard ou jamais, "
            f"{amount(one.disputed_cents)} en litige, "
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
            f"Intervalles : les factures d'un client partagent {customer} du hasard de leur date, "
            f"toutes {book} ; mesuré sur {spread.evenings} soirs passés. Modèle {told.model}."
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
    rows = []
    for place, period in enumerate(one.periods):
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


def tell_backtest(report: ForecastBacktest, *, language: Language) -> None:
    """Errors by week ahead of both targets, the headline first."""
    french = language is Language.FRENCH
    told = _BACKTEST_FR if french else _BACKTEST
    evenings = len(report.evenings)
    say(told.format(count=evenings, cut=report.cut, horizon=report.horizon, currency=report.currency))
    for name in (OPEN, ALL):
        target = report.targets[name]
        say(_TARGETS[name][french])
        measured = [(f"1–{target.came.shape[1]}", figures(target))]
        measured += [(str(each["week"]), each) for each in by_week_ahead(target)]
        rows = [(week, *(figure(each[key], digits=3) for key, _ in _FIGURES)) for week, each in measured]
        headings = ("semaine" if french else "week", *(names[french] for _, names in _FIGURES))
        print_table(headings, rows, right=range(1, len(headings)))
