"""Texts their users may change: read strictly, refused with a sentence that says where and what."""

import re
from pathlib import Path

import pytest

from dunning.letters.templates import PERHAPS, SURE, TemplateRefused, filled, texts_from
from dunning.letters.values import values_of
from dunning.notice import Form, Tone
from kernel.language import Language
from serving.settings import Settings
from serving.templates import template_file, templates_in_force
from tests.dunning.letters.notices import SHIPPED, notice

FR, EN = Language.FRENCH, Language.ENGLISH
GOOD = """
version = "1"
[tones.neutral]
subject = "Rappel {reference}"
greeting = "Bonjour,"
opening = ["Il reste {net} à payer."]
body = ["Avant le {deadline}."]
professional = []
closing = "Cordialement,"
"""


def read(text: str, form: Form = Form.REMINDER, language: Language = FR) -> object:
    return texts_from(text, language=language, form=form, name="fr/reminder.toml")


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("{net}", "{nett}", "{nett}"),
        ("{deadline}", "{deadline.year}", "{deadline.year}"),
        ("{deadline}", "{deadline:>10}", "{deadline:>10}"),
        ("{deadline}", "{deadline!r}", "{deadline!r}"),
        ("{deadline}", "{}", "{}"),
        ("{deadline}", "{0}", "{0}"),
        ("{reference}", "{deadline}", "{deadline}"),
    ],
)
def test_an_unknown_placeholder_is_refused_with_file_name_and_those_allowed(
    was: str, becomes: str, says: str
) -> None:
    with pytest.raises(TemplateRefused) as refused:
        read(GOOD.replace(was, becomes))
    told = str(refused.value)
    assert told.startswith("fr/reminder.toml: tones.neutral:")
    assert says in told
    assert "Known there: " in told
    assert "{net}" in told


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("{net}", "{net", "never closed"),
        ("Bonjour,", "", "one line"),
        ("[tones.neutral]", "[tones.angry]", "Write one of kind, neutral, firm, grave"),
        ('closing = "Cordialement,"', "", "closing is missing"),
        ("version", "verzion", "verzion is not known"),
        ("Il reste", "République française : il reste", "official deeds"),
        ("[tones.neutral]", "[tones.neutral", "not TOML"),
    ],
)
def test_other_mistakes_are_refused_with_a_sentence(was: str, becomes: str, says: str) -> None:
    with pytest.raises(TemplateRefused, match=re.escape(says)):
        read(GOOD.replace(was, becomes))


@pytest.mark.parametrize(("language", "said"), [(FR, "mise en demeure"), (EN, "formal notice")])
def test_a_formal_notice_must_say_that_it_is_one(language: Language, said: str) -> None:
    with pytest.raises(TemplateRefused, match=said):
        read(GOOD, Form.FORMAL_NOTICE, language)
    subject = GOOD.replace("Rappel {reference}", said.capitalize())
    with pytest.raises(TemplateRefused, match="1344"):
        read(subject, Form.FORMAL_NOTICE, language)
    read(subject.replace("Avant le", "Article 1344, avant le"), Form.FORMAL_NOTICE, language)


def test_the_values_are_those_announced() -> None:
    assert set(values_of(notice())) == {*SURE, *PERHAPS}


def test_a_paragraph_that_lacks_a_value_is_left_out() -> None:
    assert filled("Avant le {deadline}.", {"deadline": ""}) is None
    assert filled("{{{net}}}", {"net": "12 {reference}"}) == "{12 {reference}}"


@pytest.mark.parametrize(
    ("form", "tone", "same_as"),
    [
        (Form.STATEMENT, Tone.GRAVE, Tone.NEUTRAL),
        (Form.STATEMENT, Tone.KIND, Tone.NEUTRAL),
        (Form.FORMAL_NOTICE, Tone.KIND, Tone.FIRM),
        (Form.PRE_DUE, Tone.FIRM, Tone.NEUTRAL),
    ],
)
def test_a_tone_that_is_not_written_gives_way_to_the_nearest_kinder(
    form: Form, tone: Tone, same_as: Tone
) -> None:
    texts = SHIPPED.of(FR, form)
    assert texts.wording(tone) is texts.wording(same_as)


def test_a_file_of_ones_own_stands_in_the_place_of_the_shipped_one(tmp_path: Path) -> None:
    home, named = tmp_path / "home", tmp_path / "named"
    where = Settings(home, "sqlite://", None, EN, (), templates=named)
    assert template_file(where, FR, Form.REMINDER).parts[-4:-2] == ("letters", "templates")
    for folder in (home / "templates", named):
        (folder / "fr").mkdir(parents=True)
        (folder / "fr" / "reminder.toml").write_text(GOOD, encoding="utf-8")
        assert template_file(where, FR, Form.REMINDER).is_relative_to(folder)
    assert templates_in_force(where).of(FR, Form.REMINDER).version == "1"
    assert templates_in_force(where).of(EN, Form.REMINDER) == SHIPPED.of(EN, Form.REMINDER)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "templates" / "fr").mkdir(parents=True)
    (tmp_path / "templates" / "fr" / "reminder.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(TemplateRefused, match=r"reminder\.toml cannot be read"):
        templates_in_force(Settings(tmp_path, "sqlite://", None, EN, ()))
