"""A TSPLIB file falls into header lines and sections of words, however they are spaced."""

import pytest
from thinkers_tsp.formats.tsplib_document import Document

from thinkers import InvalidInstanceError


def document(tmp_path, text):
    path = tmp_path / "file.tsp"
    path.write_text(text)
    return Document.read(path)


def test_headers_in_every_spacing(tmp_path):
    found = document(tmp_path, "NAME : a b \ntype:TSP (by me)\n DIMENSION:  7  \nCOMMENT : x : y\n")
    assert found.header == {
        "NAME": "a b", "TYPE": "TSP (by me)", "DIMENSION": "7", "COMMENT": "x : y",
    }  # fmt: skip
    assert found.word("TYPE") == "TSP"
    assert found.word("EDGE_WEIGHT_TYPE", "none") == "none"
    assert found.cities() == 7


def test_sections_are_words_up_to_the_next_keyword(tmp_path):
    text = "EDGE_WEIGHT_SECTION  \n0 1\n2\n\n3\nDISPLAY_DATA_SECTION\n1 2.5 3\n EOF   \n9 9\n"
    found = document(tmp_path, text)
    assert found.sections == {
        "EDGE_WEIGHT_SECTION": [(2, ["0", "1"]), (3, ["2"]), (5, ["3"])],
        "DISPLAY_DATA_SECTION": [(7, ["1", "2.5", "3"])],
    }


def test_a_header_may_follow_a_section(tmp_path):
    found = document(tmp_path, "TOUR_SECTION 1 2\n3\nDIMENSION : 3\n")
    assert found.sections["TOUR_SECTION"] == [(1, ["1", "2"]), (2, ["3"])]
    assert found.cities() == 3


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("FIXED_EDGES_SECTION\n1 2\n-1\n", "FIXED_EDGES_SECTION is not supported"),
        ("TOUR_SECTION\n1\nTOUR_SECTION\n1\n", "TOUR_SECTION appears twice"),
    ],
)
def test_sections_that_change_the_problem_are_refused(tmp_path, text, words):
    with pytest.raises(InvalidInstanceError, match=words):
        document(tmp_path, text)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("NAME : x", "there is no DIMENSION"),
        ("DIMENSION :", "there is no DIMENSION"),
        ("DIMENSION : many", "expected a number, got 'many'"),
        ("DIMENSION : 4.5", "expected a whole number, got 4.5"),
        ("DIMENSION : 2", "at least 3 cities, got 2"),
        ("DIMENSION : -5", "at least 3 cities, got -5"),
        ("DIMENSION : 1e15", "at most 100000 cities"),
        ("DIMENSION : 1e300", "expected a whole number, got 1e300"),
        ("DIMENSION : nan", "expected a finite number, got 'nan'"),
    ],
)
def test_bad_dimensions(tmp_path, line, words):
    with pytest.raises(InvalidInstanceError, match=words):
        document(tmp_path, f"{line}\n").cities()


def test_counts_of_numbers_are_checked(tmp_path):
    found = document(tmp_path, "DIMENSION : 3\nEDGE_WEIGHT_SECTION\n1 2 x\n")
    with pytest.raises(InvalidInstanceError, match="EDGE_WEIGHT_SECTION: expected a number, got"):
        found.numbers("EDGE_WEIGHT_SECTION", 3)
    with pytest.raises(InvalidInstanceError, match="there is no NODE_COORD_SECTION"):
        found.numbers("NODE_COORD_SECTION", 9)
    good = document(tmp_path, "DIMENSION : 3\nEDGE_WEIGHT_SECTION\n1 2 3\n")
    assert good.numbers("EDGE_WEIGHT_SECTION", 3).tolist() == [1, 2, 3]
    with pytest.raises(InvalidInstanceError, match="has 3 numbers, expected 9 for DIMENSION 3"):
        good.numbers("EDGE_WEIGHT_SECTION", 9)


def test_colons_may_be_left_out_or_follow_a_section(tmp_path):
    found = document(
        tmp_path,
        "NAME q: r\nTYPE TSP\nDIMENSION 4\nTOUR_SECTION :\n1 2\nEDGE_WEIGHT_SECTION: 7\n8\n",
    )
    assert found.header == {"NAME": "q: r", "TYPE": "TSP", "DIMENSION": "4"}
    assert found.sections == {
        "TOUR_SECTION": [(5, ["1", "2"])],
        "EDGE_WEIGHT_SECTION": [(6, ["7"]), (7, ["8"])],
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("DIMENSION : 3\nDIMENSION : 4\n", "line 2: DIMENSION is 4, but line 1 says 3"),
        ("NAME : x\n1 2 3\n", "line 2: expected KEYWORD : value, got '1 2 3'"),
    ],
)
def test_headers_that_make_no_sense(tmp_path, text, words):
    with pytest.raises(InvalidInstanceError, match=words):
        document(tmp_path, text)


def test_what_is_said_twice_alike_is_said_once(tmp_path):
    found = document(tmp_path, "TYPE : TSP\nTYPE : TSP\nCOMMENT : a\nCOMMENT : b\n")
    assert found.header["TYPE"] == "TSP"
    assert found.comments == ["a", "b"]
