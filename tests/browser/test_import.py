"""A file whose columns nobody knows, brought in without a script."""

from playwright.sync_api import expect

from tests.browser.checks import english_left, faults_of
from tests.browser.conftest import Visit

_STRANGE = (
    "Réf;Qui;Le;Pour le;Combien\nX-1;W-1;02/05/2024;02/06/2024;10,00\nX-2;W-1;02/05/2024;31/02/2024;9,50\n"
)
_NAMED = {"number": "Réf", "customer": "Qui", "issued_on": "Le", "due_on": "Pour le", "amount": "Combien"}


def test_columns_are_named_looked_at_and_imported(visit: Visit) -> None:
    page = visit("/import", language="fr", script=False)
    page.set_input_files(
        "input[type=file]", {"name": "été.csv", "mimeType": "text/csv", "buffer": _STRANGE.encode()}
    )
    page.locator("main button.main").click()
    expect(page.locator("[role=alert]")).to_contain_text("Dites ci-dessous")
    for word, column in _NAMED.items():
        page.locator(f"label:has(input[value={word}]) select").select_option(column)
    page.get_by_role("button", name="Regarder à nouveau").click()
    expect(page.locator("[role=alert]")).to_have_count(0)
    expect(page.locator("th .badge")).to_have_count(5)
    expect(page.locator("tbody")).to_contain_text("31/02/2024")
    assert english_left(page, "fr") == []
    assert faults_of(page) == []
    page.set_viewport_size({"width": 390, "height": 800})
    assert faults_of(page) == []
    page.get_by_role("button", name="L'importer").click()
    expect(page.locator("[role=status]")).to_contain_text("C'est importé.", timeout=60_000)
    sheet = page.locator("a[href$='rejected.csv']").get_attribute("href")
    assert "X-2;W-1;02/05/2024;31/02/2024" in page.request.get(str(sheet)).text()
    assert english_left(page, "fr") == []
