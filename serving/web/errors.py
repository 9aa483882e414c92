"""What is wrong in a form."""


class AmountRefused(ValueError):
    """Something typed as an amount that is none."""
