"""What can go wrong with papers and dossiers."""


class PaperRefused(ValueError):
    """A file cannot be kept as it is."""


class UnknownPaper(LookupError):
    """No paper has this number."""
