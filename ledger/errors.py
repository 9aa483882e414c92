"""What the ledger refuses, each told in a sentence its reader can act on."""


class ImportRefused(ValueError):
    """A file as a whole cannot be imported; nothing of it was."""


class FileUnreadable(ImportRefused):
    """The bytes are not a table of text we can read."""


class FormatUndecided(ImportRefused):
    """Dates or amounts can be read in two ways, and the file does not say which."""


class MappingWrong(ImportRefused):
    """The mapping, or the headers it stands for, do not fit the file."""


class OlderYear(ImportRefused):
    """An accounting file tells of a year before those the ledger holds, which brought its balance forward."""


class EmptyLedger(LookupError):
    """Facts were asked of a ledger that holds none."""


class UnknownCustomer(LookupError):
    """No customer has this code."""


class UnknownInvoice(LookupError):
    """No invoice has this number."""


class AmbiguousInvoice(LookupError):
    """Several customers or sources use this number."""


class UnknownCase(LookupError):
    """No dispute, promise, plan, block, write-off or hand-over has this number."""


class UnknownBankEntry(LookupError):
    """No movement of a bank account has this number."""


class ActRefused(ValueError):
    """What a person asks for contradicts what the ledger holds; nothing was written."""


class RateMissing(LookupError):
    """Amounts in two currencies met, and no dated rate says how to add them."""


class SirenRefused(ValueError):
    """What was given as a SIREN is none; nobody was asked about it."""


class UnknownImport(LookupError):
    """No import has this number."""
