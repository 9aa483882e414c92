"""Announcements are told in the reader's language."""

import pytest

from credit.alerts.announced import announcement_text
from kernel.language import Language
from ledger.files.bodacc_kinds import COMPLEMENTS, FAMILIES, NATURES
from ledger.filling import companies

_ELSEWHERE = {"other", "other_judgment", companies.BOTH, companies.DIRECTOR_CHANGE, companies.SEAT_MOVE}
# French in both languages.
_SAME = {"conciliation", "modification"}


@pytest.mark.parametrize(
    "word", sorted(_ELSEWHERE | {word for word, _ in (*NATURES, *COMPLEMENTS, *FAMILIES)})
)
def test_every_word_of_the_gazette_has_its_french(word: str) -> None:
    told = announcement_text(word, Language.FRENCH)
    assert (told == word.replace("_", " ")) is (word in _SAME)


def test_a_family_that_is_its_kind_is_said_once() -> None:
    assert announcement_text("accounts_filed accounts_filed", Language.ENGLISH) == "accounts filed"
    opened = announcement_text("collective opening_liquidation", Language.FRENCH)
    assert opened == "procédure collective : ouverture d'une liquidation judiciaire"
