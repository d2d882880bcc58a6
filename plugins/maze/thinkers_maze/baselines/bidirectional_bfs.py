"""Breadth-first search from both ends at once."""

from typing import final

from thinkers import SolveError
from thinkers_maze.baselines.base import ShortestPathBaseline, Tree, way_to_root
from thinkers_maze.instance import Cell, Marks, MazeInstance


@final
class BidirectionalBfs(ShortestPathBaseline):
    """Two searches, one from each end, each level by level; the smaller front goes first.

    In open areas they see about half of the cells that one search sees.
    """

    name = "bidirectional-bfs"
    summary = "breadth-first search from both ends: a shortest path, proved (Pohl 1971)"

    def path(self, instance: MazeInstance) -> Marks:
        """The first on which the two meet: a shortest one, since each level is searched whole."""
        return instance.marks(_search(instance))


def _search(instance: MazeInstance) -> list[Cell]:
    trees: tuple[Tree, Tree] = ({instance.start: instance.start}, {instance.end: instance.end})
    fronts = [[instance.start], [instance.end]]
    while all(fronts):
        side = int(len(fronts[1]) < len(fronts[0]))
        own, other = trees[side], trees[1 - side]
        front = []
        for cell in fronts[side]:
            for beside in instance.beside(cell):
                if beside not in own:
                    own[beside] = cell
                    front.append(beside)
                if beside in other:
                    there, back = (way_to_root(tree, beside) for tree in trees)
                    return [*there[::-1], *back[1:]]
        fronts[side] = front
    raise SolveError("no path leads from start to end")
