"""What can go wrong with a limit."""


class NoScore(LookupError):
    """A limit was asked for a customer that nobody has scored yet."""


class UnknownLimit(LookupError):
    """No limit waits under this number."""
