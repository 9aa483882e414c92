"""How a customer and its group deal with us."""

from scoring.wording.phrases import Figures, count, figure, invoices, s, share

_DAYS_A_MONTH = 30.4


def relation(figures: Figures, french: bool) -> str:
    months = round((figure(figures, "days_known") or 0.0) / _DAYS_A_MONTH)
    issued, quarter = count(figures, "n_issued"), count(figures, "n_issued_90")
    if issued == 0:
        return "Aucune facture à ce jour." if french else "No invoice so far."
    if french:
        return f"Client depuis {months} mois, {issued} facture{s(issued)} dont {quarter} en 90 jours."
    unit = "month" if months == 1 else "months"
    return f"Customer for {months} {unit}, {issued} {invoices(issued)}, {quarter} of them in 90 days."


def conduct(figures: Figures, french: bool) -> str:
    """What went wrong first: it weighs more than what went well."""
    told = [part for part in (_returned(figures, french), _plan(figures, french)) if part]
    told += [_promises(figures, french), _disputes(figures, french)]
    words = [part for part in told if part]
    if not words:
        return (
            "Ni promesse, ni litige, ni impayé bancaire."
            if french
            else "No promise, dispute or returned payment."
        )
    sentence = (" ; " if french else "; ").join(words)
    return f"{sentence[0].upper()}{sentence[1:]}."


def _returned(figures: Figures, french: bool) -> str:
    back = count(figures, "returned_payments_12m")
    if back == 0:
        return ""
    if french:
        return f"{back} paiement{s(back)} rejeté{s(back)} par la banque en un an"
    return f"{back} {'payment' if back == 1 else 'payments'} sent back by the bank within a year"


def _plan(figures: Figures, french: bool) -> str:
    if figure(figures, "handed_over"):
        return "créance confiée à un tiers pour recouvrement" if french else "handed over for collection"
    if figure(figures, "plan_broken"):
        return "échéancier non tenu" if french else "an instalment plan is broken"
    if figure(figures, "plan_open"):
        return "échéancier en cours" if french else "an instalment plan is under way"
    return ""


def _promises(figures: Figures, french: bool) -> str:
    judged, kept = count(figures, "promises_judged"), figure(figures, "promises_kept_rate")
    if judged == 0 or kept is None:
        return ""
    if french:
        return f"{share(kept, french)} de {judged} promesse{s(judged)} tenue{s(judged)}"
    return f"{share(kept, french)} of {judged} {'promise' if judged == 1 else 'promises'} kept"


def _disputes(figures: Figures, french: bool) -> str:
    opened = count(figures, "disputes_12m")
    if opened == 0:
        return ""
    if french:
        return f"{opened} litige{s(opened)} en un an"
    return f"{opened} {'dispute' if opened == 1 else 'disputes'} within a year"


def group(figures: Figures, french: bool) -> str:
    overdue, oldest = figure(figures, "group_overdue_share"), figure(figures, "group_oldest_overdue_days")
    if overdue is None or oldest is None:
        return "Rien d'ouvert dans le groupe." if french else "Nothing is open in the group."
    days = round(oldest)
    if french:
        return (
            f"Groupe : {share(overdue, french)} des factures ouvertes échues, "
            f"la plus ancienne de {days} jour{s(days)}."
        )
    unit = "day" if days == 1 else "days"
    return f"Group: {share(overdue, french)} of the open invoices overdue, the oldest by {days} {unit}."
