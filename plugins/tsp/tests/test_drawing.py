"""Pictures show every city where it lies and every leg of the tour, at any scale."""

from io import BytesIO
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image
from thinkers_tsp.drawing import COLUMNS, NUMBERED, ROWS, draw
from thinkers_tsp.formats.valid import from_coordinates
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.kinds import KINDS

SVG = "{http://www.w3.org/2000/svg}"
SQUARE = from_coordinates(np.array([[0.0, 0], [0, 2], [2, 2], [2, 0]]), "", "square")


def test_a_square_by_hand():
    *lines, caption = draw(SQUARE, np.array([0, 1, 2, 3])).text.split("\n")
    assert caption == "square, 4 cities"
    assert len(lines) == ROWS
    assert lines[0][0] == lines[-1][0] == "o"
    assert lines[0][-1] == lines[-1][-1] == "o"
    assert len(lines[0]) == len(lines[-1]) == 2 * ROWS
    assert set(lines[0][1:-1]) <= set("⠉⠒⠤⣀")
    assert {line[0] for line in lines[1:-1]} <= set("⡇⢸")


def test_y_grows_upwards():
    high = from_coordinates(np.array([[0.0, 0], [1, 0], [0, 1]]), "", "")
    lines = draw(high, None).text.split("\n")
    assert lines[0] == "o"
    assert lines[-2].count("o") == 2


def test_without_a_tour_there_are_cities_only():
    text = draw(SQUARE, None).text
    assert set(text.splitlines()[0]) <= {"o", " "}
    assert text.count("o") - "square, 4 cities".count("o") == 4


def test_without_coordinates_cities_lie_on_a_circle():
    instance = KINDS["asymmetric"](np.random.default_rng(0), 12)
    *lines, caption = draw(instance, None).text.split("\n")
    assert caption == "asymmetric, 12 cities, no coordinates: on a circle"
    assert sum(line.count("o") for line in lines) == 12
    places = np.array(
        [
            (float(dot.get("cx")), float(dot.get("cy")))
            for dot in ElementTree.fromstring(draw(instance, None).svg()).iter(f"{SVG}circle")
        ]
    )
    radii = np.linalg.norm(places - places.mean(0), axis=1)
    np.testing.assert_allclose(radii, radii[0], atol=0.1)
    assert places[0, 1] == places[:, 1].min()
    assert places[3, 0] == places[:, 0].max()


@pytest.mark.parametrize("cities", [NUMBERED, NUMBERED + 1])
def test_svg_has_every_city_and_every_leg(cities):
    instance = KINDS["euclidean"](np.random.default_rng(0), cities)
    tour = np.random.default_rng(1).permutation(cities)
    picture = ElementTree.fromstring(draw(instance, tour).svg())
    dots = [(dot.get("cx"), dot.get("cy")) for dot in picture.iter(f"{SVG}circle")]
    (way,) = [line.get("points").split() for line in picture.iter(f"{SVG}polyline")]
    assert len(dots) == cities
    assert way == [",".join(dots[city]) for city in [*tour, tour[0]]]
    numbers = [text.text for text in picture.iter(f"{SVG}text")]
    assert numbers == ([str(city) for city in range(cities)] if cities <= NUMBERED else [])


def test_png_is_a_picture_of_the_same_size():
    figure = draw(SQUARE, np.array([0, 1, 2, 3]))
    root = ElementTree.fromstring(figure.svg())
    with Image.open(BytesIO(figure.png())) as picture:
        assert picture.size == (int(root.get("width")), int(root.get("height")))
        assert len(picture.getcolors(1 << 20)) > 2


@settings(max_examples=50, deadline=None)
@given(
    hnp.arrays(
        np.float64,
        st.tuples(st.integers(3, 9), st.just(2)),
        elements=st.one_of(st.sampled_from([0.0, 1.0, -1e99, 1e99, 1e-99]), st.floats(-9, 9)),
    )
)
def test_any_places_fit_the_terminal(points):
    instance = TspInstance(np.ones((len(points),) * 2) - np.eye(len(points)), points)
    figure = draw(instance, np.arange(len(points)))
    lines = figure.text.split("\n")
    assert len(lines) <= ROWS + 1
    assert max(map(len, lines)) <= COLUMNS
    assert ElementTree.fromstring(figure.svg()).tag == f"{SVG}svg"
