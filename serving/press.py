"""Who words and prints messages to customers, by the settings."""

from dunning.dossier.statement import PlainStatement, StatementPress
from dunning.press import PlainPress, Press
from serving.settings import Settings


def press_of(where: Settings) -> Press:
    return PlainPress(where.mail_from)


def statement_press_of(_where: Settings) -> StatementPress:
    return PlainStatement()
