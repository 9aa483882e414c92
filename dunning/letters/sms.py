"""Text messages: one short text in the letters that every telephone shows, or as few parts as it takes."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dunning.letters.templates import PERHAPS, SURE, TemplateRefused, filled, unknown_placeholders
from dunning.letters.values import values_of
from dunning.notice import Form, Notice, Tone
from kernel.language import Language
from kernel.policy import PolicyRefused, policy_from

# The alphabet of GSM 03.38; a letter of the second set counts for two.
_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€")
_PLAIN = str.maketrans({
    "\u00a0": " ", "\u202f": " ", "’": "'", "‘": "'", "“": '"', "”": '"', "«": '"', "»": '"',
    "–": "-", "—": "-", "\u2212": "-", "…": "...", "œ": "oe", "Œ": "OE", "°": "o", "·": "-",
})  # fmt: skip
# Letters in one message, and in each part of a longer one: in this alphabet, and in any other.
_ONE, _PART = 160, 153
_ONE_WIDE, _PART_WIDE = 70, 67
_ALSO = ("iban", "link")


@dataclass(frozen=True, slots=True)
class SmsTexts:
    """The sentences of a text, the most needed first; the first always stands, others as far as they fit."""

    version: str
    pre_due: tuple[str, ...]
    reminder: Mapping[Tone, tuple[str, ...]]

    def sentences(self, form: Form, tone: Tone) -> tuple[str, ...]:
        """Of this tone; else of the nearest kinder one that is written, else of the kindest."""
        if form is Form.PRE_DUE:
            return self.pre_due
        graver = list(Tone)
        written = [one for one in graver if one in self.reminder]
        kinder = [one for one in written if graver.index(one) <= graver.index(tone)]
        return self.reminder[kinder[-1] if kinder else written[0]]


@dataclass(frozen=True, slots=True)
class Sms:
    """What is sent, and in how many parts a network takes it."""

    text: str
    parts: int


def sms_texts_from(text: str, *, name: str) -> SmsTexts:
    """The texts a file holds; `name` is how its reader calls it. Raises TemplateRefused."""
    try:
        read = policy_from(text, SmsTexts, name=name)
    except PolicyRefused as error:
        raise TemplateRefused(str(error)) from error
    for wrong in _wrongs(read):
        raise TemplateRefused(f"{name}: {wrong}")
    return read


def sms_of(notice: Notice, texts: Mapping[Language, SmsTexts]) -> Sms:
    """Raises TemplateRefused where a language has no texts."""
    if notice.language not in texts:
        language = notice.language.value
        raise TemplateRefused(f"There are no text messages in {language}. Add the file {language}/sms.toml.")
    values = {**values_of(notice), "link": notice.payment_link, "iban": _iban(notice)}
    first, *others = texts[notice.language].sentences(notice.form, notice.tone)
    told = plain(filled(first, values) or first)
    for one in others:
        more = filled(one, values)
        longer = plain(f"{told} {more}") if more else told
        # The link is how to pay at once: it goes along even where it takes a second part.
        if parts_of(longer) == 1 or "{link}" in one:
            told = longer
    return Sms(told, parts_of(told))


def plain(text: str) -> str:
    """In the alphabet of text messages as far as it goes: ê becomes e, a typographic sign the typed one."""
    spaced = " ".join(text.translate(_PLAIN).split())
    return "".join(_nearest(mark) for mark in spaced)


def parts_of(text: str) -> int:
    """How many messages a network makes of a text."""
    if not (_BASIC | _EXTENDED).issuperset(text):
        length = len(text.encode("utf-16-le")) // 2
        return 1 if length <= _ONE_WIDE else -(-length // _PART_WIDE)
    length = len(text) + sum(mark in _EXTENDED for mark in text)
    return 1 if length <= _ONE else -(-length // _PART)


def _nearest(mark: str) -> str:
    if mark in _BASIC or mark in _EXTENDED:
        return mark
    base = unicodedata.normalize("NFD", mark)[0]
    return base if base in _BASIC else mark


def _iban(notice: Notice) -> str:
    return "".join(notice.banks[0].iban.split()) if notice.banks else ""


def _wrongs(texts: SmsTexts) -> Iterator[str]:
    if not texts.reminder:
        yield "no tone is written. Write at least [reminder] with neutral."
    told: dict[str, Sequence[str]] = {"pre_due": texts.pre_due}
    told |= {f"reminder.{tone.value}": sentences for tone, sentences in texts.reminder.items()}
    for key, sentences in told.items():
        if not sentences or not all(one.strip() for one in sentences):
            yield f"{key} needs at least one sentence, and none may be blank."
        for place, text in enumerate(sentences):
            known = SURE if place == 0 else tuple(sorted((*SURE, *PERHAPS, *_ALSO)))
            yield from unknown_placeholders(f"{key}, sentence {place + 1},", text, known)
