"""A statement written from movements and read back tells the same movements; a damaged one is refused."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger.errors import ImportRefused
from ledger.files.bank import read_bank_file
from ledger.files.bank_statement import BankStatement, Movement
from tests.ledger.bank_writers import (
    FRENCH_ACCOUNT,
    camt,
    camt_batch,
    cfonb,
    movement,
    mt940,
    statement,
)

_OPENING_ON = date(2024, 2, 28)
_CLOSING_ON = date(2024, 3, 5)
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def _words(longest: int, *, alphabet: str = _LETTERS) -> st.SearchStrategy[str]:
    word = st.text(alphabet, min_size=1, max_size=longest // 2)
    return st.lists(word, min_size=1, max_size=3).map(lambda words: " ".join(words)[:longest].strip())


_ibans = st.just("FR7610107001011234567890129") | st.just("DE89370400440532013000")
_cents = st.integers(-(10**9), 10**9).filter(bool)
_booked = st.dates(_OPENING_ON, _CLOSING_ON)


@st.composite
def _movements(draw: st.DrawFn, *, longest: int, text: st.SearchStrategy[str]) -> Movement:
    on = draw(_booked)
    name = draw(st.none() | _words(longest))
    return movement(
        draw(_cents),
        draw(text),
        on=on,
        value_on=on + timedelta(days=draw(st.integers(-3, 3))),
        payer_name=name,
        payer_iban=draw(_ibans) if name and draw(st.booleans()) else None,
        structured_reference=draw(st.none() | st.text("RF0123456789", min_size=8, max_size=25)),
        end_to_end=draw(st.none() | st.from_regex(r"E[0-9]{11,15}", fullmatch=True)),
        bank_reference=draw(st.none() | st.from_regex(r"[1-9]{7}", fullmatch=True)),
        code=draw(st.none() | st.from_regex(r"[A-Z][1-9]", fullmatch=True)),
        returned=draw(st.booleans()),
    )


def _statements(told: Sequence[Sequence[Movement]], *, account: str) -> list[BankStatement]:
    return [
        statement(
            one,
            name=f"S{place}",
            account=account,
            opening_on=_OPENING_ON,
            closing_on=_CLOSING_ON,
            opening=-500,
        )
        for place, one in enumerate(told, start=1)
    ]


def _said(statements: Sequence[BankStatement]) -> list[object]:
    """All but where an entry stands and how the bank calls the statement."""
    return [
        (one.account, one.currency, one.opening, one.closing, [replace(m, place=0) for m in one.movements])
        for one in statements
    ]


_files = st.lists(
    st.lists(_movements(longest=70, text=_words(140, alphabet=_LETTERS + "é&<’.-/")), max_size=5), max_size=3
).filter(bool)


@given(_files, st.sampled_from(["02", "03", "04", "08"]))
@settings(deadline=None, max_examples=50)
def test_camt_tells_what_was_written(told: list[list[Movement]], version: str) -> None:
    statements = _statements(told, account="FR7630006000011234567890189")
    read = read_bank_file(camt(*statements, version=version).encode())
    assert _said(read) == _said(statements)
    assert {one.form for one in read} == {f"CAMT.053.001.{version}"}


@given(
    st.lists(st.lists(_movements(longest=35, text=_words(31)), max_size=5), max_size=3).filter(bool),
    st.sampled_from(["\n", "\r\n", "", "\n\n"]),
)
@settings(deadline=None, max_examples=50)
def test_cfonb_tells_what_was_written(told: list[list[Movement]], line_break: str) -> None:
    """With line breaks or without; references and names are told once more in the text."""
    statements = _statements(told, account=FRENCH_ACCOUNT)
    read = read_bank_file(cfonb(*statements, line_break=line_break).encode())
    for one, other in zip(read, statements, strict=True):
        for found, given_ in zip(one.movements, other.movements, strict=True):
            assert found.text.startswith(given_.text)
    assert _without_text(read) == _without_text(statements)


@given(st.lists(st.lists(_movements(longest=20, text=_words(60)), max_size=5), max_size=3).filter(bool))
@settings(deadline=None, max_examples=50)
def test_mt940_tells_what_was_written(told: list[list[Movement]]) -> None:
    """It has no fields for names and structured references."""
    plain = [
        [
            replace(one, payer_name=None, payer_iban=None, structured_reference=None, code="NTRF")
            for one in page
        ]
        for page in told
    ]
    statements = _statements(plain, account="FR7630006000011234567890189")
    assert _said(read_bank_file(mt940(*statements).encode())) == _said(statements)


def _without_text(statements: Sequence[BankStatement]) -> list[object]:
    return _said(
        [replace(one, movements=tuple(replace(m, text="") for m in one.movements)) for one in statements]
    )


@given(
    st.lists(_movements(longest=70, text=_words(60)), min_size=2, max_size=5),
    st.sampled_from(["02", "03", "04", "08"]),
    st.sampled_from(["all", "some", "wrong"]),
)
@settings(deadline=None, max_examples=50)
def test_a_batch_is_its_transactions_when_they_make_it(
    parts: list[Movement], version: str, told: str
) -> None:
    """Else it stays one entry, with all their words."""
    parts = [replace(one, cents=abs(one.cents), booked_on=_CLOSING_ON, returned=False) for one in parts]
    amounts: list[int | None] = [one.cents for one in parts]
    if told == "some":
        amounts[0] = None
    elif told == "wrong":
        amounts[0] = parts[0].cents + 1
    whole = statement([movement(sum(one.cents for one in parts), on=_CLOSING_ON)], closing_on=_CLOSING_ON)
    content = camt(replace(whole, movements=()), version=version).replace(
        "</Stmt>", camt_batch(parts, version, amounts=amounts) + "</Stmt>"
    )
    (read,) = read_bank_file(content.encode())
    assert sum(one.cents for one in read.movements) == sum(one.cents for one in parts)
    if told == "all":
        assert [(one.cents, one.payer_name, one.end_to_end) for one in read.movements] == [
            (one.cents, one.payer_name, one.end_to_end) for one in parts
        ]
    else:
        (only,) = read.movements
        assert all(one.text in only.text for one in parts)


_SAMPLE = statement(
    [
        movement(25_050, "FACTURE F-12", on=_CLOSING_ON, payer_name="DUPONT SA", end_to_end="E2E-1"),
        movement(-5_000, "FRAIS", on=_CLOSING_ON),
    ],
    opening_on=_OPENING_ON,
    closing_on=_CLOSING_ON,
    account=FRENCH_ACCOUNT,
)
_WRITTEN = {
    **{f"camt {version}": camt(_SAMPLE, version=version) for version in ("02", "03", "04", "08")},
    "cfonb": cfonb(_SAMPLE),
    "cfonb without line breaks": cfonb(_SAMPLE, line_break=""),
    "mt940": mt940(_SAMPLE),
}


@pytest.mark.parametrize("form", _WRITTEN)
@given(data=st.data())
@settings(deadline=None, max_examples=50)
def test_a_damaged_file_is_refused_in_a_sentence_or_still_adds_up(form: str, data: st.DataObject) -> None:
    """Whatever is cut out, doubled or overwritten, no statement is read whose sums are wrong."""
    content = _WRITTEN[form].encode()
    start = data.draw(st.integers(0, len(content)))
    end = data.draw(st.integers(start, min(len(content), start + 200)))
    put = data.draw(st.just(b"") | st.binary(max_size=8) | st.just(content[start:end] * 2))
    try:
        read = read_bank_file(content[:start] + put + content[end:])
    except ImportRefused as error:
        assert str(error).endswith(".")  # noqa: PT017
    else:
        for one in read:
            assert one.doubts or one.opening.cents + sum(m.cents for m in one.movements) == one.closing.cents


@pytest.mark.parametrize("form", _WRITTEN)
@given(cut=st.integers(1, 10**6))
@settings(deadline=None, max_examples=50)
def test_a_file_cut_short_is_refused(form: str, cut: int) -> None:
    content = _WRITTEN[form].rstrip("\n-")
    kept = 1 + cut % (len(content) - 1)
    if form == "mt940" and content[kept - 3 : kept - 1].count(",") and kept > len(content) - 3:
        return  # 1200, and 1200,5 are amounts too; what is refused is their sum
    with pytest.raises(ImportRefused):
        read_bank_file(content[:kept].encode())


_STARTS = st.sampled_from(
    [
        b"",
        b"<Document><BkToCstmrStmt><Stmt>",
        b"0130006    00011EUR2 ",
        b":20:S\n:25:A\n:60F:C240101EUR1,\n:61:",
        b":20:S\n:25:A\n:60F:C240101EUR1,\n:61:2401010101C1,NTRFX\n:86:",
        b"\x1f\x8b",
    ]
)
_TEXTS = st.text(st.sampled_from("0123456789:/,.?+\n\r\t{}-ACDREURNTF é€<>"), max_size=200).map(str.encode)


@given(_STARTS, st.binary(max_size=200) | _TEXTS)
@settings(deadline=None, max_examples=300)
def test_no_bytes_raise_anything_but_a_refusal(start: bytes, rest: bytes) -> None:
    with suppress(ImportRefused):
        read_bank_file(start + rest)
