"""Text is text in any encoding that old files have; words are numbers or one clear error."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp.formats import files
from thinkers_tsp.formats.files import (
    number,
    numbers,
    one_line,
    plain,
    read_lines,
    whole,
    write_text,
)

from thinkers import InvalidInstanceError, ThinkersError


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"a 1\r\nb\rc\n", ["a 1", "b", "c"]),
        ("\ufeffé".encode(), ["é"]),
        ("é\n".encode("utf-16"), ["é"]),
        ("Grötschel\x85".encode("latin-1"), ["Grötschel\x85"]),
        (b"1 2\x1a", ["1 2"]),
        (b"1\n\n2\n\x1a\n", ["1", "", "2", ""]),
    ],
)
def test_text_in_the_encodings_of_the_field(tmp_path, content, lines):
    path = tmp_path / "file"
    path.write_bytes(content)
    assert read_lines(path) == lines


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
        read_lines(path)


def test_missing_files_and_folders(tmp_path):
    with pytest.raises(InvalidInstanceError, match=r"cannot read .*: No such file"):
        read_lines(tmp_path / "missing")
    with pytest.raises(InvalidInstanceError, match=r"cannot read .*: Is a directory"):
        read_lines(tmp_path)
    with pytest.raises(ThinkersError, match=r"cannot write .*: Is a directory"):
        write_text(tmp_path, ["1"])


@pytest.mark.parametrize(
    "word", ["abc", "1_000", "1,5", "", "0x10", "--1", "\u0661", "1\u0662", "１"]
)
def test_words_that_are_no_numbers(word):
    with pytest.raises(InvalidInstanceError, match="here: expected a number, got"):
        number(word, "here")


def test_long_and_foreign_words_are_shown_short_and_plain():
    with pytest.raises(InvalidInstanceError) as caught:
        number("é" * 1000, "here")
    assert str(caught.value).isascii()
    assert len(str(caught.value)) < 150


@pytest.mark.parametrize("word", ["nan", "inf", "-Infinity", "1e400", "9" * 400])
def test_numbers_that_are_not_finite(word):
    with pytest.raises(InvalidInstanceError, match="here: expected a finite number, got"):
        number(word, "here")


@given(st.lists(st.sampled_from(["1", "-2.5", "1e3", "nan", "1_0", "x", "", "\u0661"]), max_size=4))
def test_words_of_a_line_are_read_as_each_of_them(words):
    def outcome(read):
        try:
            return read()
        except InvalidInstanceError as error:
            return str(error)

    each = outcome(lambda: [number(word, "here") for word in words])
    assert outcome(lambda: numbers(words, "here")) == each


@pytest.mark.parametrize("word", ["1.5", "1e300"])
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


@given(st.text())
def test_a_name_is_one_line_that_can_be_written(name):
    line = one_line(name)
    assert line.encode().decode("utf-8-sig").splitlines() in ([line], [])
    assert one_line(line) == line == line.strip()
    assert not any(ord(each) < 32 or 0xD800 <= ord(each) < 0xE000 for each in line)


def test_names_keep_what_people_see():
    assert one_line("  Saint-Étienne \n (Loire)\t") == "Saint-Étienne (Loire)"
    assert one_line("a\x1b[31m\ud800b\u202e\x00") == "a[31mb"


def test_files_that_are_too_large_are_not_read(tmp_path, monkeypatch):
    path = tmp_path / "sparse.tsp"
    with path.open("wb") as file:
        file.truncate(2 * 10**9)
    monkeypatch.setattr(Path, "read_bytes", None)
    with pytest.raises(InvalidInstanceError, match=r"holds 1,907 MiB, expected at most 256 MiB"):
        read_lines(path)


def test_nothing_is_written_that_would_not_be_read(tmp_path, monkeypatch):
    monkeypatch.setattr(files, "MAX_BYTES", 10)
    write_text(tmp_path / "a", ["123456789"])
    with pytest.raises(InvalidInstanceError, match=r"cannot write .*expected at most"):
        write_text(tmp_path / "a", ["1234567890"])
    assert (tmp_path / "a").read_text() == "123456789\n"
