"""What can go wrong with the database itself."""


class DatabaseTooNew(RuntimeError):
    """The database was written by a later version of the program."""


class DatabaseUnreachable(ConnectionError):
    """The database could not be opened."""
