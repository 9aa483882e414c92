"""A proposed plan in both languages."""

from typing import Any

from dunning.instalments.proposing import Proposal
from dunning.today.words import cents_text
from kernel.language import Language, day_text, share_text
from kernel.money import Money
from serving.cli.output import print_table, say


def proposal_json(one: Proposal) -> dict[str, Any]:
    return {
        "customer": one.customer,
        "currency": one.currency,
        "total_cents": one.total.cents,
        "invoices": [{"invoice": each.number, "cents": each.cents} for each in one.invoices],
        "instalments": [{"day": each.day.isoformat(), "cents": each.cents} for each in one.instalments],
        "usual_month_cents": one.rhythm.usual_cents,
        "words_kept": one.rhythm.kept,
        "words_broken": one.rhythm.broken,
        "breach": round(one.breach, 4),
        "breach_by": "rule of thumb",
    }


def tell_proposal(one: Proposal, *, language: Language) -> None:
    """The instalments, what they rest on, and the command that agrees them."""
    french = language is Language.FRENCH
    total = cents_text(one.total, language)
    usual = cents_text(Money(one.rhythm.usual_cents, one.currency), language)
    count, numbers = len(one.instalments), len(one.invoices)
    kept, words = one.rhythm.kept, one.rhythm.kept + one.rhythm.broken
    risk = share_text(one.breach, language)
    if french:
        say(f"{one.customer} : {total} échus sur {numbers} facture(s), en {count} échéance(s).")
    else:
        say(f"{one.customer}: {total} late on {numbers} invoice(s), in {count} instalment(s).")
    rows = [
        (day_text(each.day, language), cents_text(Money(each.cents, one.currency), language))
        for each in one.instalments
    ]
    print_table(("le", "montant") if french else ("on", "amount"), rows, right=(1,))
    if french:
        say(f"Un mois habituel : {usual}. Paroles tenues : {kept} sur {words}.")
        say(f"Risque qu'une échéance manque : {risk}, par une règle simple et non par un modèle.")
    else:
        say(f"A usual month: {usual}. Words kept: {kept} of {words}.")
        say(f"Chance that an instalment is missed: {risk}, by a rule of thumb and not a model.")
    say(_command(one))


def _command(one: Proposal) -> str:
    invoices = " ".join(f'--invoice "{each.number}={_typed(each.cents)}"' for each in one.invoices)
    parts = " ".join(f"--instalment {each.day}={_typed(each.cents)}" for each in one.instalments)
    return f"encours plan agree {one.customer} {invoices} {parts}"


def _typed(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
