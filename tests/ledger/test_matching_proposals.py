"""What does a credit pay? One row for each means, and for each trap."""

from datetime import date

import pytest

from ledger.matching.payers import Learned
from ledger.matching.policy import POLICY
from ledger.matching.values import Item
from tests.ledger.matching_cases import entry, item, proposer
from tests.tables import rows

_OPEN = [
    item(1, "F-0012", "1200.00"),
    item(2, "F-0013", "300.50"),
    item(3, "F-0014", "87.31", due=date(2024, 6, 30)),
    item(4, "FA2024-00123", "5512.37", customer=2),
    item(5, "FA2024-00124", "100.00", customer=2, due=date(2024, 4, 30)),
    item(6, "100457", "640.20", customer=3),
    item(7, "12", "77.77", customer=3),
    item(8, "2024/0456", "990.00", customer=2, due=date(2024, 3, 31)),
    item(9, "F-0015", "1200.00", customer=3, reference="RF18539007547034"),
    item(10, "F-0099", "1200.00", customer=2, currency="USD"),
    item(11, "240601", "310.00", customer=3),
]


def _told(euros: str, text: str, payer: str = "", **more: object) -> tuple[str, str, int]:
    verdict = proposer(_OPEN).propose(entry(euros, text, payer=payer or None, **more))  # type: ignore[arg-type]
    best = verdict.best
    if best is None:
        return "-", "-", 0
    numbers = {one.id: one.number for one in _OPEN}
    return best.how, " ".join(numbers[key] for key, _ in best.shares), best.confidence


@rows("""
    amount  | text                                   | payer                | how       | pays
    1200.00 | VIR F-0012                             |                      | reference | F-0012
    1200.00 | REGLEMENT FACTURE F0012                |                      | reference | F-0012
    1200.00 | F 12 SALDO                             |                      | reference | F-0012
    1200.00 | fact. n° 0012                          |                      | reference | F-0012
    5512.37 | FA202400123                            |                      | reference | FA2024-00123
    5512.37 | FA2024-123                             |                      | reference | FA2024-00123
    5512.37 | 2024 00123                             |                      | reference | FA2024-00123
    5512.37 | FACT2024-00123/CDE 7781                |                      | reference | FA2024-00123
    640.20  | FACT100457                             |                      | reference | 100457
    990.00  | 2024/0456                              |                      | reference | 2024/0456
    77.77   | FACT 12                                |                      | reference | 12
    1500.50 | F-0012 F-0013                          |                      | several   | F-0012 F-0013
    1500.50 | F-0012/13                              |                      | several   | F-0012 F-0013
    1500.50 | F-0012, 0013                           |                      | several   | F-0012 F-0013
    1587.81 | FACTURES F-0012 A F-0014               |                      | several   | F-0012 F-0013 F-0014
    1587.81 | FACTURES F-0012 à 0014                 |                      | several   | F-0012 F-0013 F-0014
    1587.81 | F-0012 au 14                           |                      | several   | F-0012 F-0013 F-0014
    500.00  | ACOMPTE F-0012                         |                      | part      | F-0012
    1176.00 | F-0012 ESCOMPTE DEDUIT                 |                      | part      | F-0012
    1185.00 | F-0012                                 |                      | part      | F-0012
    1500.50 | F-0012 ET SUITE                        |                      | several   | F-0012 F-0013
    300.50  | VIREMENT                               | ACIER MODERNE        | payer     | F-0013
    300.50  | VIREMENT                               | S.A.R.L. Acier-Moderne | payer   | F-0013
    1500.50 | VIREMENT                               | ACIER MODERNE SARL   | several   | F-0012 F-0013
    1587.81 | SOLDE DE TOUT COMPTE                   | ACIER MODERNE SARL   | several   | F-0012 F-0013 F-0014
    387.81  | VIREMENT                               | ACIER MODERNE SARL   | several   | F-0013 F-0014
    5402.12 | VIREMENT                               | BOULANGERIE DUPONT   | part      | FA2024-00123
    300.50  | VIREMENT                               | ACIER MODERNES SA    | payer     | F-0013
    300.50  | VIR SEPA ACIER MODERNE LYON            |                      | payer     | F-0013
""")
def test_what_applies_itself(amount: str, text: str, payer: str, how: str, pays: str) -> None:
    """A number or a payer beside the amount is enough."""
    told = _told(amount, text, payer)
    assert told[:2] == (how, pays)
    assert told[2] >= POLICY.apply_from


@rows("""
    amount  | text                                    | payer              | why it must wait
    300.50  | VIREMENT                                |                    | the amount alone
    300.50  | VIREMENT                                | INCONNU ET CIE     | the amount and a stranger
    1200.00 | VIREMENT                                | INCONNU            | two invoices have the amount
    4000.00 | DEBLOCAGE PRET 0012                     | BANQUE DU NORD     | a loan
    812.00  | REMB TVA 05/2024                        | DGFIP              | a tax refund
    50.00   | FACT 12                                 |                    | a short number without its amount
    310.00  | VIR DU 24/06/01                         |                    | a day is no number
    200.00  | VIR 240601                              |                    | nor without separators
    300.00  | REF 100457                              | INCONNU            | an order number, perhaps
    300.00  | MANDAT XX-F-0012-Z                      | INCONNU            | a bit of a longer reference
    640.00  | FR7630006000010010045700189             |                    | a bit of an account number
    9999.00 | F-0012                                  | INCONNU            | much more than is left
    9999.00 | F-0012                                  | ACIER MODERNE SARL | the rest may be cut off
    387.81  | F-0012                                  |                    | the amount is that of two others
    1287.31 | F-0012 ET SUITE                         |                    | the rest may be chance
    1400.00 | F-0012 F-0013                           |                    | which of the two is paid in part
    300.50  | F-0012                                  | ACIER MODERNE SARL | amount and number differ
    500.00  | ACOMPTE F-0012                          | BOULANGERIE DUPONT | another's invoice
    250.00  | VIREMENT                                | ACIER MODERNE SARL | a part of nobody knows what
""")
def test_what_waits(amount: str, text: str, payer: str, because: str) -> None:
    """Nothing is applied on one sign alone, nor against another."""
    assert _told(amount, text, payer)[2] < POLICY.apply_from, because


@pytest.mark.parametrize("reference", ["RF18539007547034", "RF18 5390 0754 7034"])
def test_a_structured_reference_decides(reference: str) -> None:
    """Against an equal amount elsewhere, whole or in part."""
    assert _told("1200.00", "", structured=reference) == ("structured", "F-0015", 100)
    assert _told("700.00", "", structured=reference) == ("structured", "F-0015", 98)
    assert _told("1200.00", f"VIR {reference.replace(' ', '')}") == ("structured", "F-0015", 100)


def test_a_reference_with_a_wrong_key_decides_nothing() -> None:
    assert _told("1200.00", "VIR RF19539007547034")[2] < POLICY.apply_from


def test_currencies_are_never_mixed() -> None:
    """The same number and amount in another currency are no match."""
    assert _told("1200.00", "F-0099") != ("reference", "F-0099", 99)
    assert _told("1200.00", "F-0099", currency="USD") == ("reference", "F-0099", 99)


def _same_sums() -> list[Item]:
    return [item(1, "A-1001", "100.00"), item(2, "A-1002", "200.00"), item(3, "A-1003", "300.00")]


def test_two_good_explanations_wait() -> None:
    """300 is the third invoice, or the first two."""
    verdict = proposer(_same_sums()).propose(entry("300.00", payer="Acier Moderne"))
    assert verdict.best is not None
    assert verdict.best.confidence < POLICY.apply_from
    assert verdict.why.startswith("Two explanations are as good")
    assert len(verdict.alternatives) == 1


def test_a_sum_met_by_chance_proves_nothing() -> None:
    """Among many round amounts some choice always fits."""
    items = [item(key, f"A-{key:04}", f"{100 * key + 50}.00") for key in range(1, 30)]
    items.append(item(99, "A-9999", "71234.00"))
    verdict = proposer(items).propose(entry("4450.00", payer="Acier Moderne"))
    assert verdict.best is None or verdict.best.confidence < POLICY.apply_from


def test_credit_notes_are_deducted() -> None:
    items = [*_same_sums(), item(4, "AV-7", "-47.11")]
    verdict = proposer(items).propose(entry("552.89", payer="Acier Moderne"))
    assert verdict.best is not None
    assert verdict.best.confidence >= POLICY.apply_from
    assert dict(verdict.best.shares) == {1: 10_000, 2: 20_000, 3: 30_000, 4: -4_711}


def test_an_invoice_issued_after_the_payment_waits() -> None:
    late = item(1, "F-2001", "410.00", issued=date(2024, 7, 1), due=date(2024, 7, 31))
    for told in (entry("410.00", "F-2001"), entry("410.00", payer="Acier Moderne")):
        best = proposer([late]).propose(told).best
        assert best is None or best.confidence < POLICY.apply_from


def test_a_payer_is_known_again_by_account() -> None:
    """Whatever name the bank writes; two customers of one account decide nothing."""
    iban = "FR7630006000011234567890189"
    told = entry("300.50", payer="HOLDING QUELCONQUE", iban=iban)
    learned = Learned()
    learned.link(iban, 1, by_person=False)
    best = proposer(_OPEN, learned).propose(told).best
    assert best is not None
    assert (best.how, best.confidence) == ("payer", POLICY.payer_amount)
    learned.link(iban, 2, by_person=False)
    best = proposer(_OPEN, learned).propose(told).best
    assert best is not None
    assert best.confidence < POLICY.apply_from


def test_a_payer_refused_by_a_person_is_not_read_from_its_name() -> None:
    learned = Learned()
    learned.deny("name ACIER MODERNE", 1)
    best = proposer(_OPEN, learned).propose(entry("300.50", payer="Acier Moderne")).best
    assert best is None or best.confidence < POLICY.apply_from


def test_every_proposal_says_why_in_a_sentence() -> None:
    best = proposer(_OPEN).propose(entry("1200.00", "VIR F-0012")).best
    assert best is not None
    assert best.why == "Its text names invoice F-0012, and the amount is exactly what is left of it."
