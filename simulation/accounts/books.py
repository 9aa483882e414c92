"""Journals of an invented company: sales, bank, and differences that were let go. Entries balance."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from simulation.accounts.bank import Entry as BankEntry
from simulation.accounts.bank import Statement
from simulation.accounts.facts import FEES, OUTGOING, Client, CreditNote, Movement, Sale

CUSTOMERS, BANK, REVENUE, VAT, CAPITAL = "411000", "512000", "707000", "445710", "101000"
FEES_CHARGED, DISCOUNTS = "627000", "665000"
_PURCHASES = {"401000": "607000", "421000": "641000", "431000": "645000", "627000": ""}
_VAT_AT_HOME = 6  # of an amount with tax at 20 %, one sixth is tax
_HOME = "FR"

LABELS = {
    CUSTOMERS: "Clients",
    BANK: "Banque",
    REVENUE: "Ventes de marchandises",
    VAT: "TVA collectée",
    CAPITAL: "Capital",
    FEES_CHARGED: "Services bancaires",
    DISCOUNTS: "Escomptes accordés",
    "110000": "Report à nouveau",
    "164000": "Emprunts",
    "401000": "Fournisseurs",
    "421000": "Personnel, rémunérations dues",
    "431000": "Sécurité sociale",
    "444000": "Impôts sur les bénéfices",
    "445510": "TVA à décaisser",
    "445830": "Remboursement de TVA demandé",
    "580000": "Virements internes",
    "607000": "Achats de marchandises",
    "609000": "Rabais obtenus",
    "641000": "Rémunérations du personnel",
    "645000": "Charges sociales",
    "648000": "Autres charges de personnel",
    "768000": "Autres produits financiers",
    "791000": "Transferts de charges",
}


class Line(NamedTuple):
    """Cents are debit - credit. `item` names what is lettered, on accounts of customers only."""

    account: str
    cents: int
    customer: str = ""
    item: str = ""


class Entry(NamedTuple):
    journal: str
    day: date
    piece: str
    label: str
    lines: tuple[Line, ...]


class Books(NamedTuple):
    """Entries in the order of their days, and which items settle each other."""

    entries: Sequence[Entry]
    links: Sequence[tuple[str, str]]

    def sales_only(self) -> "Books":
        """What a program that only invoices would export."""
        kept = [entry for entry in self.entries if entry.journal == "VE"]
        items = {line.item for entry in kept for line in entry.lines}
        return Books(kept, [link for link in self.links if set(link) <= items])


def books(
    clients: Mapping[str, Client],
    sales: Iterable[Sale],
    credit_notes: Iterable[CreditNote],
    statements: Iterable[Statement],
) -> Books:
    entries: list[Entry] = []
    links: list[tuple[str, str]] = []
    for sale in sales:
        client = clients[sale.customer]
        entries.append(_sold(client, sale.number, sale.issued_on, sale.cents, f"Facture {sale.number}"))
    for note in credit_notes:
        label = f"Avoir {note.number} sur {note.invoice}"
        entries.append(_sold(clients[note.customer], note.number, note.issued_on, -note.cents, label))
        links.append((note.number, note.invoice))
    place = 0
    for statement in statements:
        for booked in statement.entries:
            place += 1
            made, joined = _banked(booked, f"BQ{place:06d}")
            entries += made
            links += joined
    order = {"VE": 0, "HA": 1, "BQ": 2, "OD": 3}
    return Books(sorted(entries, key=lambda one: (one.day, order[one.journal], one.piece)), links)


def _sold(client: Client, number: str, day: date, cents: int, label: str) -> Entry:
    """A sale with its tax; to other countries of the Union it has none."""
    tax = round(cents / _VAT_AT_HOME) if client.country == _HOME else 0
    lines = [Line(CUSTOMERS, cents, client.code, number), Line(REVENUE, tax - cents)]
    if tax:
        lines.append(Line(VAT, -tax))
    return Entry("VE", day, number, f"{label} {client.name}", tuple(lines))


def _banked(booked: BankEntry, piece: str) -> tuple[list[Entry], list[tuple[str, str]]]:
    """The entry of the bank, and those of a charge or of a difference that go with it."""
    one = booked.movement
    label = " ".join((one.name, *one.remittance.lines)).strip() or "Virement"
    against = Line(one.account, -one.cents, one.customer, piece if one.customer else "")
    made = [Entry("BQ", one.booked_on, piece, label, (Line(BANK, one.cents), against))]
    if one.kind == OUTGOING and (charge := _PURCHASES.get(one.account)):
        lines = (Line(charge, -one.cents), Line(one.account, one.cents))
        made.append(Entry("HA", one.booked_on, f"HA{piece}", label, lines))
    links = [(piece, share.invoice) for share in one.shares]
    if one.difference_cents:
        made.append(_let_go(one, f"OD{piece}"))
        links.append((piece, f"OD{piece}"))
    return made, links


def _let_go(one: Movement, piece: str) -> Entry:
    account = FEES_CHARGED if one.kind == FEES else DISCOUNTS
    cents = one.difference_cents
    lines = (Line(account, cents), Line(CUSTOMERS, -cents, one.customer, piece))
    return Entry("OD", one.booked_on, piece, f"Écart de règlement {one.customer}", lines)
