"""What goes wrong in keeping the house."""


class BackupRefused(ValueError):
    """A copy that cannot be made, or cannot be put back as asked."""


class Unhealthy(RuntimeError):
    """The doctor found what must be mended."""


class DayUnfinished(RuntimeError):
    """A step of the day failed."""


class ErrandRefused(RuntimeError):
    """A command that a page would begin, and that must wait."""
