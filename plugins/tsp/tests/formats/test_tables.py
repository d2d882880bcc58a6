"""CSV files are coordinates or matrices with any usual separator; damage names its line."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_tsp.formats import read
from thinkers_tsp.formats.table_writer import write
from thinkers_tsp.kinds import KINDS
from thinkers_tsp.problem import Tsp

from thinkers import InvalidInstanceError


def parse(tmp_path, text):
    path = tmp_path / "file.csv"
    path.write_text(text)
    (instance,) = read(path)
    return instance


@pytest.mark.parametrize(
    "text",
    [
        "0,0\n3,0\n3,4\n",
        "x,y\n0,0\n3,0\n3,4",
        "x; y\r\n0; 0\r\n3; 0\r\n3; 4\r\n",
        "0\t0\n3\t0\n\n3\t4\n",
        "0 0\n3  0\n3 4\n",
        '"x","y"\n"0","0"\n"3","0"\n"3","4"\n',
        "\ufeffx,y\n0,0\n3,0\n3,4\n",
    ],
)
def test_two_columns_are_coordinates(tmp_path, text):
    instance = parse(tmp_path, text)
    assert instance.coordinates.tolist() == [[0, 0], [3, 0], [3, 4]]
    assert instance.distances.tolist() == [[0, 3, 5], [3, 0, 4], [5, 4, 0]]
    assert instance.name == "file"


@pytest.mark.parametrize("header", ["", "a,b,c\n"])
def test_more_columns_are_a_matrix(tmp_path, header):
    instance = parse(tmp_path, header + "0,1,2\n3,0,4\n5,6,0\n")
    assert instance.distances.tolist() == [[0, 1, 2], [3, 0, 4], [5, 6, 0]]
    assert instance.coordinates is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0,1,2\n3,0,4\n", "a square matrix, got 2 rows of 3 numbers"),
        ("0,1,2\n3,0,4\n5,6,0\n7,8,9\n", "got 4 rows of 3 numbers"),
        ("1\n2\n3\n", "got 3 rows of 1 numbers"),
        ("0,0\n1,1\n", "at least 3 cities, got 2"),
        ("x,y\n", "a header and no numbers"),
        ("x,y\na,b\n1,2\n", r"line 2, column \d: expected a number, got 'a'"),
        ("0,1,2\n3,0,four\n5,6,0\n", r"line 2, column \d: expected a number, got 'four'"),
        ("0,1,2\n,0,4\n5,6,0\n", r"line 2, column \d: expected a number, got ''"),
        ("0,1,2\n3,0\n5,6,0\n", "line 2 has 2 numbers, line 1 has 3"),
        ("0,1,2\n3,0,nan\n5,6,0\n", r"line 2, column \d: expected a finite number, got 'nan'"),
        ("0,1,2\n3,0,-4\n5,6,0\n", "from city 1 to city 2 is -4"),
        ("0,0\n1,inf\n2,2\n", r"line 2, column \d: expected a finite number, got 'inf'"),
    ],
)
def test_damaged_tables(tmp_path, text, words):
    with pytest.raises(InvalidInstanceError, match=f"file.csv.*{words}"):
        parse(tmp_path, text)


def test_a_field_that_is_too_long_is_no_number(tmp_path):
    with pytest.raises(InvalidInstanceError, match="line 2: a cell is too long"):
        parse(tmp_path, f"x,y\n{'x' * 200_000},1\n")


def test_coordinates_are_written_only_where_they_say_all(tmp_path):
    straight = KINDS["euclidean"](np.random.default_rng(0), 4)
    write(tmp_path / "a.csv", [straight], None)
    assert (tmp_path / "a.csv").read_text().startswith("x,y\n")
    other, _ = Tsp().toy()
    write(tmp_path / "a.csv", [other], None)
    assert (tmp_path / "a.csv").read_text() == (
        "# x: 0 1 0 1\n# y: 0 1 1 0\n0,2,1,1\n2,0,1,1\n1,1,0,2\n1,1,2,0\n"
    )


def test_one_instance_a_file(tmp_path):
    instance = KINDS["symmetric"](np.random.default_rng(0), 4)
    with pytest.raises(InvalidInstanceError, match="holds one instance, got 2"):
        write(tmp_path / "a.csv", [instance, instance], None)


@st.composite
def squares(draw):
    size = draw(st.integers(3, 6))
    return [[str(draw(st.integers(1, 99))) for _ in range(size)] for _ in range(size)]


@given(squares(), st.sampled_from(["", "-", "inf", "NaN", "0", "9999"]), st.sampled_from(",;\t"))
@settings(max_examples=60, deadline=None)
def test_whatever_fills_the_diagonal_the_distances_are_the_same(
    tmp_path_factory, rows, filler, separator
):
    """With titles and labels of words, with numbers for both, and with neither."""
    folder = tmp_path_factory.mktemp("tables")
    size = len(rows)
    cells = [[filler if i == j else rows[i][j] for j in range(size)] for i in range(size)]
    expected = [[0 if i == j else int(rows[i][j]) for j in range(size)] for i in range(size)]
    words, numbers = [f"city {i}" for i in range(size)], [str(i) for i in range(size)]
    for labels in (None, words, numbers):
        table = cells
        if labels:
            pairs = zip(labels, cells, strict=True)
            table = [["", *labels], *([label, *row] for label, row in pairs)]
        text = "".join(separator.join(row) + "\n" for row in table)
        assert parse(folder, text).distances.tolist() == expected


@given(squares(), st.data())
@settings(max_examples=40, deadline=None)
def test_a_cell_without_a_number_elsewhere_is_named_by_line_and_column(
    tmp_path_factory, rows, data
):
    size = len(rows)
    line, column = data.draw(st.permutations(range(size)))[:2]
    for index in range(size):
        rows[index][index] = "0"
    rows[line][column] = data.draw(st.sampled_from(["-", "inf", "x"]))
    text = "".join(",".join(row) + "\n" for row in rows)
    words = f"line {line + 1}, column {column + 1}: expected a (finite )?number"
    with pytest.raises(InvalidInstanceError, match=words):
        parse(tmp_path_factory.mktemp("tables"), text)
