"""A frame is drawn with all that is beside its answer, for any problem, and always at one scale."""

from dataclasses import replace
from io import BytesIO

import numpy as np
import pytest
from PIL import Image
from thinkers_maze.problem import Maze
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import Colour, Heat, Problem, Under, Verdict
from thinkers.cli.watching.pictures import animation, frames
from thinkers.cli.watching.screen import lines
from thinkers.cli.watching.track import Track
from thinkers.engine.watching import Frame

BITS = np.array([1, 0, 1, 1])


class Plain(PrefixSums):
    """A stranger's problem that draws nothing of its own."""

    draw = Problem.draw


def track(problem, *answers, instance=BITS, **beside):
    found = [
        Frame(
            number, answer, problem.check(instance, answer), 0.5, 1.0,
            Heat(np.linspace(0, 1, answer.size).reshape(answer.shape), "margin"),
        )
        for number, answer in enumerate(answers, 1)
    ]  # fmt: skip
    return Track(problem, instance, "a/model", found, "settled", **beside)


@pytest.mark.parametrize("problem", [PrefixSums(), Plain()])
def test_heat_and_what_lies_beneath_are_drawn_of_any_problem(problem):
    under = Under(np.cumsum(BITS) % 2, "xor", Verdict(True))
    shown = "\n".join(lines(track(problem, 1 - BITS, under=under), 0))
    assert "xor" in shown
    assert "░▒▓ margin, 0 to 1" in shown


def test_what_changed_since_the_frame_before_is_handed_on():
    given = []

    class Seen(PrefixSums):
        def draw(self, instance, solution, marks):
            given.append(marks)
            return super().draw(instance, solution, marks)

    own = track(Seen(), BITS, 1 - BITS, np.cumsum(BITS) % 2)
    for place in (0, 1, 2, 9):
        own.figure(place)
    assert given[0].before is None
    assert [each.before.tolist() for each in given[1:]] == [
        BITS.tolist(), (1 - BITS).tolist(), (1 - BITS).tolist()
    ]  # fmt: skip
    assert [each.verdict is not None for each in given] == [False, False, True, True]


def test_all_frames_show_the_instance_at_one_scale():
    problem = Maze()
    [maze] = problem.generate(np.random.default_rng(0), 1, problem.params({"size": 41}))
    [way] = problem.label([maze])
    noise = np.random.default_rng(1).integers(-1, 2, way.shape) * ~maze.walls
    own = track(problem, way * 0, noise.astype(np.int8), way, instance=maze)
    own.frames = [replace(each, heat=None) for each in own.frames]
    widths = {Image.open(BytesIO(own.figure(place).png())).width for place in range(3)}
    assert len(widths) == 1
    first, *rest = (np.asarray(each)[40:400, 10:430] for each in frames([own], range(3)))
    walls = (first == 0).all(-1)
    assert all((each[walls] < 60).all() for each in rest)


def test_a_gif_keeps_the_colours_of_the_palette_apart():
    problem = Maze()
    [maze] = problem.generate(np.random.default_rng(0), 1, problem.params({"size": 21}))
    [way] = problem.label([maze])
    own = track(problem, way * 0, way, instance=maze)
    picture = Image.open(BytesIO(animation([own], range(2), ".gif", 8.0)))
    picture.seek(1)
    shown = np.asarray(picture.convert("RGB")).reshape(-1, 3).astype(int)
    for colour in (Colour.INK, Colour.YELLOW, Colour.PURPLE, Colour.VERMILLION, Colour.PAPER):
        exact = np.array(list(bytes.fromhex(colour[1:])))
        assert np.abs(shown - exact).max(1).min() <= 8, colour


def test_the_best_that_comes_once_more_is_called_so():
    shown = track(PrefixSums(), *(np.cumsum(BITS) % 2 for _ in range(3)))
    shown.frames.append(shown.frames[0])
    heads = [shown.head(place) for place in range(5)]
    assert heads == [
        "a/model, iteration 1", "a/model, iteration 2", "a/model, iteration 3",
        *["a/model, the best, of iteration 1"] * 2,
    ]  # fmt: skip
