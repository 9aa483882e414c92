"""Whom the law on late payment between professionals binds: a sole trader is one, a consumer is not."""

from dunning.claims import Kind
from ledger.registers.catalogue import CustomerProfileRow

_CONSUMER, _PUBLIC = "consumer", "public"


def in_law(profile: CustomerProfileRow | None) -> Kind:
    """A person only where the master says consumer; a company where it says nothing."""
    if profile is None:
        return Kind.COMPANY
    if profile.kind == _PUBLIC:
        return Kind.PUBLIC
    return Kind.PERSON if profile.kind == _CONSUMER else Kind.COMPANY
