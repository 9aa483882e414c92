"""What a table holds when a spreadsheet opens it."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe(text: str) -> str:
    """What a spreadsheet would run as a formula gets a mark that makes it text; numbers stay numbers."""
    if not text.startswith(_FORMULA):
        return text
    digits = text[1:].replace(",", "").replace(".", "").replace(" ", "")
    return text if digits.isdigit() and text[0] in "+-" else f"'{text}"
