"""What a customer's payments and open invoices say."""

from kernel.language import Language
from scoring.wording.phrases import Figures, count, figure, invoices, late, s, share, tenths

_WEEKDAYS = {
    Language.ENGLISH: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    Language.FRENCH: ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}


def lateness(figures: Figures, french: bool) -> str:
    paid, mean = count(figures, "n_paid"), figure(figures, "days_late_mean")
    if paid == 0 or mean is None:
        return "Aucun paiement observé à ce jour." if french else "No payment has been seen so far."
    told = f"{_paid(paid, french)} {late(mean, french)} {'en moyenne' if french else 'on average'}"
    often, long = figure(figures, "late_share"), figure(figures, "late_share_30")
    if often is None or long is None:
        return f"{told}."
    if french:
        return f"{told} ; {share(often, french)} en retard, {share(long, french)} à plus de 30 jours."
    return f"{told}; {share(often, french)} late, {share(long, french)} by more than 30 days."


def habit(figures: Figures, french: bool) -> str:
    own, book = figure(figures, "late_as_before"), figure(figures, "late_as_book")
    if own is None or book is None:
        return "Pas encore de rythme de paiement connu." if french else "No pace of payment is known yet."
    if french:
        return (
            f"À son rythme : {share(own, french)} de risque de payer en retard, contre {share(book, french)} "
            "au rythme de l'ensemble des clients."
        )
    return (
        f"At its own pace, {share(own, french)} likely to be paid late; {share(book, french)} at the pace "
        "of all customers."
    )


def recent(figures: Figures, french: bool) -> str:
    paid = count(figures, "n_paid_90")
    quarter, year = figure(figures, "days_late_mean_90"), figure(figures, "days_late_mean_365")
    if paid == 0 or quarter is None or year is None:
        return _silence(figures, french)
    told, before = late(quarter, french), late(year, french)
    if french:
        return f"{_paid(paid, french)} en 90 jours, {told} en moyenne ; sur un an : {before}."
    return f"{_paid(paid, french)} in 90 days, {told} on average; over a year: {before}."


def _silence(figures: Figures, french: bool) -> str:
    since = figure(figures, "days_since_payment")
    if since is None:
        return "Aucun paiement récent sur lequel s'appuyer." if french else "No recent payment to go by."
    days = round(since)
    if french:
        return f"Aucun paiement depuis {days} jour{s(days)}."
    return f"No payment for {days} {'day' if days == 1 else 'days'}."


def overdue(figures: Figures, french: bool) -> str:
    late_ones, still = count(figures, "n_overdue"), count(figures, "n_open")
    if late_ones == 0:
        if french:
            return f"Rien d'échu ; {still} facture{s(still)} en cours."
        return f"Nothing overdue; {still} {invoices(still)} open."
    oldest = round(figure(figures, "oldest_overdue_days") or 0.0)
    worth = figure(figures, "overdue_to_usual")
    if french:
        told = f"{late_ones} facture{s(late_ones)} échue{s(late_ones)}, la plus ancienne de {oldest} "
        told += f"jour{s(oldest)}"
        return f"{told}." if worth is None else f"{told}, soit {tenths(worth, french)} fois une habituelle."
    told = (
        f"{late_ones} {invoices(late_ones)} overdue, the oldest by {oldest} day{'' if oldest == 1 else 's'}"
    )
    return f"{told}." if worth is None else f"{told}, {tenths(worth, french)} usual invoices in all."


def invoice(figures: Figures, french: bool) -> str:
    times, terms = figure(figures, "amount_to_usual"), count(figures, "terms_days")
    if times is None:
        return (
            f"Première facture, à {terms} jour{s(terms)}."
            if french
            else f"First invoice, terms {terms} days."
        )
    if french:
        return f"Montant de {tenths(times, french)} fois l'habituel, à {terms} jour{s(terms)}."
    return f"Amount {tenths(times, french)} times the usual, terms of {terms} days."


def calendar(figures: Figures, french: bool) -> str:
    """Of an invoice its due day, of a customer alone the days it pays on."""
    weekday = figure(figures, "due_weekday")
    if weekday is None:
        return _days_it_pays(figures, french)
    names = _WEEKDAYS[Language.FRENCH if french else Language.ENGLISH]
    day, left = names[round(weekday) % len(names)], count(figures, "due_from_month_end")
    if left == 0:
        return (
            f"Échéance un {day}, le dernier jour du mois."
            if french
            else f"Due on a {day}, the last day of the month."
        )
    if french:
        return f"Échéance un {day}, {left} jour{s(left)} avant la fin du mois."
    return f"Due on a {day}, {left} {'day' if left == 1 else 'days'} before the end of the month."


def _days_it_pays(figures: Figures, french: bool) -> str:
    same = figure(figures, "weekday_concentration")
    if same is None:
        return (
            "Pas encore de jour de paiement habituel." if french else "No usual day of payment is known yet."
        )
    if french:
        return f"{share(same, french)} de ses paiements tombent le même jour de la semaine."
    return f"{share(same, french)} of its payments come on the same day of the week."


def _paid(number: int, french: bool) -> str:
    if french:
        return f"{number} facture{s(number)} payée{s(number)}"
    return f"Paid {number} {invoices(number)}"
