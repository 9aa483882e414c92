"""Why a score cannot be told from its features."""


class NotScored(LookupError):
    """No score of the customer was stored."""


class VectorRefused(ValueError):
    """Features were sent that cannot be read as what they are named."""
