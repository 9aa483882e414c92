"""What each family of features says of a customer, in a sentence with its own figures."""

from collections.abc import Callable, Mapping
from math import isnan, nan

from features.catalogue import Family
from kernel.language import Language, share_text

Figures = Mapping[str, float]

BASE = "starting point"
_DAYS_A_MONTH = 30.4
_WEEKDAYS = {
    Language.ENGLISH: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    Language.FRENCH: ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
}


def sentence(family: str, figures: Figures, language: Language) -> str:
    """The sentence of a family for the features' values `figures`."""
    return _SENTENCES[family](figures, language is Language.FRENCH)


def _lateness(figures: Figures, french: bool) -> str:
    count = int(figures["n_paid"])
    language = Language.FRENCH if french else Language.ENGLISH
    if count == 0:
        return "Aucun paiement observé à ce jour." if french else "No payment has been seen so far."
    mean = _late(figures["days_late_mean"], french)
    share, long = (share_text(figures[name], language) for name in ("late_share", "late_share_30"))
    if french:
        return f"{_paid(count, french)} {mean} en moyenne ; {share} en retard, {long} à plus de 30 jours."
    return f"{_paid(count, french)} {mean} on average; {share} late, {long} by more than 30 days."


def _habit(figures: Figures, french: bool) -> str:
    language = Language.FRENCH if french else Language.ENGLISH
    own, book = (share_text(figures[name], language) for name in ("late_as_before", "late_as_book"))
    if french:
        return (
            f"À son rythme : {own} de risque de payer en retard, contre {book} au rythme de l'ensemble des "
            "clients."
        )
    return f"At its own pace, {own} likely to be paid late; {book} at the pace of all customers."


def _recent(figures: Figures, french: bool) -> str:
    count = int(figures["n_paid_90"])
    if count == 0 or isnan(figures["days_late_mean_90"]) or isnan(figures["days_late_mean_365"]):
        return _silence(figures, french)
    quarter, year = _late(figures["days_late_mean_90"], french), _late(figures["days_late_mean_365"], french)
    if french:
        return f"{_paid(count, french)} en 90 jours, {quarter} en moyenne ; sur un an : {year}."
    return f"{_paid(count, french)} in 90 days, {quarter} on average; over a year: {year}."


def _silence(figures: Figures, french: bool) -> str:
    since = figures["days_since_payment"]
    if isnan(since):
        return "Aucun paiement récent sur lequel s'appuyer." if french else "No recent payment to go by."
    if french:
        return f"Aucun paiement depuis {since:.0f} jours."
    return f"No payment for {since:.0f} days."


def _overdue(figures: Figures, french: bool) -> str:
    count, still = int(figures["n_overdue"]), int(figures["n_open"])
    if count == 0:
        if french:
            return f"Rien d'échu ; {still} facture{_s(still)} en cours."
        return f"Nothing overdue; {still} {_invoices(still)} open."
    oldest, worth = figures["oldest_overdue_days"], figures["overdue_to_usual"]
    if french:
        return (
            f"{count} facture{_s(count)} échue{_s(count)}, la plus ancienne de {oldest:.0f} jours, "
            f"soit {_tenths(worth, french)} fois une facture habituelle."
        )
    return (
        f"{count} {_invoices(count)} overdue, the oldest by {oldest:.0f} days, "
        f"{worth:.1f} usual invoices in all."
    )


def _relation(figures: Figures, french: bool) -> str:
    known = figures["days_known"]
    months = 0 if isnan(known) else round(known / _DAYS_A_MONTH)
    count, quarter = int(figures["n_issued"]), int(figures["n_issued_90"])
    if french:
        return f"Client depuis {months} mois, {count} facture{_s(count)} dont {quarter} en 90 jours."
    unit = "month" if months == 1 else "months"
    return f"Customer for {months} {unit}, {count} {_invoices(count)}, {quarter} of them in 90 days."


def _invoice(figures: Figures, french: bool) -> str:
    times, terms = figures["amount_to_usual"], figures["terms_days"]
    if isnan(times):
        return (
            f"Première facture, à {terms:.0f} jours." if french else f"First invoice, terms {terms:.0f} days."
        )
    if french:
        return f"Montant de {_tenths(times, french)} fois l'habituel, à {terms:.0f} jours."
    return f"Amount {times:.1f} times the usual, terms of {terms:.0f} days."


def _calendar(figures: Figures, french: bool) -> str:
    weekday = _WEEKDAYS[Language.FRENCH if french else Language.ENGLISH][int(figures["due_weekday"])]
    left = int(figures["due_from_month_end"])
    if left == 0:
        if french:
            return f"Échéance un {weekday}, le dernier jour du mois."
        return f"Due on a {weekday}, the last day of the month."
    if french:
        return f"Échéance un {weekday}, {left} jour{_s(left)} avant la fin du mois."
    return f"Due on a {weekday}, {left} {'day' if left == 1 else 'days'} before the end of the month."


def _identity(figures: Figures, french: bool) -> str:
    age = figures.get("firm_age_years", nan)
    if isnan(age):
        return (
            "L'ancienneté de l'entreprise n'est pas connue." if french else "The company's age is not known."
        )
    years = round(age)
    if french:
        return f"Entreprise créée il y a {years} an{_s(years)}."
    return f"Company founded {years} {'year' if years == 1 else 'years'} ago."


def _company_accounts(figures: Figures, french: bool) -> str:
    months, equity = figures.get("accounts_age_months", nan), figures.get("equity_ratio", nan)
    if isnan(months) or isnan(equity):
        return "Pas de comptes publics connus." if french else "No public accounts are known."
    share = share_text(equity, Language.FRENCH if french else Language.ENGLISH)
    if french:
        return f"Comptes clos il y a {months:.0f} mois : capitaux propres à {share} du bilan."
    return f"Accounts closed {months:.0f} months ago: equity is {share} of total assets."


def _legal(figures: Figures, french: bool) -> str:
    is_open, count = figures.get("proceeding_open", nan), figures.get("legal_incidents_12m", nan)
    if isnan(is_open) or isnan(count):
        return "Le BODACC n'a pas été consulté." if french else "The official gazette was not read."
    if is_open:
        return "Procédure collective en cours." if french else "An insolvency proceeding is open."
    if french:
        many = _s(int(count))
        return f"Pas de procédure en cours ; {count:.0f} incident{many} publié{many} en un an."
    return f"No proceeding is open; {count:.0f} incident{'' if count == 1 else 's'} published within a year."


def _conduct(figures: Figures, french: bool) -> str:
    judged, rate = figures.get("promises_judged", nan), figures.get("promises_kept_rate", nan)
    if isnan(judged) or isnan(rate):
        return "Pas de promesse arrivée à échéance." if french else "No promise has come due."
    share = share_text(rate, Language.FRENCH if french else Language.ENGLISH)
    if french:
        return f"{share} de {judged:.0f} promesse{_s(int(judged))} tenue{_s(int(judged))}."
    return f"{share} of {judged:.0f} promise{'' if judged == 1 else 's'} kept."


def _group(figures: Figures, french: bool) -> str:
    share, days = figures.get("group_overdue_share", nan), figures.get("group_oldest_overdue_days", nan)
    if isnan(share) or isnan(days):
        return "Rien d'ouvert dans le groupe." if french else "Nothing is open in the group."
    told = share_text(share, Language.FRENCH if french else Language.ENGLISH)
    if french:
        return f"Groupe : {told} des factures ouvertes échues, la plus ancienne de {days:.0f} jours."
    return f"Group: {told} of the open invoices overdue, the oldest by {days:.0f} days."


def _base(figures: Figures, french: bool) -> str:
    if french:
        return "Point de départ : la façon dont les clients de ce grand livre paient d'ordinaire."
    return "Starting point: how the customers of this ledger usually pay."


def _paid(count: int, french: bool) -> str:
    if french:
        return f"{count} facture{_s(count)} payée{_s(count)}"
    return f"Paid {count} invoice{_s(count)}"


def _late(days: float, french: bool) -> str:
    whole = round(days)
    if whole == 0:
        return "à l'échéance" if french else "on the due date"
    word = ("de retard" if whole > 0 else "d'avance") if french else ("late" if whole > 0 else "early")
    unit = f"jour{_s(whole)}" if french else f"day{_s(whole)}"
    return f"{abs(whole)} {unit} {word}" if not french else f"avec {abs(whole)} {unit} {word}"


def _tenths(value: float, french: bool) -> str:
    written = f"{value:.1f}"
    return written.replace(".", ",") if french else written


def _invoices(count: int) -> str:
    """English counts none as many, French as one."""
    return "invoice" if count == 1 else "invoices"


def _s(count: int) -> str:
    return "s" if abs(count) > 1 else ""


_SENTENCES: Mapping[str, Callable[[Figures, bool], str]] = {
    Family.LATENESS: _lateness,
    Family.HABIT: _habit,
    Family.RECENT: _recent,
    Family.OVERDUE: _overdue,
    Family.RELATION: _relation,
    Family.INVOICE: _invoice,
    Family.CALENDAR: _calendar,
    Family.IDENTITY: _identity,
    Family.ACCOUNTS: _company_accounts,
    Family.LEGAL: _legal,
    Family.CONDUCT: _conduct,
    Family.GROUP: _group,
    BASE: _base,
}
