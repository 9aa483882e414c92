"""The texts of the letter on invoices paid late, as files their users may change, read strictly."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from dunning.letters.templates import TemplateRefused, unknown_placeholders
from dunning.letters.typography import typeset
from kernel.language import Language
from kernel.policy import PolicyRefused, policy_from

# The letter has a value for these; it has none for `earlier` where no letter claimed any of it before.
SURE = ("customer", "date", "recipient", "reference", "sender")
PERHAPS = ("contact", "earlier", "email", "phone", "signed_by")


@dataclass(frozen=True, slots=True)
class PenaltyTexts:
    """One file: opening stands before the table, the body after it. A paragraph is one text of an array."""

    version: str
    subject: str
    greeting: str
    opening: tuple[str, ...]
    body: tuple[str, ...]
    closing: str


def penalty_texts_from(text: str, *, language: Language, name: str) -> PenaltyTexts:
    """The texts a file holds; `name` is how its reader calls it. Raises TemplateRefused."""
    try:
        read = policy_from(text, PenaltyTexts, name=name)
    except PolicyRefused as error:
        raise TemplateRefused(str(error)) from error
    for wrong in _wrongs(read):
        raise TemplateRefused(f"{name}: {wrong}")
    return PenaltyTexts(
        version=read.version,
        subject=typeset(read.subject, language),
        greeting=typeset(read.greeting, language),
        opening=tuple(typeset(" ".join(one.split()), language) for one in read.opening),
        body=tuple(typeset(" ".join(one.split()), language) for one in read.body),
        closing=typeset(read.closing, language),
    )


def _wrongs(texts: PenaltyTexts) -> Iterator[str]:
    for key in (one.name for one in fields(texts) if one.name != "version"):
        told = getattr(texts, key)
        paragraphs, known = ((told,), SURE) if isinstance(told, str) else (told, (*SURE, *PERHAPS))
        if isinstance(told, str) and (not told.strip() or len(told.splitlines()) != 1):
            yield f"{key} must be one line that is not blank."
        for one in paragraphs:
            yield from unknown_placeholders(key, one, tuple(sorted(known)))
