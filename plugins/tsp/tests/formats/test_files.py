"""Text is text in any encoding that old files have; words are numbers or one clear error."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp.formats.files import number, plain, read_text, whole, write_text

from thinkers import InvalidInstanceError, ThinkersError


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"a 1\r\n", "a 1\r\n"),
        ("\ufeffé".encode(), "é"),
        ("Grötschel".encode("latin-1"), "Grötschel"),
        (b"1 2\x1a", "1 2"),
    ],
)
def test_text_in_the_encodings_of_the_field(tmp_path, content, text):
    path = tmp_path / "file"
    path.write_bytes(content)
    assert read_text(path) == text


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b" \n\t\n", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        (b"\x1a", "is empty"),
        (b"\x7fELF\x00\x01", "is a binary file"),
        (b"\x89PNG\r\n\x1a\n\x00", "is a binary file"),
    ],
)
def test_files_that_are_no_text(tmp_path, content, words):
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(InvalidInstanceError, match=words):
        read_text(path)


def test_missing_files_and_folders(tmp_path):
    with pytest.raises(InvalidInstanceError, match=r"cannot read .*: No such file"):
        read_text(tmp_path / "missing")
    with pytest.raises(InvalidInstanceError, match=r"cannot read .*: Is a directory"):
        read_text(tmp_path)
    with pytest.raises(ThinkersError, match=r"cannot write .*: Is a directory"):
        write_text(tmp_path, ["1"])


@pytest.mark.parametrize("word", ["abc", "1_000", "1,5", "", "0x10", "--1"])
def test_words_that_are_no_numbers(word):
    with pytest.raises(InvalidInstanceError, match="here: expected a number, got"):
        number(word, "here")


def test_long_and_foreign_words_are_shown_short_and_plain():
    with pytest.raises(InvalidInstanceError) as caught:
        number("é" * 1000, "here")
    assert str(caught.value).isascii()
    assert len(str(caught.value)) < 150


@pytest.mark.parametrize("word", ["1.5", "nan", "inf", "1e400"])
def test_numbers_that_are_not_whole(word):
    with pytest.raises(InvalidInstanceError, match="here: expected a whole number"):
        whole(word, "here")
    assert whole("12", "here") == 12
    assert whole("1.2e1", "here") == 12


@settings(max_examples=50, deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_plain_numbers_read_back(value):
    assert number(plain(value), "") == value
    assert not plain(value).endswith(".0")
