"""What follows if everybody goes on paying as before."""

from features import outlook
from features.feature import Block, Family, Feature, Risk

ENTRIES: tuple[Feature, ...] = (
    Feature(
        outlook.late_as_book,
        meaning="Late as the book pays",
        french="En retard comme tout le portefeuille",
        trap="Frequencies as known that evening; the book's includes no payment that became known later.",
        unit="probability",
        low=0,
        high=1,
        risk=Risk.UP,
        family=Family.HABIT,
        block=Block.INVOICE,
    ),
    Feature(
        outlook.late_as_before,
        meaning="Late as it pays",
        french="En retard selon ses habitudes",
        trap="Open items count as days survived, so that a customer who stops paying is not forgotten.",
        unit="probability",
        low=0,
        high=1,
        risk=Risk.UP,
        family=Family.HABIT,
        block=Block.INVOICE,
    ),
    Feature(
        outlook.late_as_on_weekdays,
        meaning="Late by its weekdays",
        french="En retard selon ses jours de semaine",
        trap="Weekdays of receipt, never of posting or clearing.",
        unit="probability",
        low=0,
        high=1,
        risk=Risk.UP,
        family=Family.HABIT,
        block=Block.INVOICE,
    ),
    Feature(
        outlook.late_as_on_month_days,
        meaning="Late by its month days",
        french="En retard selon ses jours du mois",
        trap=(
            "Runs moved by closed days count for the day they stood for, by the calendar of the payer's "
            "country."
        ),
        unit="probability",
        low=0,
        high=1,
        risk=Risk.UP,
        family=Family.HABIT,
        block=Block.INVOICE,
    ),
    Feature(
        outlook.late_as_recently,
        meaning="Late as it paid of late",
        french="En retard comme ces dernières semaines",
        trap=(
            "Forgets in weeks; drawn to the book's where the customer paid little, so that silence says "
            "nothing."
        ),
        unit="probability",
        low=0,
        high=1,
        risk=Risk.UP,
        family=Family.HABIT,
        block=Block.INVOICE,
    ),
    Feature(
        outlook.late_30_as_book,
        meaning="Over 30 late as the book",
        french="Plus de 30 jours comme le portefeuille",
        trap="Frequencies as known that evening; the book's includes no payment that became known later.",
        unit="probability",
        low=0,
        high=1,
        risk=Risk.UP,
        family=Family.HABIT,
        block=Block.INVOICE,
    ),
    Feature(
        outlook.late_30_as_before,
        meaning="Over 30 late as it pays",
        french="Plus de 30 jours selon ses habitudes",
        trap="Open items count as days survived, so that a customer who stops paying is not forgotten.",
        unit="probability",
        low=0,
        high=1,
        risk=Risk.UP,
        family=Family.HABIT,
        block=Block.INVOICE,
    ),
)
