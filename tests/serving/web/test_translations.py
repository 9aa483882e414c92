"""Whatever a page says, it says in French too."""

from scripts.translations import faults


def test_nothing_lacks_french_and_nothing_is_left_over() -> None:
    assert list(faults("fr")) == []
