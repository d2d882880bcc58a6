"""TSPLIB instances are read as published: 47 files, 17 optimal tours; damage is one clear error."""

import csv

import numpy as np
import pytest
from thinkers_tsp.formats import read, read_answers, read_tour, write
from thinkers_tsp.problem import Tsp
from thinkers_tsp.reading import TspReading

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
    instance = parse(tmp_path, text)
    assert instance.distances[2].tolist() == [3, 2, 0]
    assert instance.first == 0


@pytest.mark.parametrize("text", [COORDINATES, MATRIX, MATRIX.partition("DISPLAY")[0]])
def test_cities_are_called_as_the_file_numbers_them(tmp_path, text):
    """`solve` and `-o tour.tour` count alike."""
    instance = parse(tmp_path, text)
    tour = np.arange(instance.cities)[::-1]
    write(tmp_path / "a.tour", [instance], [tour])
    lines = (tmp_path / "a.tour").read_text().split("TOUR_SECTION\n")[1].split()
    assert Tsp().words(instance, tour).endswith(f"from 1: {' '.join(lines[: instance.cities])}")


@pytest.mark.parametrize("place", ["NAME", "DIMENSION", "NODE_COORD_SECTION", "3 3e0", "EOF"])
def test_remarks_are_skipped(tmp_path, place):
    text = COORDINATES.replace(place, f"# TYPE : SOP, by hand\n  #\n{place}", 1)
    expected = parse(tmp_path, COORDINATES)
    np.testing.assert_array_equal(parse(tmp_path, text).distances, expected.distances)


def test_nodes_with_names_come_with_what_to_do(tmp_path):
    with pytest.raises(InvalidInstanceError, match=r"line 9: .* got 'Ulm'") as error:
        parse(tmp_path, COORDINATES.replace("3 3e0 4", "Ulm 3 4"))
    assert "COMMENT : city 1: Berlin" in error.value.hint


def header(*lines):
    return "\n".join([*lines, COORDINATES])


@pytest.mark.parametrize(
    "line", ["AUTHOR : me", "OPTIMUM: 7", "best_known 7", "COMMENT : SALESMEN 2"]
)
def test_keys_that_change_nothing_are_ignored(tmp_path, line):
    assert parse(tmp_path, header(line)).cities == 5


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("SALESMEN : 2", "line 1: SALESMEN makes another problem"),
        ("Vehicles 3", "line 1: VEHICLES makes another problem"),
        ("CAPACITY: 10", "line 1: CAPACITY makes another problem"),
        ("FIXED_EDGES_SECTION\n1 2\n-1", "line 1: FIXED_EDGES_SECTION is not supported"),
        ("DEPOT_SECTION\n1\n-1", "line 1: DEPOT_SECTION is not supported"),
        ("COLOUR: red", "line 1: unknown key 'COLOUR', which may change the problem"),
        ("TIME LIMIT: 3", "line 1: unknown key 'TIME'"),
    ],
)
def test_keys_that_may_change_the_problem_are_refused(tmp_path, line, words):
    with pytest.raises(InvalidInstanceError, match=f"file.tsp: {words}") as error:
        parse(tmp_path, header(line))
    assert error.value.hint


@pytest.mark.parametrize("kind", ["HCP", "SOP", "CVRP", "TOUR", "MTSP"])
def test_other_problems_are_refused(tmp_path, kind):
    with pytest.raises(InvalidInstanceError, match=f"line 2: TYPE is {kind}, expected TSP or ATSP"):
        parse(tmp_path, COORDINATES.replace("TYPE : TSP", f"TYPE : {kind}"))


def test_options_of_tables_are_refused(tmp_path):
    (tmp_path / "a.tsp").write_text(COORDINATES)
    with pytest.raises(InvalidInstanceError, match="says itself how distances are measured"):
        read(tmp_path / "a.tsp", TspReading(metric="haversine"))


def test_pictures_of_the_globe_have_north_up(tmp_path):
    """Cologne and, south-east of it, Munich: the first is higher, the second further right."""
    text = "DIMENSION: 3\nEDGE_WEIGHT_TYPE: GEO\nNODE_COORD_SECTION\n"
    text += "1 50.56 6.57\n2 48.08 11.34\n3 0 0"
    instance = parse(tmp_path, text)
    assert instance.coordinates.tolist() == [[6.57, 50.56], [11.34, 48.08], [0, 0]]
    assert instance.distances[0, 1] == 457  # 456.4 km by the spherical law of cosines, rounded up


def test_three_axes_are_measured_and_two_drawn(tmp_path):
    text = "DIMENSION: 3\nEDGE_WEIGHT_TYPE: EUC_3D\nNODE_COORD_SECTION\n1 0 0 0\n2 1 2 2\n3 9 9 9"
    instance = parse(tmp_path, text)
    assert instance.distances[0, 1] == 3
    assert instance.coordinates.tolist() == [[0, 0], [1, 2], [9, 9]]


def test_a_tour_beside_the_instance_is_kept_apart(tmp_path):
    (tmp_path / "a.tsp").write_text(COORDINATES.replace("EOF", "TOUR_SECTION\n5 4 3 2 1 -1\nEOF"))
    assert read_answers(tmp_path / "a.tsp")[0].tolist() == [4, 3, 2, 1, 0]


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
        ("5 1 1", "nan 1 1", "line 11: .*expected a finite number, got 'nan'"),
        ("5 1 1", "5 1 nan", "line 11: .*expected a finite number, got 'nan'"),
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
        ("2 3", "2 inf", "line 8: .*expected a finite number, got 'inf'"),
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
