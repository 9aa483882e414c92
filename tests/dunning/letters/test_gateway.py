"""Letters on paper: the same bytes each time, every figure there, and names that stay names."""

import csv
from dataclasses import replace
from hashlib import sha256
from io import BytesIO, StringIO

import pytest
from pypdf import PdfReader

from dunning.letters.batch import Printed
from dunning.letters.checked import NoticeRefused
from dunning.letters.gateway import NullPrinter, TypstPrinter, print_batch, print_letter
from dunning.letters.typography import money_text, not_drawable
from dunning.notice import Form, Notice, Party, Tone
from kernel.language import Language
from tests.dunning.letters.notices import RECIPIENT, SHIPPED, line, notice

FR, EN = Language.FRENCH, Language.ENGLISH
EVIL = '#import "@preview/x:1.0.0": * #panic() $x$ *b* _i_ `r` @a <b> \\ // /* [ ] = 中\u202e\x00'


@pytest.fixture(scope="module")
def printer() -> TypstPrinter:
    return TypstPrinter()


def pages(printed: Printed) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(printed.pdf)).pages]


def flat(text: str) -> str:
    """Without spaces: how wide a gap is, a reader of the page sees and the extract guesses."""
    return "".join(text.split())


def test_the_same_notice_gives_the_same_bytes(printer: TypstPrinter) -> None:
    first = print_letter(printer, notice(), SHIPPED)
    print_letter(printer, notice(Form.FORMAL_NOTICE), SHIPPED)
    assert print_letter(printer, notice(), SHIPPED).pdf == first.pdf
    assert print_letter(TypstPrinter(), notice(), SHIPPED).pdf == first.pdf
    assert first.sha256 == sha256(first.pdf).hexdigest()


def test_a_letter_is_dated_by_its_own_day_and_says_that_it_is_pdf_a(printer: TypstPrinter) -> None:
    read = PdfReader(BytesIO(print_letter(printer, notice(), SHIPPED).pdf))
    assert read.metadata is not None
    assert read.metadata["/CreationDate"].startswith("D:20250701")
    xmp = read.trailer["/Root"]["/Metadata"].get_data().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in xmp
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in xmp


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("form", Form)
def test_every_form_shows_numbers_amounts_and_totals(
    printer: TypstPrinter, form: Form, language: Language
) -> None:
    told = notice(form, Tone.GRAVE, language)
    text = flat("".join(pages(print_letter(printer, told, SHIPPED))))
    (total,) = told.totals
    amounts = [total.gross_cents, total.credits_cents, total.net_cents, total.interest_cents]
    amounts += [one.open_cents for one in told.lines] + [one.amount_cents for one in told.lines]
    for cents in amounts:
        assert flat(money_text(cents, "EUR", language)) in text
    for fact in (*(one.number for one in told.lines), told.banks[0].iban, told.reference, *RECIPIENT.lines):
        assert flat(fact) in text
    registered = flat("Lettre recommandée" if language is FR else "Registered letter")
    assert (registered in text) == (form is Form.FORMAL_NOTICE)


@pytest.mark.parametrize(("language", "word"), [(FR, "Page{}sur{}"), (EN, "Page{}of{}")])
def test_a_long_table_repeats_its_head_and_pages_are_counted(
    printer: TypstPrinter, language: Language, word: str
) -> None:
    lines = tuple(line(number) for number in range(1, 91))
    printed = print_letter(printer, notice(Form.FORMAL_NOTICE, language=language, lines=lines), SHIPPED)
    texts = [flat(text) for text in pages(printed)]
    assert printed.pages == len(texts) > 3
    due = "Échéance" if language is FR else "Due"
    for number, text in enumerate(texts, start=1):
        assert word.format(number, printed.pages) in text
    with_days = [text for text in texts if "94jours" in text or "94days" in text or "5jours" in text]
    assert with_days
    assert all(due in text for text in with_days)
    for one in lines:
        assert sum(text.count(one.number) for text in texts) == 2  # once with its balance, once with interest


def test_a_name_is_never_read_as_markup(printer: TypstPrinter) -> None:
    plain = notice(lines=(line(1),))
    evil = replace(
        plain,
        customer=EVIL,
        reference=EVIL,
        recipient=Party(EVIL, (EVIL, EVIL), EVIL),
        sender=Party(EVIL, (EVIL,), EVIL, EVIL, EVIL, (EVIL,)),
        signed_by=EVIL,
        rates=EVIL,
        lines=(replace(plain.lines[0], number=EVIL),),
    )
    printed = print_letter(printer, evil, SHIPPED)
    assert printed.not_drawn == "中"
    text = flat("".join(pages(printed)))
    assert text.count(flat(EVIL.split("中")[0])) >= 5


def test_every_letter_said_to_be_drawn_is(printer: TypstPrinter) -> None:
    """PDF/A refuses a letter without its picture."""
    drawn = "".join(mark for mark in map(chr, range(0x20, 0x3000)) if not not_drawable(mark))
    assert len(drawn) > 2_000
    assert print_letter(printer, notice(rates=drawn), SHIPPED).not_drawn == ""


@pytest.mark.parametrize(
    "script", ["Ελλάδα", "Компания", "مرحبا", "שלום", "Ấn Độ", "株式会社", "😀", "ก", "ﷺ"]
)
def test_no_script_stops_a_letter(printer: TypstPrinter, script: str) -> None:
    printed = print_letter(printer, notice(recipient=replace(RECIPIENT, name=script)), SHIPPED)
    assert printed.pages >= 1
    assert set(printed.not_drawn) <= set(script)


def test_an_address_stays_in_the_window_however_long(printer: TypstPrinter) -> None:
    """Of a DL envelope: below 52 mm and above 79 mm from the top, right of 100 mm."""
    long = Party("Société " * 9, tuple(f"Ligne {number} de l'adresse" for number in range(9)), "Service")
    for recipient in (RECIPIENT, long):
        printed = print_letter(printer, notice(recipient=recipient), SHIPPED)
        address = [down for across, down in _places(printed) if across > 100 and down < 85]
        assert address
        assert min(address) > 52
        assert max(address) < 79.5


def _places(printed: Printed) -> list[tuple[float, float]]:
    """Where each run of text begins on the first page, in mm from its left and upper edges."""
    found: list[tuple[float, float]] = []

    def note(text: str, cm: list[float], tm: list[float], _font: object, _size: float) -> None:
        if text.strip():
            across, down = cm[0] * tm[4] + cm[4], cm[3] * tm[5] + cm[5]
            found.append((across / 72 * 25.4, 297 - down / 72 * 25.4))

    PdfReader(BytesIO(printed.pdf)).pages[0].extract_text(visitor_text=note)
    return found


def test_a_letter_without_an_address_is_not_printed() -> None:
    with pytest.raises(NoticeRefused, match="postal address"):
        print_letter(NullPrinter(), notice(recipient=Party("X")), SHIPPED)


def _many() -> list[Notice]:
    formal = notice(Form.FORMAL_NOTICE, reference="B", customer='=HYPERLINK("x")')
    return [notice(reference="A"), formal, notice(reference="C", registered=True)]


@pytest.mark.parametrize("two_sided", [False, True])
def test_a_batch_is_one_file_whose_index_finds_each_letter(printer: TypstPrinter, two_sided: bool) -> None:
    short = notice(lines=(line(1, charged=False),), reference="S")
    letters = [print_letter(printer, one, SHIPPED) for one in (short, *_many())]
    batch = print_batch(letters, two_sided=two_sided)
    assert batch == print_batch(letters, two_sided=two_sided)
    texts = [flat(page.extract_text()) for page in PdfReader(BytesIO(batch.pdf)).pages]
    index = list(csv.DictReader(StringIO(batch.index_csv)))
    assert [row["reference"] for row in index] == ["S", "A", "B", "C"]
    for row, printed in zip(index, letters, strict=True):
        first, count = int(row["first_page"]), int(row["pages"])
        assert [flat(one) for one in pages(printed)] == texts[first - 1 : first - 1 + count]
        assert row["sha256"] == sha256(printed.pdf).hexdigest()
        assert not two_sided or first % 2 == 1
    assert index[2]["customer"].startswith("'=")


def test_the_registered_post_gets_its_letters_alone() -> None:
    letters = [print_letter(NullPrinter(), one, SHIPPED) for one in _many()]
    rows = list(csv.DictReader(StringIO(print_batch(letters).registered_csv)))
    assert [row["reference"] for row in rows] == ["B", "C"]
    assert rows[0]["recipient_name"] == RECIPIENT.name
    assert [rows[0][f"address_{number}"] for number in range(1, 7)] == [*RECIPIENT.lines, "", "", ""]
    assert rows[0]["sender_address"] == "14 rue des Tanneurs, 69002 Lyon"


def test_no_letters_are_no_batch() -> None:
    with pytest.raises(NoticeRefused, match="no letter"):
        print_batch([])


def test_a_preview_is_a_picture_of_each_page(printer: TypstPrinter) -> None:
    (picture,) = printer.pictures(
        print_letter(NullPrinter(), notice(lines=(line(1),)), SHIPPED).sheet, ppi=20
    )
    assert picture.startswith(b"\x89PNG")
