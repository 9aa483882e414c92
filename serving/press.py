"""Who words and prints messages to customers, by the settings."""

from dunning.press import PlainPress, Press
from serving.settings import Settings


def press_of(where: Settings) -> Press:
    return PlainPress(where.mail_from)
