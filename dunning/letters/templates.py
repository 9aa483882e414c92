"""The texts of messages by form and tone, as files their users may change, read strictly."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter

from dunning.letters.typography import typeset
from dunning.notice import Form, Tone
from kernel.language import Language
from kernel.policy import PolicyRefused, policy_from

# Every notice has a value for these; for the others it may have none, and the paragraph is then left out.
SURE = ("count", "customer", "date", "gross", "invoices", "net", "recipient", "reference", "sender")
PERHAPS = (
    "contact", "credits", "deadline", "delay", "disputed", "email", "indemnity", "interest", "last_reminder",
    "late", "oldest_due", "phone", "signed_by",
)  # fmt: skip
_GRAVER = tuple(Tone)
_SAYS_SO = {Language.FRENCH: "mise en demeure", Language.ENGLISH: "formal notice"}
# A private letter that looks like an official deed is an offence (art. 433-13 C. pén.).
_OFFICIAL = ("république française", "au nom du peuple", "commandement de payer", "sommation", "exploit")


class TemplateRefused(ValueError):
    """A file of texts cannot be used, told so that its writer can mend it."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of one tone; opening stands before the table, the rest after it.

    `professional` is left out for natural persons. A paragraph is one text of an array.
    """

    subject: str
    greeting: str
    opening: tuple[str, ...]
    body: tuple[str, ...]
    professional: tuple[str, ...]
    closing: str


@dataclass(frozen=True, slots=True)
class FormTexts:
    """One file: its version, and the texts of each tone it has."""

    version: str
    tones: Mapping[Tone, Wording]

    def __post_init__(self) -> None:
        if not self.tones:
            raise ValueError("no tone is written. Write at least one table such as [tones.neutral].")

    def wording(self, tone: Tone) -> Wording:
        """Of this tone; else of the nearest kinder one that is written, else of the kindest."""
        written = [one for one in _GRAVER if one in self.tones]
        kinder = [one for one in written if _GRAVER.index(one) <= _GRAVER.index(tone)]
        return self.tones[kinder[-1] if kinder else written[0]]


@dataclass(frozen=True, slots=True)
class Templates:
    """The texts in force, by language and form."""

    texts: Mapping[tuple[Language, Form], FormTexts]

    def of(self, language: Language, form: Form) -> FormTexts:
        """Raises TemplateRefused where a form has no file."""
        found = self.texts.get((language, form))
        if found is None:
            raise TemplateRefused(
                f"There are no texts for {form.value} in {language.value}. "
                f"Add the file {language.value}/{form.value}.toml."
            )
        return found


def texts_from(text: str, *, language: Language, form: Form, name: str) -> FormTexts:
    """The texts a file holds; `name` is how its reader calls it. Raises TemplateRefused."""
    try:
        read = policy_from(text, FormTexts, name=name)
    except PolicyRefused as error:
        raise TemplateRefused(str(error)) from error
    for tone, wording in read.tones.items():
        for wrong in _wrongs(wording, language, form):
            raise TemplateRefused(f"{name}: tones.{tone.value}: {wrong}")
    tones = {tone: _set(wording, language) for tone, wording in read.tones.items()}
    return FormTexts(version=read.version, tones=tones)


def placeholders(text: str) -> tuple[str, ...]:
    """Their names as written. Raises ValueError for a brace that is never closed."""
    return tuple(
        field + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
        for _, field, spec, conversion in Formatter().parse(text)
        if field is not None
    )


def filled(text: str, values: Mapping[str, str]) -> str | None:
    """The text with its values; None where one of them is blank, since half a sentence says nothing."""
    parts: list[str] = []
    for literal, field, _, _ in Formatter().parse(text):
        parts.append(literal)
        if field is not None:
            if not values[field]:
                return None
            parts.append(values[field])
    return "".join(parts)


def _wrongs(wording: Wording, language: Language, form: Form) -> Iterator[str]:
    always = {"subject": wording.subject, "greeting": wording.greeting, "closing": wording.closing}
    for key, text in always.items():
        yield from unknown_placeholders(key, text, SURE)
        if not text.strip() or re.search(r"[\x00-\x1f]", text):
            yield f"{key} must be one line that is not blank."
    for key in ("opening", "body", "professional"):
        for text in getattr(wording, key):
            yield from unknown_placeholders(key, text, tuple(sorted((*SURE, *PERHAPS))))
    whole = " ".join((*always.values(), *wording.opening, *wording.body, *wording.professional)).lower()
    if form is Form.FORMAL_NOTICE:
        said = _SAYS_SO[language]
        if said not in wording.subject.lower():
            yield f"subject does not say “{said}”, without which it is none. Write it."
        if "1344" not in whole:
            yield "article 1344 of the civil code is not named. Name it in the body."
    for word in _OFFICIAL:
        if re.search(rf"\b{word}\b", whole):
            yield f"“{word}” belongs to official deeds, which a letter may not resemble. Take it out."


def unknown_placeholders(key: str, text: str, allowed: tuple[str, ...]) -> Iterator[str]:
    known = ", ".join(f"{{{name}}}" for name in allowed)
    try:
        names = placeholders(text)
    except ValueError:
        yield f"a brace in {key} is never closed. Write {{name}}, or {{{{ for a brace itself."
        return
    for name in names:
        if name not in allowed:
            yield f"the placeholder {{{name}}} in {key} is not known there. Known there: {known}."


def _set(wording: Wording, language: Language) -> Wording:
    def paragraphs(texts: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(typeset(" ".join(text.split()), language) for text in texts)

    return Wording(
        subject=typeset(wording.subject, language),
        greeting=typeset(wording.greeting, language),
        opening=paragraphs(wording.opening),
        body=paragraphs(wording.body),
        professional=paragraphs(wording.professional),
        closing=typeset(wording.closing, language),
    )
