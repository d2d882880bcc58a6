"""A* search with the Manhattan distance as its heuristic."""

from heapq import heappop, heappush
from typing import final

from thinkers import SolveError
from thinkers_maze.baselines.base import ShortestPathBaseline, Tree, way_to_root
from thinkers_maze.instance import Cell, Marks, MazeInstance


@final
class AStar(ShortestPathBaseline):
    """Expand the cell with the least sum of steps and Manhattan distance to the end."""

    name = "a-star"
    summary = "A* with the Manhattan distance: a shortest path, proved (Hart et al. 1968)"

    def path(self, instance: MazeInstance) -> Marks:
        """A shortest path: the heuristic is admissible."""
        return instance.marks(_search(instance))


def _search(instance: MazeInstance) -> list[Cell]:
    came: Tree = {instance.start: instance.start}
    steps = {instance.start: 0}
    waiting = [(_distance(instance.start, instance.end), 0, instance.start)]
    while waiting:
        _, negative, cell = heappop(waiting)
        if cell == instance.end:
            return way_to_root(came, cell)
        if -negative > steps[cell]:
            continue
        for beside in instance.beside(cell):
            if steps[cell] + 1 < steps.get(beside, steps[cell] + 2):
                steps[beside] = steps[cell] + 1
                came[beside] = cell
                estimate = steps[beside] + _distance(beside, instance.end)
                heappush(waiting, (estimate, -steps[beside], beside))
    raise SolveError("no path leads from start to end")


def _distance(one: Cell, other: Cell) -> int:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])
