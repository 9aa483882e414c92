"""What to say: a few lines by kind of work and stage, in both languages, as a file people edit."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter

from dunning.queue_policy import Stage
from dunning.today.work import Work
from kernel.language import Language

PLACEHOLDERS = (
    *("contact", "customer", "net", "invoices", "oldest", "level"),
    *("promised", "promised_on", "received", "call_back_on", "dispute"),
    "answered_on",
)


@dataclass(frozen=True, slots=True)
class Script:
    """For a kind of work, at one stage or at all where none is named."""

    work: Work
    fr: str
    en: str
    stage: Stage | None = None

    def __post_init__(self) -> None:
        for text in (self.fr, self.en):
            _check(text, f"the script for {self.work}")


@dataclass(frozen=True, slots=True)
class QueueTexts:
    version: str
    scripts: tuple[Script, ...]

    def __post_init__(self) -> None:
        missing = [one.value for one in Work if not any(two.work is one for two in self.scripts)]
        if missing:
            raise ValueError(f"there is no script for {', '.join(missing)}.")

    def script(self, work: Work, stage: Stage, language: Language) -> str:
        """The one for this stage, else the one for all."""
        theirs = [one for one in self.scripts if one.work is work]
        best = sorted(theirs, key=lambda one: (one.stage is not stage, one.stage is not None))[0]
        return best.fr if language is Language.FRENCH else best.en


def filled(text: str, values: Mapping[str, str]) -> str:
    """A fact that nobody knows leaves no gap before a comma or a full stop."""
    return " ".join(text.format(**values).split()).replace(" ,", ",").replace(" .", ".")


def _check(text: str, where: str) -> None:
    try:
        named = [field for _, field, _, _ in Formatter().parse(text) if field is not None]
    except ValueError as error:
        raise ValueError(f"{where} has a brace that stands alone: {error}.") from error
    unknown = [one for one in named if one not in PLACEHOLDERS]
    if unknown:
        raise ValueError(
            f"{where} names {{{unknown[0]}}}, which nobody fills. Known: {', '.join(PLACEHOLDERS)}."
        )
