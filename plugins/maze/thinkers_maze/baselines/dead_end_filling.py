"""Dead-end filling: what a recurrent net on mazes most resembles (Knutson et al. 2024)."""

from typing import final

import numpy as np

from thinkers import BaselineAnswer
from thinkers_maze.baselines.base import MazeBaseline
from thinkers_maze.instance import Cell, Marks, MazeInstance


@final
class DeadEndFilling(MazeBaseline):
    """Wall up dead ends until none is left; what stays free is the path, where no loops are."""

    name = "dead-end-filling"
    summary = "wall up dead ends until none is left; only for mazes without loops"

    def solve(self, instance: MazeInstance, rng: np.random.Generator) -> BaselineAnswer[Marks]:
        """What stays free; loops stay in it, and then it is no answer."""
        del rng
        ways = _ways(instance)
        tree = _is_tree(ways)
        return BaselineAnswer(instance.marks(_filled(instance, ways)), proved=tree)

    def unsuitable(self, instance: MazeInstance) -> str:
        """Mazes with loops that can be reached from the start."""
        if _is_tree(_ways(instance)):
            return ""
        return "the maze has loops, and filling dead ends does not choose between two ways"


def _ways(instance: MazeInstance) -> dict[Cell, list[Cell]]:
    """The neighbours of every cell that can be reached from the start."""
    ways: dict[Cell, list[Cell]] = {}
    waiting = [instance.start]
    while waiting:
        cell = waiting.pop()
        if cell not in ways:
            ways[cell] = instance.beside(cell)
            waiting += ways[cell]
    return ways


def _is_tree(ways: dict[Cell, list[Cell]]) -> bool:
    return sum(map(len, ways.values())) == 2 * (len(ways) - 1)


def _filled(instance: MazeInstance, ways: dict[Cell, list[Cell]]) -> set[Cell]:
    free, kept = set(ways), {instance.start, instance.end}
    dead_ends = [cell for cell, beside in ways.items() if len(beside) < 2]
    while dead_ends:
        cell = dead_ends.pop()
        left = [beside for beside in ways[cell] if beside in free]
        if cell in free and cell not in kept and len(left) < 2:
            free.remove(cell)
            dead_ends += left
    return free
