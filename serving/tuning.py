"""How often Python looks for objects that only hold each other, and lets another thread go on."""

import gc
import sys

# Objects made between two looks. A large book makes millions that all live until the command ends: at
# Python's own 700, a third of the time of a preview went into looking through them again and again.
_YOUNG, _MIDDLE, _OLD = 100_000, 20, 100

# How long a thread may go on alone, in seconds. At Python's own 5 ms, an answer that is ready waits behind
# seven others that are being worked out.
_TURN = 0.0005


def collect_rarely() -> None:
    """Fits a process that reads a book, answers and ends, or that makes one answer after the other."""
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)


def answer_in_turn() -> None:
    """Fits a process that makes many short answers at once; what it holds by now it holds to its end.

    It runs for weeks, so that what only holds itself is looked for more often; what is frozen costs no look.
    """
    gc.set_threshold(_YOUNG, _MIDDLE, _MIDDLE)
    gc.collect()
    gc.freeze()
    sys.setswitchinterval(_TURN)
