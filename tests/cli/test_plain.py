"""Where the encoding lacks a character, something in ASCII stands for it, as wide in pictures."""

import json
import sys
import unicodedata

import numpy as np
import pytest
from thinkers_maze.drawing import GLYPHS

from thinkers.cli.plain import ERRORS, plain

ENCODINGS = {
    "C": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "cp1252": {"PYTHONIOENCODING": "cp1252:strict"},
}


def test_every_character_can_be_written_in_every_encoding():
    every = "".join(map(chr, [*range(0x10000), *range(0x10000, sys.maxunicode + 1, 251)]))
    for encoding in ("ascii", "cp1252", "shift_jis", "utf-8"):
        every.encode(encoding, ERRORS)


def test_characters_of_pictures_stay_one_column_wide():
    picture = [*range(0x2500, 0x25A0), *range(0x2654, 0x2660), *range(0x2800, 0x2900)]
    assert {len(plain(chr(code))) for code in picture} == {1}


def test_what_a_picture_of_a_maze_tells_apart_stays_apart():
    shown = [plain(glyph) for glyph in np.ravel(GLYPHS)]
    assert len(set(shown)) == len(shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [("Zürich", "Zurich"), ("≤ 2 × σ", "<= 2 x sigma"), ("東", "?"), ("♔♞", "Kn"), ("…", "..."),
     ("│─┼╭", "|-++"), ("⠿⠉⣀⠀", ":'. "), ("\ud800", "?"), ("Δ", "Delta")],
)  # fmt: skip
def test_the_rest_is_what_people_write(text, shown):
    assert text.encode("ascii", ERRORS).decode() == shown


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_pictures_tables_help_and_errors_are_written_in_any_locale(in_shell, encoding):
    variables = ENCODINGS[encoding]
    helped = in_shell("solve", "--help", **variables)
    assert (helped.code, helped.err) == (0, "")
    refused = in_shell("solve", "märchen\u2028", **variables)
    assert refused.code == 2
    assert "Traceback" not in refused.err
    listed = in_shell("list", "thinkers", "--json", **variables)
    assert {"name", "what"} <= json.loads(listed.out.splitlines()[0]).keys()


@pytest.mark.parametrize(("problem", "size"), [("maze", "--size=5"), ("tsp", "--cities=5")])
def test_a_picture_in_ascii_has_the_shape_of_the_picture(works, in_shell, problem, size):
    pictured = works("solve", problem, size).out.splitlines()
    outcome = in_shell("solve", problem, size, PYTHONIOENCODING="ascii")
    assert outcome.code == 0, outcome.err
    ours = outcome.out.splitlines()
    rows = [row for row, line in enumerate(pictured) if not line.isascii()]
    assert rows
    assert [len(ours[row]) for row in rows] == [len(pictured[row]) for row in rows]
    assert all(unicodedata.is_normalized("NFKD", line) for line in ours)
