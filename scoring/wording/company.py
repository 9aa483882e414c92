"""What a customer is, what its company filed, and what the gazette said of it."""

from scoring.wording.phrases import Figures, count, figure, s, share, tenths

# Zones of Altman (1995) and bands of Conan and Holder (1979), as in scoring/default/expert.py.
_DISTRESS_BELOW, _SAFE_FROM = 1.1, 2.6
_FAILING_BELOW, _SOUND_FROM = 4.0, 16.0


def identity(figures: Figures, french: bool) -> str:
    told = [_age(figures, french), _sector(figures, french)]
    words = (" ; " if french else "; ").join(part for part in told if part)
    if not words:
        return (
            "L'ancienneté de l'entreprise n'est pas connue." if french else "The company's age is not known."
        )
    return f"{words[0].upper()}{words[1:]}."


def _age(figures: Figures, french: bool) -> str:
    age = figure(figures, "firm_age_years")
    if age is None:
        return ""
    years = int(age)
    if years == 0:
        return "entreprise de moins d'un an" if french else "company founded less than a year ago"
    if french:
        return f"entreprise créée il y a {years} an{s(years)}"
    return f"company founded {years} {'year' if years == 1 else 'years'} ago"


def _sector(figures: Figures, french: bool) -> str:
    rate = figure(figures, "sector_default_rate")
    if rate is None:
        return ""
    if french:
        return f"{share(rate, french)} de défaillances dans l'année chez les autres clients de son secteur"
    return f"{share(rate, french)} of the other customers of its trade failed within a year"


def accounts(figures: Figures, french: bool) -> str:
    months = figure(figures, "accounts_age_months")
    if months is None:
        return "Pas de comptes publics connus." if french else "No public accounts are known."
    told = [
        part
        for part in (
            _equity(figures, french),
            _altman(figures, french),
            _conan_holder(figures, french),
            _interest(figures, french),
            _losses(figures, french),
        )
        if part
    ]
    age = round(months)
    since = (
        f"Comptes clos il y a {age} mois"
        if french
        else f"Accounts closed {age} month{'' if age == 1 else 's'} ago"
    )
    if not told:
        return f"{since}, sans ratio calculable." if french else f"{since}, no ratio can be computed."
    return f"{since}{' : ' if french else ': '}{', '.join(told)}."


def _equity(figures: Figures, french: bool) -> str:
    equity = figure(figures, "equity_ratio")
    if equity is None:
        return ""
    if equity < 0:
        return "capitaux propres négatifs" if french else "equity below zero"
    if equity > 1:
        return ""
    told = share(equity, french)
    return f"capitaux propres à {told} du bilan" if french else f"equity {told} of total assets"


def _altman(figures: Figures, french: bool) -> str:
    value = figure(figures, "altman_z_double_prime")
    if value is None:
        return ""
    if value < _DISTRESS_BELOW:
        zone = "zone de détresse" if french else "distress zone"
    elif value < _SAFE_FROM:
        zone = "zone grise" if french else "grey zone"
    else:
        zone = "zone sûre" if french else "safe zone"
    return f"Altman Z'' {tenths(value, french)} ({zone})"


def _conan_holder(figures: Figures, french: bool) -> str:
    value = figure(figures, "conan_holder")
    if value is None:
        return ""
    if value < _FAILING_BELOW:
        band = "en danger" if french else "in danger"
    elif value < _SOUND_FROM:
        band = "à surveiller" if french else "to be watched"
    else:
        band = "sain" if french else "sound"
    return f"Conan{' et ' if french else ' and '}Holder {tenths(value, french)} ({band})"


def _interest(figures: Figures, french: bool) -> str:
    cover = figure(figures, "interest_cover")
    if cover is None:
        return ""
    if cover <= 0:
        return "EBE négatif ou nul" if french else "no operating cash to pay interest from"
    if french:
        return f"frais financiers couverts {tenths(cover, french)} fois"
    return f"interest covered {tenths(cover, french)} times"


def _losses(figures: Figures, french: bool) -> str:
    if not figure(figures, "two_years_of_losses"):
        return ""
    return "deux exercices déficitaires de suite" if french else "losses two years running"


def legal(figures: Figures, french: bool) -> str:
    is_open = figure(figures, "proceeding_open")
    if is_open is None:
        return "Le BODACC n'a pas été consulté." if french else "The official gazette was not read."
    if is_open:
        return "Procédure collective en cours." if french else "An insolvency proceeding is open."
    incidents = count(figures, "legal_incidents_12m")
    if french:
        return (
            f"Pas de procédure en cours ; {incidents} incident{s(incidents)} publié{s(incidents)} en un an."
        )
    many = "incident" if incidents == 1 else "incidents"
    return f"No proceeding is open; {incidents} {many} published within a year."
