"""Letters as PDF/A by Typst: the same notice, the same bytes; no network, no font of the machine."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Protocol

import typst
from pypdf import PdfReader, PdfWriter

from dunning.letters.batch import Batch, Printed, index_csv, registered_csv
from dunning.letters.checked import NoticeRefused, check_postable
from dunning.letters.layout import layout_of, not_drawn
from dunning.letters.sheet import Sheet, sheet_of
from dunning.letters.templates import Templates
from dunning.notice import Notice

_TEMPLATE = Path(__file__).with_name("letter.typ")
_A4 = (595.2756, 841.8898)  # points


class LetterFailed(RuntimeError):
    """The typesetter refused a letter."""


class Printer(Protocol):
    """What prints a letter."""

    def letter(self, sheet: Sheet) -> Printed: ...


class TypstPrinter:
    """One typesetter for many letters: fonts are read once. Not for two threads at once."""

    def __init__(self) -> None:
        self._compiler = typst.Compiler(ignore_system_fonts=True)
        self._source = _TEMPLATE.read_bytes()

    def letter(self, sheet: Sheet) -> Printed:
        """As PDF/A-2b, dated by the letter's own day. Raises LetterFailed."""
        day = sheet.dated_on
        midnight = datetime(day.year, day.month, day.day, tzinfo=UTC)
        with _told(sheet):
            made = self._compiler.compile(
                self._source,
                format="pdf",
                sys_inputs=_inputs(sheet),
                pdf_standards="a-2b",
                timestamp=midnight,
            )
        pdf = b"".join(_parts(made))
        pages = len(PdfReader(BytesIO(pdf)).pages)
        return Printed(sheet, pdf, pages, sha256(pdf).hexdigest(), not_drawn(sheet))

    def pictures(self, sheet: Sheet, *, ppi: float = 110) -> list[bytes]:
        """The pages as PNG, for a preview. Raises LetterFailed."""
        with _told(sheet):
            made = self._compiler.compile(self._source, format="png", ppi=ppi, sys_inputs=_inputs(sheet))
        return _parts(made)


class NullPrinter:
    """Prints nothing: each letter is one blank page, whose mark is that of what it would say."""

    def letter(self, sheet: Sheet) -> Printed:
        held = BytesIO()
        blank = PdfWriter()
        blank.add_blank_page(*_A4)
        blank.write(held)
        said = json.dumps(_inputs(sheet), sort_keys=True)
        return Printed(sheet, held.getvalue(), 1, sha256(said.encode()).hexdigest(), not_drawn(sheet))


def print_letter(printer: Printer, notice: Notice, templates: Templates) -> Printed:
    """The notice as one letter. Raises NoticeRefused, TemplateRefused and LetterFailed."""
    check_postable(notice)
    return printer.letter(sheet_of(notice, templates))


def print_batch(letters: Sequence[Printed], *, two_sided: bool = False) -> Batch:
    """Letters as one file for the printer, with its index and the registered letters' file.

    Two-sided, each letter begins on the front of a sheet. The file is for the printer; the letters by
    themselves are what is kept. Raises NoticeRefused for no letter.
    """
    if not letters:
        raise NoticeRefused("There is no letter to print. Nothing was written.")
    return Batch(
        letters=tuple(letters),
        pdf=_together(letters, two_sided=two_sided),
        index_csv=index_csv(letters, two_sided=two_sided),
        registered_csv=registered_csv(letters),
    )


def _together(letters: Sequence[Printed], *, two_sided: bool) -> bytes:
    joined = PdfWriter()
    for one in letters:
        if two_sided and len(joined.pages) % 2:
            joined.add_blank_page(*_A4)
        joined.append(BytesIO(one.pdf), import_outline=False)
    held = BytesIO()
    joined.write(held)
    return held.getvalue()


@contextmanager
def _told(sheet: Sheet) -> Iterator[None]:
    try:
        yield
    except typst.TypstError as error:
        raise LetterFailed(
            f"The typesetter refused the letter {sheet.reference} to {sheet.customer}: {error.message}. "
            "It was not printed. Report it with the notice."
        ) from error


def _inputs(sheet: Sheet) -> dict[str, str]:
    return {"letter": json.dumps(layout_of(sheet), ensure_ascii=False)}


def _parts(made: bytes | list[bytes] | None) -> list[bytes]:
    return [made] if isinstance(made, bytes) else list(made or ())
