"""Notices to word and print, invented."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from dunning.notice import Bank, Form, Notice, NoticeLine, Party, PastReminder, Tone, Total
from kernel.language import Language
from serving.settings import Settings
from serving.templates import templates_in_force

ON = date(2025, 7, 1)
SHIPPED = templates_in_force(Settings(Path("/nowhere"), "sqlite://", None, Language.ENGLISH, ()))
BANK = Bank("Atelier Lumen SAS", "FR7630006000011234567890189", "AGRIFRPP")
SENDER = Party(
    name="Atelier Lumen SAS",
    lines=("14 rue des Tanneurs", "69002 Lyon"),
    contact="Claire Fontaine",
    email="comptes@atelier-lumen.example",
    phone="04 72 00 00 00",
    mentions=(
        "SAS au capital de 120 000 €",
        "Siège social : 14 rue des Tanneurs, 69002 Lyon",
        "RCS Lyon 552 100 554",
        "TVA FR 05 552100554",
    ),
)
RECIPIENT = Party(
    name="Menuiserie Bréval et Fils SARL",
    lines=("Zone artisanale des Grands Champs", "8 allée des Charmes", "38200 Vienne"),
    contact="Service comptabilité",
)
RATES = {
    Language.FRENCH: (
        "Intérêts calculés par jour sur le montant ouvert toutes taxes comprises, au taux de 13,15 % l’an au "
        "1er semestre 2025 (taux de refinancement de la BCE majoré de 10 points, art. L441-10 C. com.)."
    ),
    Language.ENGLISH: (
        "Interest is reckoned by day on the open amount including tax, at 13.15% a year in the first half of "
        "2025 (ECB refinancing rate plus 10 points, art. L441-10 of the French commercial code)."
    ),
}


def line(number: int, *, currency: str = "EUR", disputed: int = 0, charged: bool = True) -> NoticeLine:
    """Invoice FA-2025-nnn, the older the lower."""
    late = 95 - number
    amount = 48_250 + 13_717 * number
    paid = amount // 3 if number % 4 == 0 else 0
    return NoticeLine(
        number=f"FA-2025-{number:03d}",
        issued_on=ON - timedelta(days=late + 30),
        due_on=ON - timedelta(days=late),
        currency=currency,
        amount_cents=amount,
        open_cents=amount - paid,
        claimed_cents=amount - paid - disputed,
        days_late=late,
        level=2,
        disputed_cents=disputed,
        interest_cents=round(amount * late * 0.1315 / 365) if charged else 0,
        indemnity_cents=4_000 if charged else 0,
    )


def totals(lines: tuple[NoticeLine, ...], form: Form, *, credits_cents: int = 0) -> tuple[Total, ...]:
    made = []
    for currency in dict.fromkeys(one.currency for one in lines):
        own = [one for one in lines if one.currency == currency]
        gross = sum(one.open_cents if form is Form.STATEMENT else one.claimed_cents for one in own)
        made.append(
            Total(
                currency,
                gross,
                credits_cents,
                gross - credits_cents,
                sum(one.interest_cents for one in own),
                sum(one.indemnity_cents for one in own),
            )
        )
    return tuple(made)


def notice(
    form: Form = Form.REMINDER,
    tone: Tone = Tone.NEUTRAL,
    language: Language = Language.FRENCH,
    *,
    lines: tuple[NoticeLine, ...] | None = None,
    credits_cents: int = 15_000,
    **changed: object,
) -> Notice:
    """A reminder of four invoices, one of them disputed in part, unless told otherwise."""
    kept = lines if lines is not None else (line(1), line(2, disputed=20_000), line(3), line(4))
    made = Notice(
        form=form,
        tone=tone,
        language=language,
        level=2,
        dated_on=ON,
        reference="REL-2025-0412",
        customer="C00042",
        sender=SENDER,
        recipient=RECIPIENT,
        lines=kept,
        totals=totals(kept, form, credits_cents=credits_cents),
        banks=(BANK,),
        deadline_on=ON + timedelta(days=8),
        past=(
            PastReminder(date(2025, 5, 12), "email", 1),
            PastReminder(date(2025, 6, 3), "call", 0),
            PastReminder(date(2025, 6, 12), "letter", 2),
        ),
        rates=RATES[language] if any(one.interest_cents for one in kept) else "",
        signed_by="Claire Fontaine, responsable du crédit",
    )
    return replace(made, **changed)  # type: ignore[arg-type]
