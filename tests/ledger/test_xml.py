"""XML from strangers is read without doing anything else they ask for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.errors import FileUnreadable
from ledger.files.xml import parse_xml, text_of

_BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;">]><a>&y;</a>"""
_FILE = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>"""
_NET = b"""<?xml version="1.0"?><!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd"><a/>"""


@pytest.mark.parametrize("content", [_BOMB, _FILE, _NET, b"<a>" * 5_000, b"", b"no", b"<a><b></a>"])
def test_what_is_refused(content: bytes) -> None:
    with pytest.raises(FileUnreadable):
        parse_xml(content)


def test_deep_but_well_formed_is_refused() -> None:
    with pytest.raises(FileUnreadable, match="deep"):
        parse_xml(b"<a>" * 200 + b"</a>" * 200)


def test_names_are_found_whatever_their_namespace() -> None:
    root = parse_xml(b'<x:a xmlns:x="urn:one"><!-- c --><y:b xmlns:y="urn:two"> 12 </y:b></x:a>')
    assert text_of(root, "b") == "12"
    assert text_of(root, "b", "c") is None


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    try:
        parse_xml(content)
    except FileUnreadable as error:
        assert str(error).endswith(".")  # noqa: PT017
