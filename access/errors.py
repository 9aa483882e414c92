"""What goes wrong at the door."""


class SignInRefused(Exception):
    """Name or password is wrong, or too many were: which one is not told."""


class PasswordRefused(ValueError):
    """A password that could be guessed."""


class SecondRefused(ValueError):
    """A second proof cannot be set up, or ended, as asked."""


class UserRefused(ValueError):
    """A user cannot be written down, or changed, as asked."""


class UnknownUser(LookupError):
    """Nobody of this name."""


class UnknownKey(LookupError):
    """No key of this name."""


class NotAllowed(PermissionError):
    """Known, but without the right."""


class AuditBroken(Exception):
    """The audit trail does not follow from itself: an entry was changed, taken out or put in."""
