"""Notices of an invented creditor to invented customers."""

from datetime import date, timedelta

from dunning.notice import Bank, Form, Notice, NoticeLine, Party, PastReminder, Tone, Total
from kernel.language import Language

ON = date(2025, 7, 1)
_FEWEST, _MORE = 3, 30
_SENDER = Party(
    name="Atelier Lumen SAS",
    lines=("14 rue des Tanneurs", "69002 Lyon"),
    email="comptes@atelier-lumen.example",
    phone="04 72 00 00 00",
    mentions=("SAS au capital de 120 000 €", "Siège social : Lyon", "RCS Lyon 552 100 554"),
)
_BANK = Bank("Atelier Lumen SAS", "FR7630006000011234567890189", "AGRIFRPP")
_PAST = (PastReminder(date(2025, 5, 12), "email", 1), PastReminder(date(2025, 6, 12), "letter", 2))


def notices(count: int, *, every: int) -> list[Notice]:
    """Firm reminders, and a formal notice `every` so many; the languages take turns."""
    return [_notice(number, formal=number % every == 0) for number in range(count)]


def _notice(number: int, *, formal: bool) -> Notice:
    lines = tuple(_line(number, place) for place in range(_FEWEST + number % _MORE))
    gross = sum(line.claimed_cents for line in lines)
    interest, indemnity = (sum(getattr(line, name) for line in lines) for name in _CHARGES)
    return Notice(
        form=Form.FORMAL_NOTICE if formal else Form.REMINDER,
        tone=Tone.FIRM,
        language=tuple(Language)[number % 2],
        level=3 if formal else 2,
        dated_on=ON,
        reference=f"REL-{number:05d}",
        customer=f"C{number:05d}",
        sender=_SENDER,
        recipient=Party(f"Client {number} SARL", (f"{number + 1} rue des Lilas", "38200 Vienne")),
        lines=lines,
        totals=(Total("EUR", gross, 5_000, gross - 5_000, interest, indemnity),),
        banks=(_BANK,),
        deadline_on=ON + timedelta(days=8),
        past=_PAST,
        rates="13,15 % (BCE + 10 points, art. L441-10 C. com.).",
        signed_by="Claire Fontaine",
    )


_CHARGES = ("interest_cents", "indemnity_cents")


def _line(number: int, place: int) -> NoticeLine:
    amount, late = 40_000 + 1_371 * place + 17 * number, 90 - place
    return NoticeLine(
        number=f"FA-{number:05d}-{place:02d}",
        issued_on=ON - timedelta(days=late + 30),
        due_on=ON - timedelta(days=late),
        currency="EUR",
        amount_cents=amount,
        open_cents=amount,
        claimed_cents=amount,
        days_late=late,
        level=2,
        interest_cents=amount * late * 13 // 36_500,
        indemnity_cents=4_000,
    )
