"""Text messages: one message where that can be, in the letters every telephone has."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunning.letters.sms import parts_of, plain, sms_of, sms_texts_from
from dunning.letters.templates import TemplateRefused
from dunning.notice import Form, Tone
from kernel.language import Language
from serving.settings import Settings
from serving.templates import sms_texts_in_force
from tests.dunning.letters.notices import SENDER, line, notice
from tests.tables import rows

TEXTS = sms_texts_in_force(Settings(Path("/nowhere"), "sqlite://", None, Language.ENGLISH, ()))
LINK = "https://pay.example/REL-2025-0412"
FILE = 'version = "1"\npre_due = ["{sender}"]\n[reminder]\nneutral = ["{net}"]\n'


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("tone", Tone)
@pytest.mark.parametrize("form", [Form.REMINDER, Form.PRE_DUE])
def test_every_text_is_one_message_and_says_who_what_and_where_to_pay(
    form: Form, tone: Tone, language: Language
) -> None:
    told = sms_of(notice(form, tone, language, payment_link=LINK), TEXTS)
    assert told.parts == parts_of(told.text) == 1
    assert SENDER.name in told.text
    assert LINK in told.text
    assert "607" in told.text
    assert "{" not in told.text


@rows("""
    text                  | plain                  | parts
    Réglé à l’échéance    | Réglé à l'échéance     | 1
    être garçon, Noël œuf | etre garcon, Noel oeuf | 1
    1 200,00 €            | 1 200,00 €             | 1
    «Ça»…                 | "Ça"...                | 1
    Ωmega                 | Ωmega                  | 1
    шапка                 | шапка                  | 1
""")
def test_letters_become_those_of_a_telephone(text: str, plain_text: str, expected: str) -> None:
    assert (plain(text), parts_of(plain(text))) == (plain_text, int(expected))


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ш" * 70, 1),
        ("ш" * 71, 2),
        ("a" * 307, 3),
    ],
)
def test_a_network_counts_letters_by_their_alphabet(text: str, parts: int) -> None:
    assert parts_of(text) == parts


def test_a_long_link_goes_along_in_a_second_message_and_other_words_do_not() -> None:
    link = "https://pay.example/" + "x" * 120
    told = sms_of(notice(payment_link=link), TEXTS)
    assert link in told.text
    assert told.parts == 2
    assert "IBAN" not in told.text


def test_an_account_is_named_where_there_is_room() -> None:
    told = sms_of(notice(lines=(line(1, charged=False),), credits_cents=0), TEXTS)
    assert "FR7630006000011234567890189" in told.text


@given(st.text(max_size=60))
def test_no_name_breaks_a_text(name: str) -> None:
    told = sms_of(notice(sender=replace(SENDER, name=name)), TEXTS)
    assert all(mark.isprintable() for mark in told.text)
    assert told.parts == parts_of(told.text)


@pytest.mark.parametrize(
    ("found", "put", "why"),
    [
        ('["{sender}"]', "[]", "at least one sentence"),
        ('["{net}"]', '["{net}", " "]', "none may be blank"),
        ('["{net}"]', '["{link}"]', "{link}"),
        ('["{net}"]', '["{net}", "{nope}"]', "{nope}"),
        ('["{net}"]', '["{net"]', "never closed"),
        ('neutral = ["{net}"]', "", "no tone is written"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(found: str, put: str, why: str) -> None:
    with pytest.raises(TemplateRefused) as refused:
        sms_texts_from(FILE.replace(found, put), name="sms.toml")
    assert why in str(refused.value)
