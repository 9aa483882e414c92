"""What goes wrong with a person's data."""


class ErasureRefused(Exception):
    """The person cannot be erased as things stand."""
