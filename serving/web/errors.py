"""What is wrong in a form."""


class AmountRefused(ValueError):
    """Something typed as an amount that is none."""


class UploadRefused(ValueError):
    """A file that was sent and cannot be taken."""
