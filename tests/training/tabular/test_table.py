"""What a table of anyone's must be, and the sentence it gets when it is not."""

import gzip

import numpy as np
import pandas as pd
import pytest

from tests.training.tabular.invented import invented
from training.tabular.table import Asked, TableRefused, read_frame, table_of

_ARFF = """% a remark
@RELATION firms
@attribute 'net income' numeric
@attribute equity REAL
@attribute class {0,1}

@DATA
1.5, ?, 0
-2,3e2,1
"""


@pytest.mark.parametrize("packed", [False, True])
def test_arff_and_csv_are_read_packed_or_not(packed: bool) -> None:
    csv = "net income,equity,class\n1.5,,0\n-2,300,1\n"
    frames = []
    for name, text in (("firms.arff", _ARFF), ("firms.csv", csv)):
        content = gzip.compress(text.encode()) if packed else text.encode()
        frames.append(read_frame(content, name=name + (".gz" if packed else "")))
    pd.testing.assert_frame_equal(frames[0], frames[1], check_dtype=False)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("firms.xlsx", b"a,b\n"),
        ("firms.csv", b""),
        ("firms.csv.gz", b"a,b\n1,2\n"),
        ("firms.csv", b"\xff\xfe\xfa"),
        ("firms.arff", b"a,b\n1,2\n"),
        ("firms.arff", b"@attribute a numeric\n@data\n{0 1}\n"),
    ],
)
def test_a_file_of_another_form_is_refused_in_a_sentence(name: str, content: bytes) -> None:
    with pytest.raises(TableRefused, match=name):
        read_frame(content, name=name)


def test_what_is_named_is_not_read() -> None:
    table = table_of(invented(60), Asked("failed", group="firm", time="year", drop=("noise",)))
    assert table.columns == ("equity", "debt", "cash", "other")
    assert table.values.shape == (60, 4)
    assert np.isnan(table.values).any()
    assert table.group is not None
    assert len(table.group) == 60


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (Asked("failed"), r"columns firm, fate hold text.*--drop firm --drop fate"),
        (Asked("broke", drop=("firm",)), r"no column broke"),
        (Asked("failed", drop=("firm", "size")), r"no column size"),
        (Asked("year", drop=("firm",)), r"10 different values"),
        (Asked("fate", drop=("firm",)), r"--event gone or --event well"),
        (Asked("fate", drop=("firm",), event="bad"), r"never “bad”"),
        (Asked("failed", group="hole", drop=("firm", "fate")), r"1 rows have no hole"),
        (Asked("failed", time="firm", drop=("fate", "hole")), r"neither numbers nor days"),
    ],
)
def test_a_table_that_does_not_fit_is_refused_with_a_remedy(asked: Asked, sentence: str) -> None:
    frame = invented(200)
    frame["fate"] = np.where(frame["failed"] == 1, "gone", "well")
    frame["hole"] = [np.nan, *range(199)]
    with pytest.raises(TableRefused, match=sentence):
        table_of(frame, asked)


def test_a_label_of_two_words_needs_the_event() -> None:
    frame = invented(60)
    frame["fate"] = np.where(frame["failed"] == 1, "gone", "well")
    table = table_of(frame, Asked("fate", drop=("firm", "failed"), event="gone"))
    assert table.label.tolist() == frame["failed"].tolist()


def test_an_unlabelled_row_is_not_a_sound_one() -> None:
    frame = invented(60).astype({"failed": float})
    frame.loc[3, "failed"] = np.nan
    with pytest.raises(TableRefused, match="1 rows have no failed"):
        table_of(frame, Asked("failed", drop=("firm",)))
