"""A table is understood in the one way that it can be, or refused with how to say which."""

import numpy as np
import pytest
from thinkers_tsp.formats import entries
from thinkers_tsp.reading import TspReading

from thinkers import InvalidInstanceError, ThinkersError

POINTS = [[0, 0], [3, 0], [3, 4]]
MATRIX = [[0, 1, 2], [3, 0, 4], [5, 6, 0]]
NAMES = ("Köln", "Bonn, Süd", "Trier")


def parse(tmp_path, text, name="file.csv", **options):
    path = tmp_path / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    [found] = entries(path, TspReading.of(options))
    return found


COORDINATES = {
    "a name first": 'name,x,y\nKöln,0,0\n"Bonn, Süd",3,0\nTrier,3,4\n',
    "a name last": 'x,y,city\n0,0,Köln\n3,0,"Bonn, Süd"\n3,4,Trier\n',
    "a name without a header": 'Köln,0,0\n"Bonn, Süd",3,0\nTrier,3,4\n',
    "semicolons": "Name;X;Y\r\nKöln;0,0;0\r\nBonn, Süd;3,0;0,0\r\nTrier;3,0;4,0\r\n",
    "semicolons and points": "Name;X;Y\nKöln;0.0;0\nBonn, Süd;3;0.0\nTrier;3.0;4\n",
    "Excel's first line": "Name\tX\tY\nKöln\t0\t0\nBonn, Süd\t3\t0\nTrier\t3\t4\n",
    "a row number and a name": 'id,city,x,y\n1,Köln,0,0\n2,"Bonn, Süd",3,0\n3,Trier,3,4\n',
    "y before x": 'name,y,x\nKöln,0,0\n"Bonn, Süd",0,3\nTrier,4,3\n',
    "more columns": 'people,city,x_coord,y_coord\n1,Köln,0,0\n2,"Bonn, Süd",3,0\n3,Trier,3,4\n',
    "empty columns": 'name,x,y,,\nKöln,0,0,,\n"Bonn, Süd",3,0,,\n\n,,,,\nTrier,3,4,,\n',
    "Latin-1": 'name,x,y\nKöln,0,0\n"Bonn, Süd",3,0\nTrier,3,4\n'.encode("latin-1"),
    "UTF-16": 'name,x,y\nKöln,0,0\n"Bonn, Süd",3,0\nTrier,3,4\n'.encode("utf-16"),
    "R's row names": '"x","y"\n"Köln",0,0\n"Bonn, Süd",3,0\n"Trier",3,4\n',
}


@pytest.mark.parametrize("text", COORDINATES.values(), ids=COORDINATES)
def test_coordinates_with_the_names_of_cities(tmp_path, text):
    instance = parse(tmp_path, text).instance
    assert instance.coordinates.tolist() == POINTS
    assert instance.names == NAMES
    assert instance.straight


NAMELESS = {
    "pandas, numbered": ",0,1\n0,0.0,0.0\n1,3.0,0.0\n2,3.0,4.0\n",
    "pandas, titles that are numbers": "0,1\n0.0,0.0\n3.0,0.0\n3.0,4.0\n",
    "a number of the row": "id,x,y\n1,0,0\n2,3,0\n3,3,4\n",
    "titles that say nothing": "a,b\n0,0\n3,0\n3,4\n",
    "numpy.savetxt": "# x y\n0 0\n3 0\n3 4\n",
    "the number of rows": "3\n0,0\n3,0\n3,4\n",
    "the separator": "sep=;\nx;y\n0;0\n3,0;0\n3;4\n",
    "a comment": "# three places\n0,0\n3,0\n3,4\n",
    "blanks of all kinds": " 0  0 \n\t3\t 0\n3 \t4\n",
    "a zero before the point": "x,y\n+0,-0.0\n3.,.0\n3e0,4.0\n",
}


@pytest.mark.parametrize("text", NAMELESS.values(), ids=NAMELESS)
def test_coordinates_without_names(tmp_path, text):
    instance = parse(tmp_path, text).instance
    assert instance.coordinates.tolist() == POINTS
    assert instance.names == ()


MATRICES = {
    "names of rows and columns": "name,a,b,c\na,0,1,2\nb,3,0,4\nc,5,6,0\n",
    "pandas": ",a,b,c\na,0,1,2\nb,3,0,4\nc,5,6,0\n",
    "R": '"a","b","c"\n"a",0,1,2\n"b",3,0,4\n"c",5,6,0\n',
    "names of columns": "a,b,c\n0,1,2\n3,0,4\n5,6,0\n",
    "names of rows": "a,0,1,2\nb,3,0,4\nc,5,6,0\n",
    "semicolons": ";a;b;c\na;0;1,0;2\nb;3;0;4\nc;5;6;0\n",
}


@pytest.mark.parametrize("text", MATRICES.values(), ids=MATRICES)
def test_distances_with_the_names_of_cities(tmp_path, text):
    instance = parse(tmp_path, text).instance
    assert instance.distances.tolist() == MATRIX
    assert instance.names == ("a", "b", "c")


@pytest.mark.parametrize(
    "text",
    [
        "0,1,2\n3,0,4\n5,6,0\n",
        ",0,1,2\n0,0,1,2\n1,3,0,4\n2,5,6,0\n",
        "0,1,2\n0.0,1,2\n3,0.0,4\n5,6,0.0\n",
        "1,0,1,2\n2,3,0,4\n3,5,6,0\n",
    ],
)
def test_distances_numbered_or_not(tmp_path, text):
    instance = parse(tmp_path, text).instance
    assert instance.distances.tolist() == MATRIX
    assert instance.names == ()


@pytest.mark.parametrize("titles", ["lat,lon", "Latitude,Longitude", "lat_deg,lng", "LAT (°),LONG"])
def test_degrees_are_kilometres_on_the_globe(tmp_path, titles):
    instance = parse(tmp_path, f"{titles}\n0,0\n0,90\n90,0\n").instance
    quarter = np.pi / 2 * 6371.0088
    np.testing.assert_allclose(instance.distances, quarter * (1 - np.eye(3)))
    assert instance.coordinates.tolist() == [[0, 0], [90, 0], [0, 90]]  # x is east, y is north
    straight = parse(tmp_path, f"{titles}\n0,0\n0,90\n90,0\n", metric="euclidean").instance
    assert straight.straight
    assert straight.coordinates.tolist() == instance.coordinates.tolist()


AMBIGUOUS = {
    "three rows of three numbers": ("0,1,2\n1,0,3\n2,3,0\n", "matrix", "2,3"),
    "any numbers of rows": ("7,0,0\n9,3,0\n8,3,4\n", "matrix", "2,3"),
    "counted from 1": ("1,0,0\n2,3,0\n3,3,4\n", "matrix", "2,3"),
    "a city at (0, 1), or pandas' titles": ("0,1\n0,0\n3,0\n3,4\n", "0,1", "1,2"),
}


@pytest.mark.parametrize(("text", "one", "other"), AMBIGUOUS.values(), ids=AMBIGUOUS)
def test_two_readings_are_refused_and_either_can_be_chosen(tmp_path, text, one, other):
    with pytest.raises(InvalidInstanceError, match="numbers can be read in 2 ways") as error:
        parse(tmp_path, text)
    assert error.value.hint == f"say which: --columns {one} or --columns {other}"
    first, second = (parse(tmp_path, text, columns=each).instance for each in (one, other))
    assert first.distances.tolist() != second.distances.tolist()
    if one == "matrix":
        assert first.coordinates is None
        assert second.coordinates.tolist() == [
            list(map(float, line.split(",")[1:])) for line in text.split()
        ]
    else:
        assert (first.cities, second.cities) == (3, 4)


@pytest.mark.parametrize(
    ("text", "columns", "points"),
    [
        ("1 0 0\n2 3 0\n3 3 4\n", "x,y", POINTS),
        ("1 0 0\n2 3 0\n3 3 4\n", "y,x", [[0, 0], [0, 3], [4, 3]]),
        ("1,0,7,0\n2,3,7,0\n3,3,7,4\n", "2,4", POINTS),
        ("1,2\n3,4\n5,6\n7,8\n", "1,2", [[1, 2], [3, 4], [5, 6], [7, 8]]),
        ("1,2\n3,4\n5,6\n7,8\n", "x,y", [[1, 2], [3, 4], [5, 6], [7, 8]]),
        ("a,b,c\n0,0,7\n3,0,7\n3,4,7\n", "a,b", POINTS),
        ("a,b,c\n0,0,7\n3,0,7\n3,4,7\n", "B,A", [[0, 0], [0, 3], [4, 3]]),
        ("x,y,z\n0,0,7\n3,0,7\n3,4,7\n", "x,y", POINTS),
        ("n,x1,y1,x2,y2\n1,9,9,0,0\n2,9,9,3,0\n3,9,9,3,4\n", "x2,y2", POINTS),
    ],
)
def test_columns_are_chosen(tmp_path, text, columns, points):
    assert parse(tmp_path, text, columns=columns).instance.coordinates.tolist() == points


@pytest.mark.parametrize(
    ("text", "options", "words"),
    [
        ("x,y,z\n0,0,7\n3,0,7\n3,4,7\n", {}, "there are three coordinates"),
        ("x1,y1,x2,y2\n0,0,7,1\n3,0,7,1\n3,4,7,1\n", {}, "several columns hold x"),
        ("i,j,way\n1,2,3\n2,3,4\n3,1,5\n7,1,5\n", {}, "got 4 rows of 3 numbers"),
        ("from,to,way\n1,2,3\n2,3,4\n3,4,5\n4,1,5\n", {}, "got 4 rows of 3 numbers"),
        (",a,b,c\nb,0,1,2\na,3,0,4\nc,5,6,0\n", {}, "in another order than the rows"),
        ("x;y\n1,5;2.5\n0;0\n3;4\n", {}, "line 2: 1,5 has a decimal comma"),
        ("lat,lon\n0,0\n1,1\n91,0\n", {}, "city 2 lies at latitude 91"),
        ("0,0\n3,0\n3,4\n", {"metric": "haversine"}, "nothing says which numbers are latitudes"),
        ("0,1,2\n3,0,4\n5,6,0\n", {"metric": "haversine"}, "holds distances"),
        ("0,0\n3,0\n3,4\n", {"columns": "2,3"}, "there are no columns 2 and 3"),
        ("x,y\n0,0\n3,0\n3,4\n", {"columns": "a,b"}, "there are no columns a and b"),
        ("0,0\n3,0\n3,4\n", {"columns": "matrix"}, "a square matrix, got 3 rows of 2 numbers"),
        ("x,y,visit\n0,0,0\n3,0,2\n3,4,2\n", {}, "visit: expected 0 to 2, each once"),
        ("# tour: 0 1\n0,0\n3,0\n3,4\n", {}, "line 1: tour: the tour visits 2 of 3"),
        ("# x: 1 2\n# y: 1 2\n0,1,2\n3,0,4\n5,6,0\n", {}, "line 1: expected 3 numbers, got 2"),
        ('x,y\n"0,0\n3,0\n3,4\n', {}, "line 4: a quote does not end its cell"),
        ("x,y\n0,0\n3,0\n1_0,4\n", {}, r"line 4, column \d: expected a number, got '1_0'"),
        (
            "x,y\n0,0\n3,0\n\n3,1e400\n",
            {},
            r"line 5, column \d: expected a finite number, got '1e400'",
        ),
        ("x,y\n0,0\n3,0\n\u0663,4\n", {}, r"line 4, column \d: expected a number, got '\\u0663'"),
    ],
)
def test_tables_that_cannot_be_understood(tmp_path, text, options, words):
    with pytest.raises(InvalidInstanceError, match=f"file.csv.*{words}"):
        parse(tmp_path, text, **options)


@pytest.mark.parametrize("columns", ["x", "x,y,z", "", "x,", "matrix,"])
def test_columns_are_two_or_a_matrix(columns):
    with pytest.raises(ThinkersError, match="columns: expected two columns such as x,y or 2,3"):
        TspReading.of({"columns": columns})


def test_a_tour_stands_beside_the_instance(tmp_path):
    assert parse(tmp_path, "x,y,visit\n0,0,2\n3,0,0\n3,4,1\n").tour.tolist() == [1, 2, 0]
    found = parse(tmp_path, "# tour: 2 0 1\n0,1,2\n3,0,4\n5,6,0\n")
    assert found.tour.tolist() == [2, 0, 1]
    assert parse(tmp_path, "0,0\n3,0\n3,4\n").tour is None


def test_too_many_rows_are_refused_before_they_are_numbers(tmp_path):
    with pytest.raises(InvalidInstanceError, match="at most 100000 cities"):
        parse(tmp_path, "0,x\n" * 100_002)
