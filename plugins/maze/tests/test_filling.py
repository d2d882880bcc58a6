"""Rounds of filling: by hand, against a slow count, and at rest on the path where no loops are."""

import numpy as np
from hypothesis import given, settings
from thinkers_maze.filling import rounds
from thinkers_maze.problem import Maze

MAZE = Maze()


def counted(instance):
    """The round of each cell, from the neighbours that `beside` gives, one maze at a time."""
    rows, cols = instance.shape
    left = {(r, c) for r in range(rows) for c in range(cols) if not instance.walls[r, c]}
    found, number = np.zeros(instance.shape, int), 0
    while True:
        number += 1
        ends = (instance.start, instance.end)
        dead = [
            cell
            for cell in left
            if cell not in ends and len(left.intersection(instance.beside(cell))) < 2
        ]
        if not dead:
            return found
        for cell in dead:
            found[cell] = number
        left.difference_update(dead)


def test_a_dead_end_is_given_up_from_its_tip(maze):
    found = rounds([maze("S..E/#.##/#..#")])
    assert found.tolist() == [[[0, 0, 0, 0], [0, 3, 0, 0], [0, 2, 1, 0]]]


def test_rounds_are_those_of_a_slow_count(mazes):
    @settings(max_examples=60, deadline=None)
    @given(mazes(largest=7))
    def holds(instance):
        assert np.array_equal(rounds([instance])[0], counted(instance))

    holds()


def test_without_loops_all_but_the_path_is_given_up():
    instances = MAZE.generate(np.random.default_rng(3), 20, MAZE.Params(size=13))
    free = ~np.stack([instance.walls for instance in instances])
    path = np.stack(MAZE.label(instances)) == 1
    assert np.array_equal(free & (rounds(instances) == 0), path)


def test_a_maze_turned_has_its_rounds_turned_with_it():
    instances = MAZE.generate(np.random.default_rng(4), 30, MAZE.Params(size=9))
    batch = MAZE.encodings["pixel"].encode(instances, MAZE.label(instances))
    turned = MAZE.encodings["pixel"].augment(batch, np.random.default_rng(0))
    late = turned.decidable_from > 0
    assert (turned.targets[late] == 0).all()
    assert turned.mask[late].all()
    assert np.array_equal(late.sum((1, 2)), (batch.decidable_from > 0).sum((1, 2)))
