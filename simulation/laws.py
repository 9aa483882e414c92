"""The laws of the invented world: every number that makes it, each with its reason.

The marginals they aim at, on 400 customers over 30 months, are those of a French B2B ledger: 40 % of invoices
paid after their due date (38 to 42), payments spread by 11 days around it (standard deviation, 10 to 12),
45 % of customers with fewer than three invoices, ten customers making 45 % of them, 15,000 to 25,000
invoices. A perfect observer of the ledger separates late from on time with an AUC of 0.82 to 0.88 and beats
the customer's own past rate by 0.06 nats or more. They were fixed before the first model was trained on the
world: a result that calls for other laws calls for another world, under another name.

Days are relative to the due date; shares of one tuple add up to one.
"""

from dataclasses import dataclass

from kernel.days import MonthEnd, Terms


@dataclass(frozen=True, slots=True)
class Habit:
    """When a customer usually becomes willing to pay; the wait for a run, and bad luck, come on top."""

    days: float
    share: float


@dataclass(frozen=True, slots=True)
class Dispersion:
    """How much the willing day varies from one invoice to the next: scale of a Gumbel law, in days."""

    scale: float
    share: float


@dataclass(frozen=True, slots=True)
class Drift:
    """How fast a habit creeps, month after month."""

    days_per_month: float
    share: float


@dataclass(frozen=True, slots=True)
class Run:
    """The days on which a customer pays: a weekday (0 is Monday), days of the month (31 is its last), or any.

    `lead` is how early the customer plans, knowing that the next run may be far off.
    """

    name: str
    weekdays: tuple[int, ...]
    month_days: tuple[int, ...]
    lead: float
    share: float


@dataclass(frozen=True, slots=True)
class State:
    """What a month does to payments due in it: later by `shift`, noisier by `stretch`, or never."""

    name: str
    shift: float
    stretch: float
    never: float


@dataclass(frozen=True, slots=True)
class Sector:
    """A trade: its habits (`shift`, and `tilt` towards late ones), its fragility and its usual amount."""

    naf: str
    trade: str
    share: float
    shift: float
    tilt: float
    fragility: float
    amount: float


@dataclass(frozen=True, slots=True)
class Term:
    """Payment terms on offer, and how much earlier relative to due the longer ones are paid."""

    terms: Terms
    share: float
    shift: float


@dataclass(frozen=True, slots=True)
class Country:
    code: str
    share: float
    shift: float


@dataclass(frozen=True, slots=True)
class Season:
    """Days of the year, as (month, day) with both ends in, when whatever falls due is paid later."""

    first: tuple[int, int]
    last: tuple[int, int]
    shift: float


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many invoices a customer gets: one-off buyers, regular ones of unequal size, a few key accounts."""

    one_off: float = 0.40  # with the regular ones who came late, 45 % stay below three invoices
    second: float = 0.45  # a one-off buyer who comes back once
    median: float = 28.0  # invoices of a regular customer in thirty months; sets the total near 20,000
    spread: float = 1.25  # log-normal: one in ten of them buys more than every week
    key: float = 0.025  # ten accounts of 400, which make about 45 % of the invoices
    key_median: float = 900.0  # in thirty months: a delivery or two every working day
    key_spread: float = 0.30  # log-normal; alike enough for no single account to decide the whole ledger
    reference_months: int = 30  # the period the counts above are told for
    present: float = 0.60  # customers there from the first day; the others come at any time
    august: float = 0.70  # orders of August against another month
    december: float = 0.90  # the last week is closed


@dataclass(frozen=True, slots=True)
class Amounts:
    """Invoice amounts, in euros, log-normal around the customer's own level."""

    between: float = 0.80  # from one customer to another of the same trade
    within: float = 0.70  # from one invoice to another of the same customer
    delay: float = (
        2.0  # days later for each unit of log above the customer's usual amount: one more signature
    )
    delay_limit: float = 2.0  # units of log; beyond seven times the usual amount nothing more happens
    prior_weight: float = 2.0  # the usual amount starts at the trade's, worth two invoices


@dataclass(frozen=True, slots=True)
class Dispute:
    """A contested invoice waits for its settlement; nobody knows at issue."""

    share: float = 0.025  # a few in a hundred, as credit managers say of their own ledgers
    shift: float = 22.0  # three weeks: a credit note or a proof of delivery
    scale: float = 7.0  # some are settled by a call, some by the sales manager's next visit


@dataclass(frozen=True, slots=True)
class CreditStop:
    """Deliveries stop while the ledger shows this many invoices overdue by more than these days."""

    invoices: int = 2  # one may be a dispute
    days: int = 60  # the usual moment at which a credit insurer must be told


@dataclass(frozen=True, slots=True)
class Laws:
    """All of the above, and how months follow one another."""

    habits: tuple[Habit, ...]
    dispersions: tuple[Dispersion, ...]
    drifts: tuple[Drift, ...]
    runs: tuple[Run, ...]  # the first one is "any business day"
    states: tuple[State, ...]
    first_month: tuple[float, ...]  # shares of the states in a customer's first month
    next_month: tuple[tuple[float, ...], ...]  # from a state (row) to the next month's
    sectors: tuple[Sector, ...]
    terms: tuple[Term, ...]
    countries: tuple[Country, ...]
    seasons: tuple[Season, ...]
    sizes: Sizes = Sizes()
    amounts: Amounts = Amounts()
    dispute: Dispute = Dispute()
    credit_stop: CreditStop = CreditStop()
    stray: float = 0.04  # invoices paid outside the run: urgent, by card, by another department
    drift_months: int = 20  # a habit creeps for less than two years, then somebody notices


LAWS = Laws(
    # Few firms pay well ahead; most aim at the due date; some live on their suppliers. Set so that,
    # with runs, tight months and disputes on top, two invoices in five are late.
    habits=(
        Habit(-15, 0.12),
        Habit(-11.5, 0.23),
        Habit(-9, 0.25),
        Habit(-5.5, 0.20),
        Habit(-1, 0.13),
        Habit(6, 0.07),
    ),
    # An automatic payment run against a desk where invoices wait for a signature.
    dispersions=(Dispersion(3.0, 0.40), Dispersion(5.4, 0.60)),
    # Most never change; one in ten creeps by half a day a month, ten days in the end; one in eight mends its
    # ways, by half as much: the ledger as a whole hardly ages.
    drifts=(Drift(0.0, 0.78), Drift(0.5, 0.10), Drift(-0.25, 0.12)),
    # Weekly runs are the commonest; the 10th, 15th, 25th and last day are the French tradition.
    runs=(
        Run("any day", (0, 1, 2, 3, 4), (), 0.0, 0.30),
        Run("tuesday", (1,), (), 3.0, 0.15),
        Run("thursday", (3,), (), 3.0, 0.15),
        Run("friday", (4,), (), 3.0, 0.11),
        Run("10th", (), (10,), 12.0, 0.06),
        Run("15th and last", (), (15, 31), 7.0, 0.10),
        Run("25th", (), (25,), 12.0, 0.05),
        Run("last", (), (31,), 12.0, 0.08),
    ),
    # A stretched month costs six days, cash trouble two weeks; a failing firm pays one invoice in twelve.
    states=(
        State("normal", 0.0, 1.0, 0.0),
        State("stretched", 6.0, 1.2, 0.002),
        State("trouble", 15.0, 1.6, 0.02),
        State("failing", 30.0, 2.5, 0.92),
    ),
    # Where the chain below settles among those still alive, so that newcomers are like the others.
    first_month=(0.83, 0.13, 0.04, 0.0),
    # A tight spell lasts six months, trouble five, and one trouble in six is the end of the firm.
    next_month=(
        (0.975, 0.022, 0.003, 0.0),
        (0.130, 0.825, 0.045, 0.0),
        (0.050, 0.120, 0.795, 0.035),
        (0.0, 0.0, 0.0, 1.0),
    ),
    # Builders and hauliers pay late and break often; shops pay fast; public bodies are slow and never break.
    sectors=(
        Sector("43.21A", "Électricité", 0.17, 0.5, 0.4, 1.5, 1_800),
        Sector("25.62B", "Mécanique", 0.15, 0.0, 0.0, 1.0, 2_600),
        Sector("46.39B", "Négoce", 0.16, -0.5, -0.1, 0.8, 3_200),
        Sector("47.11D", "Marché", 0.12, -1.0, -0.4, 0.6, 1_400),
        Sector("49.41A", "Transports", 0.12, 0.5, 0.3, 1.4, 1_500),
        Sector("56.10A", "Restaurant", 0.12, 0.0, 0.2, 1.7, 600),
        Sector("62.01Z", "Informatique", 0.10, 0.0, 0.0, 0.8, 4_000),
        Sector("84.11Z", "Mairie", 0.06, 1.5, 0.3, 0.1, 2_200),
    ),
    # Thirty days is the legal default, sixty the ceiling, forty-five end of month its alternative.
    terms=(
        Term(Terms(30), 0.46, 0.5),
        Term(Terms(45), 0.16, 0.0),
        Term(Terms(60), 0.18, -1.0),
        Term(Terms(45, MonthEnd.DAYS_THEN_END), 0.12, -1.0),
        Term(Terms(30, MonthEnd.DAYS_THEN_END), 0.08, -0.5),
    ),
    # Neighbours who buy from a French firm, with the punctuality their countries are known for.
    countries=(
        Country("FR", 0.92, 0.0),
        Country("BE", 0.03, 0.0),
        Country("DE", 0.02, -2.0),
        Country("ES", 0.015, 2.0),
        Country("IT", 0.015, 3.0),
    ),
    # Holidays: the one who signs is away, three weeks in August, ten days at Christmas.
    seasons=(Season((7, 27), (8, 22), 3.5), Season((12, 18), (12, 31), 3.0)),
)
