"""What can go wrong with a message before anything is sent."""


class MessageRefused(ValueError):
    """A message holds something that no mail or webhook may carry."""


class StepRefused(ValueError):
    """A message cannot take this step from where it stands."""


class UnknownMessage(LookupError):
    """No message of the outbox has this key."""


class AddressRefused(ValueError):
    """The address of a mail server or webhook cannot be used."""


class ReturnRefused(ValueError):
    """What is said about mail that came back cannot be kept."""


class MailboxUnreadable(OSError):
    """A file or server does not let its mail be read."""
