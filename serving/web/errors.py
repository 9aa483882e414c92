"""What is wrong in a form."""


class AmountRefused(ValueError):
    """Something typed as an amount that is none."""

    def __init__(self, text: str) -> None:
        super().__init__(f"“{text}” is not an amount. Write it as 1250.00 or 1250,00.")
        self.text = text


class UploadRefused(ValueError):
    """A file that was sent and cannot be taken."""
