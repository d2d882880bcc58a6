"""What others wrote is shown in one line, and nothing in it acts on a terminal."""

import sys
import unicodedata

import pytest

from thinkers.problems.wording import one_line, printable, sized


def test_plain_text_in_any_script_stays_as_it_is():
    for text in ("", "berlin52", "Zürich 東京 ∑ ½", "a\u00a0b", "♔ ▄ ⠿"):
        assert printable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb\tc\r", r"a\nb\tc\r"),
        ("\x1b[31m", r"\x1b[31m"),
        ("\x9b31m", r"\x9b31m"),
        ("\u202eevil\u2066", r"\u202eevil\u2066"),
        ("\u2028\u200b\ufeff", r"\u2028\u200b\ufeff"),
        ("\udce9", r"\udce9"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_what_acts_on_a_terminal_is_written_out(text, shown):
    assert printable(text) == shown


def test_a_size_is_said_by_its_options_name():
    assert sized(50, "cities") == "50 cities"
    assert sized(33, "size") == "size 33"


def test_no_control_or_format_character_of_unicode_comes_through():
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    left = {unicodedata.category(each) for each in printable(every)}
    assert left.isdisjoint({"Cc", "Cf", "Cs", "Zl", "Zp"})


def test_an_error_is_its_type_and_message_in_one_line():
    assert one_line(ValueError("a\n  b\x1b")) == r"ValueError: a b\x1b"
    assert one_line(KeyError()) == "KeyError:"


def test_an_error_whose_text_raises_is_still_one_line():
    class Mute(BaseException):
        def __str__(self):
            raise GeneratorExit

    assert one_line(Mute()) == "Mute: its message cannot be shown"
