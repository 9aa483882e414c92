"""Which rules of law on deadlines are in force here."""

from dunning.deadlines.law import LawDeadlines, LedgerLaw
from serving.settings import Settings


def law_deadlines(_where: Settings) -> LawDeadlines:
    return LedgerLaw()
