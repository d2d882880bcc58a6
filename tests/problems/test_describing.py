"""What a problem does not say itself is said for it: plain JSON types, and pictures in words."""

import json
from dataclasses import dataclass

import numpy as np
import pytest

from thinkers import Heat, Marks, Problem, Under, Verdict
from thinkers.errors import PluginError
from thinkers.problems.describing import LINES, WIDTH, described, in_words


@dataclass(frozen=True)
class Graph:
    weights: np.ndarray
    names: tuple[str, ...] = ("a", "b")
    best: float | None = None


class Stub(Problem):
    name = "stub"
    generate = check = label = toy = None


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (np.array([[1, 0], [2, 3]]), {"it": [[1, 0], [2, 3]]}),
        (np.float32(0.5), {"it": 0.5}),
        (np.array([True, False]), {"it": [True, False]}),
        ([1.0, np.inf, np.nan], {"it": [1.0, None, None]}),
        ("text", {"it": "text"}),
        (None, {"it": None}),
        ({"moves": (1, 2), 3: {}}, {"moves": [1, 2], "3": {}}),
        (Graph(np.eye(1)), {"weights": [[1.0]], "names": ["a", "b"], "best": None}),
    ],
)
def test_numbers_arrays_fields_and_collections_become_plain(value, said):
    assert described(value, "it") == said
    assert json.loads(json.dumps(said, allow_nan=False)) == said


@pytest.mark.parametrize("value", [object(), {1, 2}, [object()], Graph])
def test_what_json_has_nothing_for_is_refused_with_what_to_do(value):
    with pytest.raises(PluginError, match="has no form in JSON") as caught:
        described(value, "it")
    assert caught.value.hint == "override describe and describe_solution of its problem"


def test_an_instance_is_drawn_with_its_answer_when_there_is_one():
    task, answer = np.array([3, 1]), np.array([1, 3])
    assert Stub().describe(task) == {"instance": [3, 1]}
    assert Stub().describe_solution(answer) == {"answer": [1, 3]}
    assert Stub().draw(task, None).text == "instance: [3, 1]"
    figure = Stub().draw(task, answer)
    assert figure.text == "instance: [3, 1]\nanswer: [1, 3]"
    assert "answer: [1, 3]" in figure.svg()
    assert figure.png().startswith(b"\x89PNG")


def test_a_picture_in_words_fits_a_terminal():
    long = in_words({"it": list(range(1000))}, dict.fromkeys(map(str, range(100))))
    lines = long.text.splitlines()
    assert len(lines) == LINES
    assert max(map(len, lines)) == WIDTH
    assert lines[0].endswith("...")
    assert lines[-1] == "..."
    assert in_words({}).svg().startswith("<svg")


@pytest.mark.parametrize("shape", [(4,), (2, 3), (150, 2)])
def test_heat_is_drawn_below_the_words_of_any_problem(shape):
    heat = Heat(np.linspace(0, 1, int(np.prod(shape))).reshape(shape), "chance")
    figure = in_words({"instance": 3}, heat=heat)
    lines = figure.text.split("\n")
    assert lines[0] == "instance: 3"
    cut = ", 40 x 2 of 150 x 2 places" if shape[0] == 150 else ""
    assert lines[-1] == f"░▒▓ chance{cut}, 0 to 1"
    assert (", 100 x 2 of 150 x 2 places" in figure.svg()) == bool(cut)
    assert len(lines) == 2 + min(1 if len(shape) == 1 else shape[0], 40)
    assert 'fill="#0072B2"' in figure.svg() or shape[0] > 100
    assert figure.png()


def test_another_answer_is_told_with_its_name():
    task, answer = np.array([3, 1]), np.array([1, 3])
    under = Under(answer, "greedy", Verdict(True))
    assert "greedy: " in Stub().draw(task, answer, Marks(under=under)).text
