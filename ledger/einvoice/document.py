"""A document as it was read: its form, its profile, and the invoice it tells."""

from typing import NamedTuple

from ledger.files.einvoice import EInvoice

PDF_FORM, CII_FORM, UBL_FORM = "factur-x", "cii", "ubl"
_PROFILES = ("minimum", "basicwl", "basic", "en16931", "extended", "extended-ctc-fr")  # poorest first
_FORMS = (CII_FORM, UBL_FORM, PDF_FORM)  # of two of one invoice, the last is what the buyer received


class Document(NamedTuple):
    form: str
    invoice: EInvoice

    @property
    def profile(self) -> str | None:
        return self.invoice.profile

    @property
    def richness(self) -> tuple[int, int]:
        """Of two documents of one invoice, the richer one is kept."""
        return richness_of(self.form, self.profile)


def richness_of(form: str, profile: str | None) -> tuple[int, int]:
    rank = _PROFILES.index(profile) if profile in _PROFILES else _PROFILES.index("en16931")
    return rank, _FORMS.index(form) if form in _FORMS else -1
