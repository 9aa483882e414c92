"""When the customer pays, what it did with its other invoices, and what it kept back."""

from features import deductions, rhythm, siblings
from features.feature import Block, Family, Feature, Risk

ENTRIES: tuple[Feature, ...] = (
    Feature(
        rhythm.gap_to_usual,
        meaning="Silence against its usual gap",
        french="Silence contre l'intervalle habituel",
        trap="A seasonal buyer is long silent by habit: n_issued_90 says whether there was anything to pay.",
        unit="ratio",
        low=0,
        high=None,
        risk=Risk.OPEN,
        family=Family.RECENT,
    ),
    Feature(
        rhythm.month_day_concentration,
        meaning="Payments on one day of the month",
        french="Paiements le même jour du mois",
        trap="By the day cash was received, not the day it was posted. High by chance after few payments.",
        unit="share",
        low=0,
        high=1,
        risk=Risk.OPEN,
        family=Family.CALENDAR,
    ),
    Feature(
        rhythm.month_end_share,
        meaning="Payments at month end",
        french="Paiements en fin de mois",
        trap="The last three days, as a weekend moves the run of the last day; by receipt, not by posting.",
        unit="share",
        low=0,
        high=1,
        risk=Risk.OPEN,
        family=Family.CALENDAR,
    ),
    Feature(
        rhythm.days_to_pay_recent,
        meaning="Days to pay, recent first",
        french="Délai de paiement, le récent d'abord",
        trap="Mixes terms and lateness; paid invoices only, so read it beside days_late_recent_censored.",
        unit="days",
        low=None,
        high=None,
        risk=Risk.OPEN,
        family=Family.RECENT,
    ),
    Feature(
        rhythm.days_to_pay_against_terms,
        meaning="Days to pay against these terms",
        french="Délai de paiement contre ce délai accordé",
        trap="Against the terms of this invoice: an average of past terms hides that they were renegotiated.",
        unit="days",
        low=None,
        high=None,
        risk=Risk.UP,
        family=Family.HABIT,
        block=Block.INVOICE,
    ),
    Feature(
        siblings.siblings_paid_7,
        meaning="Others paid in 7 days",
        french="Autres factures payées en 7 jours",
        trap=(
            "Legal only as known that evening: one remittance pays many, and tomorrow's would tell the "
            "answer."
        ),
        unit="invoices",
        low=0,
        high=None,
        risk=Risk.OPEN,
        family=Family.RECENT,
    ),
    Feature(
        siblings.siblings_paid_14,
        meaning="Others paid in 14 days",
        french="Autres factures payées en 14 jours",
        trap=(
            "Legal only as known that evening: one remittance pays many, and tomorrow's would tell the "
            "answer."
        ),
        unit="invoices",
        low=0,
        high=None,
        risk=Risk.OPEN,
        family=Family.RECENT,
    ),
    Feature(
        siblings.siblings_same_due,
        meaning="Others due the same day",
        french="Autres factures à la même échéance",
        trap="Of what was open that evening; the pair's own invoice is left out.",
        unit="invoices",
        low=0,
        high=None,
        risk=Risk.OPEN,
        family=Family.OVERDUE,
        block=Block.INVOICE,
    ),
    Feature(
        deductions.part_payment_share,
        meaning="Paid in parts",
        french="Payées en plusieurs fois",
        trap="Parts that were known on the same evening are one payment, and only finished invoices count.",
        unit="share",
        low=0,
        high=1,
        risk=Risk.OPEN,
        family=Family.RELATION,
    ),
    Feature(
        deductions.short_payment_share,
        meaning="Paid a little short",
        french="Payées un peu court",
        trap=(
            "Within the tolerance that counts as paid; the day it is let go would leak the end of the "
            "open ones."
        ),
        unit="share",
        low=0,
        high=1,
        risk=Risk.OPEN,
        family=Family.RELATION,
    ),
    Feature(
        deductions.credit_note_share,
        meaning="Credit notes against invoices",
        french="Avoirs sur facturé",
        trap=(
            "A credit note is a competing end of an invoice: it counts from the day it was known, never "
            "before."
        ),
        unit="ratio",
        low=0,
        high=None,
        risk=Risk.OPEN,
        family=Family.RELATION,
    ),
    Feature(
        deductions.closed_without_cash_share,
        meaning="Closed without cash",
        french="Soldées sans règlement",
        trap="Offsets and write-offs are no payments: counted as such they would make bad debtors punctual.",
        unit="share",
        low=0,
        high=1,
        risk=Risk.UP,
        family=Family.RELATION,
    ),
)
