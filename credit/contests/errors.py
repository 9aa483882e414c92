"""What goes wrong with contests."""


class UnknownContest(LookupError):
    """No contest has this number."""
