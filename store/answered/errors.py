"""What goes wrong with keys of requests."""


class KeyUsedOtherwise(ValueError):
    """The key of a request was used for another one."""
