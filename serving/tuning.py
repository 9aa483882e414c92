"""How often Python looks for objects that only hold each other."""

import gc

# Objects made between two looks. A large book makes millions that all live until the command ends: at
# Python's own 700, a third of the time of a preview went into looking through them again and again.
_YOUNG, _MIDDLE, _OLD = 100_000, 20, 100


def collect_rarely() -> None:
    """Fits a process that reads a book, answers and ends, or that makes one answer after the other."""
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
