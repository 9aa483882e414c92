"""How long whoever objects to an automatic decision waits for an answer."""

from datetime import date

from kernel.dated import Dated
from kernel.period import months_later

MONTHS_TO_ANSWER = Dated({date(2018, 5, 25): 1}, source="Regulation (EU) 2016/679, art. 12(3)")


def answer_by(told_on: date) -> date:
    """The last day to answer. Two further months may be taken, if that is said within the first."""
    return months_later(told_on, MONTHS_TO_ANSWER.on(told_on))
