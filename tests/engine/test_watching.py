"""Who watches sees the loop's own answers: one frame an iteration, the last as `solve` gives it."""

from threading import Event

import numpy as np
import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import installed, solve
from thinkers.engine.watching import watched


@pytest.fixture(scope="module", params=["dt-l", "dt-os", "proven"])
def model(request):
    return installed().load(installed().card(f"prefix_sums/{request.param}"))


def think(model, bits, iterations=None, interrupt=None):
    frames = []
    ended = watched(PrefixSums(), model, bits, iterations, interrupt=interrupt, seen=frames.append)
    return frames, ended


def test_frames_are_the_answers_of_the_scores_that_the_loop_keeps(model):
    bits = np.random.default_rng(3).integers(0, 2, 24).astype(np.int8)
    frames, ended = think(model, bits)
    [result] = solve(PrefixSums(), [bits], model, trace=True)
    assert [each.iteration for each in frames] == list(range(1, result.iterations + 1))
    encoding = PrefixSums.encodings["centred"]
    for frame, scores in zip(frames[:-1], result.trace[:-1], strict=True):
        assert np.array_equal(frame.solution, encoding.decode(scores, bits))
        assert frame.verdict == PrefixSums().check(bits, frame.solution)
    assert np.array_equal(frames[-1].solution, result.solution)
    assert frames[-1].margin == result.margin
    assert [each.residual for each in frames] == result.residuals
    assert ended == result.stopped_by


def test_thinking_stops_at_the_budget(model):
    frames, ended = think(model, np.ones(9, np.int8), iterations=5)
    assert (len(frames), ended) == (5, "max_iterations")


def test_an_interrupt_ends_it_with_an_answer(model):
    interrupt = Event()
    interrupt.set()
    frames, ended = think(model, np.ones(9, np.int8), 50, interrupt)
    assert (len(frames), ended) == (1, "interrupted")
