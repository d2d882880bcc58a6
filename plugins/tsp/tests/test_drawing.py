"""Pictures show every city where it lies and every leg of the tour, at any scale."""

from io import BytesIO
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from PIL import Image
from thinkers_tsp.candidates import candidates
from thinkers_tsp.drawing import COLUMNS, NUMBERED, ROWS, draw
from thinkers_tsp.formats.valid import from_coordinates
from thinkers_tsp.instance import TspInstance
from thinkers_tsp.kinds import KINDS
from thinkers_tsp.problem import Tsp

from thinkers import Colour, Marks, Under, Verdict
from thinkers.problems.palette import contrast

SVG = "{http://www.w3.org/2000/svg}"
SQUARE = from_coordinates(np.array([[0.0, 0], [0, 2], [2, 2], [2, 0]]), "", "square")


def legend(text):
    """Whether a text is of the legend."""
    return text.get("text-anchor") == "start"


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
    key, *dots = [(dot.get("cx"), dot.get("cy")) for dot in picture.iter(f"{SVG}circle")]
    _, way = [line.get("points").split() for line in picture.iter(f"{SVG}polyline")]
    assert len(dots) == cities
    assert float(key[1]) > max(float(y) for _, y in dots)
    assert way == [",".join(dots[city]) for city in [*tour, tour[0]]]
    numbers = [each.text for each in picture.iter(f"{SVG}text") if not legend(each)]
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


def test_the_other_tour_lies_beneath_and_the_legend_says_both_lengths():
    under = Under(np.array([0, 2, 1, 3]), "nearest", Verdict(True, 9.66))
    figure = draw(SQUARE, np.array([0, 1, 2, 3]), Marks("dt-m", Verdict(True, 8.0), under))
    picture = ElementTree.fromstring(figure.svg())
    said = [each.text for each in picture.iter(f"{SVG}text") if legend(each)]
    assert {"dt-m: length 8", "nearest: length 9.66"} <= set(said)
    lines = [each for each in picture.iter(f"{SVG}polyline") if len(each.get("points")) > 40]
    assert [(each.get("stroke"), each.get("stroke-dasharray") is None) for each in lines] == [
        (Colour.ORANGE, False), (Colour.BLUE, True)
    ]  # fmt: skip
    assert contrast(Colour.ORANGE, Colour.BLUE) > 2
    assert figure.text.endswith("nearest: length 9.66")
    assert (
        0
        < dots_of(figure) - dots_of(draw(SQUARE, np.array([0, 1, 2, 3])))
        < dots_of(draw(SQUARE, np.array([0, 2, 1, 3])))
    )


def dots_of(figure):
    """How many braille dots are drawn."""
    return sum((ord(each) - 0x2800).bit_count() for each in figure.text if "⠀" <= each <= "⣿")


@pytest.mark.parametrize("name", ["matrix", "graph"])
def test_candidate_legs_are_the_darker_and_wider_the_likelier(name):
    instance = KINDS["euclidean"](np.random.default_rng(0), 30)
    tour = Tsp().label([instance])[0]
    encoding = Tsp.encodings[name]
    [targets] = encoding.encode([instance], [tour]).targets
    heat = encoding.heat(np.log(targets + 1e-9)[None].astype(np.float32), instance)
    legs = candidates(heat, instance)
    own = {frozenset(leg) for leg in zip(tour.tolist(), np.roll(tour, 1).tolist(), strict=True)}
    assert {frozenset(leg[:2]) for leg in legs} == own
    assert [leg[2] for leg in legs] == pytest.approx([1.0] * 30, abs=1e-3)
    shares = encoding.heat(np.zeros((1, *heat.values.shape), np.float32), instance)
    assert all(0.05 <= chance < 1 for *_, chance in candidates(shares, instance))
    picture = ElementTree.fromstring(draw(instance, None, Marks(heat=heat)).svg())
    [wide] = {each.get("stroke-width") for each in picture.iter(f"{SVG}polyline")}
    assert float(wide) == pytest.approx(7, abs=0.01)


def test_legs_that_were_not_there_before_are_said_to_be_new():
    marks = Marks(before=np.array([0, 2, 1, 3]))
    picture = ElementTree.fromstring(draw(SQUARE, np.array([0, 1, 2, 3]), marks).svg())
    strokes = [each.get("stroke") for each in picture.iter(f"{SVG}polyline")]
    assert strokes.count(Colour.VERMILLION) == 1 + 2
