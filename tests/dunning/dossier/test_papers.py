"""What may be kept, told by its content; and what a name is worth."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dunning.dossier.errors import PaperRefused
from dunning.dossier.papers import LARGEST_BYTES, Media, media_of, name_shown

PDF = b"%PDF-1.7\nsome pages\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20 + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 20 + b"\xff\xd9"
XML = "<?xml version='1.0'?><Invoice xmlns='urn:x'><ID>é</ID></Invoice>".encode()


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (PDF, Media.PDF),
        (PNG, Media.PNG),
        (JPEG, Media.JPEG),
        (XML, Media.XML),
        ("Livré le 3, signé Léa\n".encode(), Media.TEXT),
        ("\ufeffReçu".encode(), Media.TEXT),
    ],
)
def test_five_kinds_of_content_are_kept(content: bytes, media: Media) -> None:
    assert media_of(content) is media


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"%PDF-1.7\n" + b"x" * 5_000, "breaks off"),
        (PNG[:-12], "breaks off"),
        (b"MZ\x90\x00\x03", "no PDF, PNG"),
        (b"PK\x03\x04 a zip", "holds signs"),
        (b"plain\x00text", "holds signs"),
        (b"<html><script>1</script>", "looks like XML"),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "document type"),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'><script>1</script></html>", "web page"),
        (b"<a><svg xmlns='http://www.w3.org/2000/svg' onload='x()'/></a>", "web page"),
        (b"%PDF-" + b"a" * LARGEST_BYTES, "10 MiB"),
    ],
)
def test_all_else_is_refused_in_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(PaperRefused, match=sentence):
        media_of(content)


@given(st.text(max_size=300))
def test_a_shown_name_is_short_printable_and_no_path(name: str) -> None:
    shown = name_shown(name)
    assert 0 < len(shown) <= 120
    assert shown.isprintable()
    assert not set(shown) & {"/", "\\"}
