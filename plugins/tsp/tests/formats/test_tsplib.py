"""TSPLIB instances are read as published: 47 files, 17 optimal tours; damage is one clear error."""

import csv

import numpy as np
import pytest
from thinkers_tsp.formats.tours import read_tour
from thinkers_tsp.formats.tsplib import read

from thinkers import InvalidInstanceError

COORDINATES = """NAME : five
TYPE : TSP
COMMENT : a comment : with a colon
DIMENSION : 5
EDGE_WEIGHT_TYPE : EUC_2D
NODE_COORD_SECTION
1 0 0
2 3.0 0
3 3e0 4
4 0 4
5 1 1
EOF
"""

MATRIX = """NAME: three
TYPE: ATSP
DIMENSION: 3
EDGE_WEIGHT_TYPE: EXPLICIT
EDGE_WEIGHT_FORMAT: FULL_MATRIX
EDGE_WEIGHT_SECTION
9999 1
2 3 9999 4
5 6
9999
DISPLAY_DATA_SECTION
1 0 0
2 1 0
3 0 1
EOF
"""


def parse(tmp_path, text, name="file.tsp"):
    path = tmp_path / name
    path.write_text(text)
    (instance,) = read(path)
    return instance


def test_coordinates_give_rounded_distances_and_stay_for_drawing(tmp_path):
    instance = parse(tmp_path, COORDINATES)
    assert instance.name == "five"
    assert instance.distances[0].tolist() == [0, 3, 5, 4, 1]
    assert instance.coordinates[2].tolist() == [3, 4]


def test_rows_may_wrap_and_fillers_go(tmp_path):
    instance = parse(tmp_path, MATRIX)
    assert instance.distances.tolist() == [[0, 1, 2], [3, 0, 4], [5, 6, 0]]
    assert instance.coordinates.tolist() == [[0, 0], [1, 0], [0, 1]]


def test_nodes_are_put_in_the_order_of_their_numbers(tmp_path):
    shuffled = COORDINATES.replace("1 0 0\n", "").replace("5 1 1\n", "5 1 1\n1 0 0\n")
    expected = parse(tmp_path, COORDINATES)
    np.testing.assert_array_equal(parse(tmp_path, shuffled).distances, expected.distances)


def test_nodes_may_count_from_0(tmp_path):
    text = "DIMENSION:3\nEDGE_WEIGHT_TYPE:EUC_2D\nNODE_COORD_SECTION\n0 0 0\n1 1 0\n2 3 0"
    assert parse(tmp_path, text).distances[2].tolist() == [3, 2, 0]


def test_without_a_name_the_file_gives_it(tmp_path):
    assert parse(tmp_path, COORDINATES.replace("NAME : five\n", ""), "six.tsp").name == "six"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("TYPE : TSP", "TYPE : CVRP", "TYPE is CVRP, expected TSP or ATSP"),
        ("DIMENSION : 5", "DIMENSION : 6", "has 15 numbers, expected 18 for DIMENSION 6"),
        ("DIMENSION : 5", "DIMENSION : 4", "has 15 numbers, expected 12 for DIMENSION 4"),
        ("DIMENSION : 5", "DIMENSION : 2", "at least 3 cities"),
        ("DIMENSION : 5\n", "", "there is no DIMENSION"),
        (": EUC_2D", ": EUC_9D", "unknown EDGE_WEIGHT_TYPE 'EUC_9D'"),
        ("EDGE_WEIGHT_TYPE : EUC_2D\n", "", "unknown EDGE_WEIGHT_TYPE ''"),
        ("4 0 4\n5 1 1\nEOF\n", "", "has 9 numbers, expected 15"),
        (COORDINATES[COORDINATES.index("NODE") :], "", "there is no NODE_COORD_SECTION"),
        ("5 1 1", "4 1 1", "expected the nodes 1 to 5, each once"),
        ("5 1 1", "7 1 1", "expected the nodes 1 to 5, each once"),
        ("5 1 1", "nan 1 1", "expected the nodes 1 to 5, each once"),
        ("5 1 1", "5 1 nan", "the coordinates of city 4 are 1, nan"),
        ("5 1 1", "5 1 one", "expected a number, got 'one'"),
    ],
)
def test_damaged_coordinates(tmp_path, old, new, words):
    assert old in COORDINATES
    with pytest.raises(InvalidInstanceError, match=f"file.tsp: .*{words}"):
        parse(tmp_path, COORDINATES.replace(old, new))


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("FULL_MATRIX", "FULL_MATRIKS", "unknown EDGE_WEIGHT_FORMAT 'FULL_MATRIKS'"),
        ("EDGE_WEIGHT_FORMAT: FULL_MATRIX\n", "", "unknown EDGE_WEIGHT_FORMAT ''"),
        ("FULL_MATRIX", "UPPER_ROW", "has 9 numbers, expected 3"),
        ("5 6\n9999\n", "5\n", "has 7 numbers, expected 9"),
        ("2 3", "2 -3", "from city 1 to city 0 is -3"),
        ("2 3", "2 inf", "from city 1 to city 0 is inf"),
        ("3 0 1\n", "", "DISPLAY_DATA_SECTION has 6 numbers, expected 9"),
        (MATRIX[MATRIX.index("EDGE_WEIGHT_SEC") :], "", "there is no EDGE_WEIGHT_SECTION"),
    ],
)
def test_damaged_matrices(tmp_path, old, new, words):
    assert old in MATRIX
    with pytest.raises(InvalidInstanceError, match=f"file.tsp: .*{words}"):
        parse(tmp_path, MATRIX.replace(old, new))


def test_a_metric_needs_node_coordinates_not_those_for_drawing(tmp_path):
    with pytest.raises(InvalidInstanceError, match="there is no NODE_COORD_SECTION"):
        parse(tmp_path, COORDINATES.replace("NODE_COORD", "DISPLAY_DATA"))


def test_all_published_files_are_read_with_their_size_and_symmetry(tsplib):
    with (tsplib / "optima.csv").open() as table:
        rows = list(csv.DictReader(table))
    assert len(rows) == 47
    for row in rows:
        (instance,) = read(tsplib / row["kind"] / f"{row['name']}.{row['kind']}")
        assert instance.cities == int(row["dimension"])
        assert instance.symmetric == (row["kind"] == "tsp")
        assert (instance.coordinates is None) <= (row["edge_weight_type"] == "EXPLICIT")


def test_optimal_tours_have_the_published_lengths(tsplib):
    with (tsplib / "optima.csv").open() as table:
        optima = {row["name"]: int(row["optimum"]) for row in csv.DictReader(table)}
    tours = sorted((tsplib / "tour").glob("*.opt.tour"))
    assert len(tours) == 17
    for path in tours:
        name = path.name.removesuffix(".opt.tour")
        (instance,) = read(tsplib / f"tsp/{name}.tsp")
        assert instance.length(read_tour(path, instance.cities)) == optima[name]
