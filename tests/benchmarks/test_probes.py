"""The probes find what was put into thoughts, and nothing in noise; rules are followed as told."""

import numpy as np
import pytest
from thinkers_maze.filling import rounds
from thinkers_maze.instance import MazeInstance


@pytest.fixture(scope="module")
def probes(script):
    return script("probes")


def corridor():
    """Ends at one side, a dead end of three cells behind."""
    walls = np.array([[0, 0, 0, 0, 0], [1, 1, 1, 1, 1]], bool)
    return MazeInstance(walls, (0, 0), (0, 1))


def test_what_is_linear_in_the_features_is_determined_and_noise_is_not(probes):
    rng = np.random.default_rng(0)
    seen, new = rng.normal(size=(2, 500, 4))
    way = np.array([1.0, -2.0, 0.0, 3.0])
    assert probes.determination(seen, seen @ way + 7, new, new @ way + 7) > 0.999
    noise, other = rng.normal(size=(2, 500))
    assert probes.determination(seen, noise, new, other) < 0.05
    assert probes.determination(0 * seen, noise, 0 * new, other) < 0.05


def test_a_correlation_is_numpys_and_0_of_a_constant_channel(probes):
    rng = np.random.default_rng(0)
    states, holds = rng.normal(size=(200, 3)), rng.random(200) < 0.3
    states[:, 2] = 5.0
    states[:, 1] += 4 * holds
    found = probes.correlations(states, holds)
    expected = [np.corrcoef(states[:, each], holds)[0, 1] for each in (0, 1)]
    np.testing.assert_allclose(found, [*expected, 0.0])


def test_filling_by_hand_is_what_the_labels_of_training_say_round_by_round(probes):
    mazes = [corridor()]
    ends = np.array([[[1, 1, 0, 0, 0], [0] * 5]], bool)
    free = ~mazes[0].walls[None]
    given_up = rounds(mazes)
    assert given_up[0, 0].tolist() == [0, 0, 3, 2, 1]
    for times in range(5):
        left = probes.fill(free, ends, times)
        assert np.array_equal(left, free & ((given_up == 0) | (given_up > times)))


def test_neighbourhoods_are_equal_where_the_cells_around_are_and_beyond_the_rim_is_wall(probes):
    codes = probes.coded(*(np.array([[each]], bool) for each in
                           ([1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0])))  # fmt: skip
    assert codes.tolist() == [[[probes.WALL, probes.END, probes.ON, probes.OFF]]]
    row = np.array([[[1, 1, 1, 1, 1]]], np.int8)
    one = probes.neighbourhoods(row, 1)[0, 0]
    assert one[1] == one[2] == one[3]
    assert one[0] != one[1]
    walled = np.array([[[0, 1, 1, 1]]], np.int8)
    assert probes.neighbourhoods(walled, 1)[0, 0][1] == one[0]


def test_a_rule_says_what_followed_most_often_and_leaves_alone_what_it_never_saw(probes):
    seen = np.array([b"a", b"a", b"a", b"b"], "V1")
    rule = probes.Rule(seen, np.array([True, True, False, False]))
    asked = np.array([b"a", b"b", b"c", b"c"], "V1")
    now = np.array([False, True, True, False])
    assert rule.follow(asked, now).tolist() == [True, False, True, False]


def test_faithful_counts_all_cells_and_those_that_change_or_should(probes):
    now, after = np.array([1, 1, 1, 1], bool), np.array([1, 1, 0, 0], bool)
    said = np.array([1, 0, 0, 1], bool)
    right, moving = probes.faithful(said, now, after)
    assert (right, moving) == (0.5, pytest.approx(1 / 3))


def test_the_probe_reads_a_planted_distance_from_other_mazes(probes):
    mazes = [corridor()] * 4
    probe = probes.Probe(mazes)
    rng = np.random.default_rng(0)
    states = rng.normal(size=(4, 2, 2, 5))
    states[:, 1] = 3 * probe.far + 1
    assert probe.distance(states) > 0.99
    assert probe.best_round(probe.given_up == 0) == (3, 1.0)
    told = np.where(probe.given_up[:, None] == 1, 1.0, np.zeros((4, 2, 2, 5)))
    assert probe.channel(told) == (0, pytest.approx(1.0), 1)


def test_in_the_end_marks_side_with_filling_where_it_leaves_more_than_a_path(probes):
    ring = np.zeros((3, 3), bool)
    ring[1, 1] = True
    probe = probes.Probe([MazeInstance(ring, (0, 0), (0, 2))] * 2)
    assert probe.end(np.stack([~ring, ~ring])) == (1.0, 5, 1.0)
    path = np.stack([probes.shortest_path(maze) > 0 for maze in probe.mazes])
    assert probe.end(path) == (3 / 8, 5, 0.0)
    assert probe.whole(np.stack([~ring, ~ring])) == (0, 0, 0)
    assert probe.whole(path) == (0, 1, 0)  # of the one that is measured
