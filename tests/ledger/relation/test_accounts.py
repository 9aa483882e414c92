"""Accounts are the frames of the ledger, invoice by invoice."""

from hypothesis import given

from ledger.relation.accounts import accounts_on
from tests.features.ledgers import Ledger, drawn, facts_of, ledgers, on, shuffled
from tests.ledger.relation.ledgers import accounts_of


@drawn
@given(ledgers())
def test_accounts_say_what_the_frames_say_in_any_order(ledger: Ledger) -> None:
    facts = facts_of(*ledger)
    for day in (0, 40, 200):
        expected = accounts_of(*ledger, day=day)
        for rows in (facts, shuffled(facts)):
            found = accounts_on(rows, as_of=on(day))
            assert dict(found.items) == dict(expected.items)
            assert _sorted(found.receipts) == _sorted(expected.receipts)
            assert dict(found.codes) == dict(expected.codes)


def _sorted(receipts):
    return {key: sorted(ones) for key, ones in receipts.items()}
