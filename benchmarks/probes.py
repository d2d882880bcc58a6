"""What a maze thinker's thoughts hold: distances, dead ends filled, and a rule for neighbourhoods.

    OMP_NUM_THREADS=1 python benchmarks/probes.py maze/dt-l --size 17 --mazes 40

Half of the mazes are fitted on, the other half is measured. Questions, iteration by iteration:

* Is the distance to the end linear in the thought of a cell? And the round in which dead-end
  filling gives it up (of cells that it does)? Ridge regression, R² on mazes that it did not see;
  beside the distance with labels shuffled in each maze, and of an untrained net.
* Which channel says that a cell is filled? Channel and number of rounds that fit best on one half,
  their correlation on the other. And which number of rounds comes nearest to the answers?
* Do the answers around a cell decide its next one? By a table, the commonest answer that followed
  each pattern of walls, ends and marks; and by hand, so many rounds of filling an iteration. How
  often is that so in the other mazes? Since mostly nothing changes: also of the cells of which the
  answer changes or the rule says so, the share of which both do.
"""

import argparse
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from thinkers_maze.filling import rounds
from thinkers_maze.instance import MazeInstance
from thinkers_maze.shortest import distances, shortest_path

from thinkers.nets import Thinker
from thinkers.registry.choosing import find_model
from thinkers.registry.registry import installed

SEED = 3_000_002
"""Draws the mazes; no training and no published score has it."""

FAMILIES = ("dfs-anywhere", "wilson-anywhere", "prim-anywhere", "kruskal-anywhere")
"""What `maze/dt-l` knows: spanning trees, ends anywhere."""

ITERATIONS = (0, 1, 2, 4, 8, 16, 32, 64)
WALL, OFF, ON, END = range(4)
"""What a rule sees of a cell: a wall, marked as off or on the path, or an end."""

Floats = NDArray[np.float64]
Codes = NDArray[np.int8]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Thoughts:
    """What a thinker thinks of mazes of one shape.

    Attributes:
        states: For each iteration from 0 on `(b, w, rows, cols)`, the mazes' own cells.
        marks: The same of the answers, `(b, rows, cols)` bool.
    """

    states: Sequence[Floats]
    marks: Sequence[Bools]


def think(thinker: Thinker, inputs: torch.Tensor, border: int, iterations: int) -> Thoughts:
    """All thoughts of inputs `(b, channels, *shape)`, whose border is cut off."""
    cut = slice(border, -border or None)
    states, marks = [], []
    with torch.no_grad(), thinker.cached_weights():
        thought, recall = thinker.embed(inputs), thinker.recall(inputs)
        for number in range(iterations + 1):
            thought = thinker.step(thought, recall) if number else thought
            states.append(thought[..., cut, cut].double().numpy())
            marks.append(thinker.readout(thought).argmax(1)[:, cut, cut].numpy() == 1)
    return Thoughts(states, marks)


def determination(
    seen: Floats, values: Floats, new: Floats, true: Floats, ridge: float = 1e-3
) -> float:
    """R² on new rows of a ridge regression with intercept.

    Args:
        seen: `(n, w)` features fitted on.
        values: `(n,)` what they should tell.
        new: `(m, w)` features of other instances.
        true: `(m,)` what is so; R² is against their own mean, and below 0 where that is better.
        ridge: Of the features' mean square, added to it.
    """
    centre, mean = seen.mean(0), values.mean()
    scatter = (seen - centre).T @ (seen - centre)
    size = np.trace(scatter) / len(scatter)
    weights = np.linalg.solve(
        scatter + (ridge * size + 1e-12) * np.eye(len(scatter)), (seen - centre).T @ (values - mean)
    )
    left = true - ((new - centre) @ weights + mean)
    return 1 - float(left @ left) / float(((true - true.mean()) ** 2).sum())


def correlations(states: Floats, holds: Bools) -> Floats:
    """`(w,)` each channel's correlation with what holds: `(n, w)` against `(n,)`; 0 if constant."""
    centred, target = states - states.mean(0), holds - holds.mean()
    sizes = np.sqrt((centred**2).sum(0) * (target**2).sum())
    return np.asarray(centred.T @ target / np.where(sizes > 0, sizes, 1.0))


def coded(walls: Bools, ends: Bools, marks: Bools) -> Codes:
    """`(b, rows, cols)` int8: what a rule sees of each cell."""
    return np.select([walls, ends, marks], [WALL, END, ON], OFF).astype(np.int8)


def neighbourhoods(codes: Codes, radius: int) -> NDArray[np.void]:
    """`(b, rows, cols)` the squares around each cell as one value each; beyond the rim is wall."""
    side = 2 * radius + 1
    padded = np.pad(codes, ((0, 0), (radius, radius), (radius, radius)), constant_values=WALL)
    windows = sliding_window_view(padded, (side, side), (1, 2)).reshape(*codes.shape, -1)
    return np.ascontiguousarray(windows).view(f"V{side * side}")[..., 0]


class Rule:
    """What followed each pattern most often; of a pattern never seen, the cell stays as it is."""

    def __init__(self, patterns: NDArray[np.void], after: Bools) -> None:
        votes: Counter[bytes] = Counter()
        for pattern, marked in zip(patterns.tolist(), after.tolist(), strict=True):
            votes[pattern] += 1 if marked else -1
        self.table = {pattern: vote > 0 for pattern, vote in votes.items()}

    def follow(self, patterns: NDArray[np.void], now: Bools) -> Bools:
        """What the table says of each."""
        told = zip(patterns.tolist(), now.tolist(), strict=True)
        return np.array([self.table.get(pattern, stays) for pattern, stays in told])


def faithful(said: Bools, now: Bools, after: Bools) -> tuple[float, float]:
    """How often a rule is right; and that of the cells that change or of which it says so.

    Args:
        said: `(n,)` what the rule says comes next.
        now: `(n,)` the answers.
        after: `(n,)` the next answers.
    """
    right, moving = said == after, (now != after) | (now != said)
    return float(right.mean()), float(right[moving].mean())


def fill(left: Bools, ends: Bools, times: int) -> Bools:
    """`(b, rows, cols)` what is left of a set of cells after so many rounds of dead-end filling."""
    for _ in range(times):
        around = np.pad(left, ((0, 0), (1, 1), (1, 1))).astype(np.int8)
        beside = around[:, :-2, 1:-1] + around[:, 2:, 1:-1]
        beside = beside + around[:, 1:-1, :-2] + around[:, 1:-1, 2:]
        left = left & (ends | (beside > 1))
    return left


class Probe:
    """Mazes, and which of their cells are measured."""

    def __init__(self, mazes: Sequence[MazeInstance]) -> None:
        self.mazes = mazes
        self.walls = np.stack([maze.walls for maze in mazes])
        self.far = np.stack([distances(maze.walls, maze.end) for maze in mazes]).astype(float)
        self.ends = np.zeros_like(self.walls)
        for number, maze in enumerate(mazes):
            self.ends[number][maze.start] = self.ends[number][maze.end] = True
        self.free = ~self.walls & (self.far >= 0)
        self.fit = np.arange(len(mazes)) % 2 == 0
        self.given_up = rounds(mazes)
        self.path = np.stack([shortest_path(maze) for maze in mazes]) > 0

    def rows(self, values: NDArray[Any], *, fit: bool) -> NDArray[Any]:
        """Of `(b, …, rows, cols)` the free cells of one half of the mazes, `(n, …)`."""
        half = self.fit if fit else ~self.fit
        return np.asarray(np.moveaxis(values, (-2, -1), (1, 2))[half][self.free[half]])

    def halves(self, values: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
        """The rows to fit on, and those to measure on."""
        return self.rows(values, fit=True), self.rows(values, fit=False)

    def distance(self, state: Floats, far: Floats | None = None) -> float:
        """R² of the distance to the end, or of other numbers."""
        (seen, new), (values, true) = self.halves(state), self.halves(self.far)
        if far is not None:
            values, true = self.halves(far)
        return determination(seen, values, new, true)

    def shuffled(self, rng: np.random.Generator) -> Floats:
        """The distances, at other cells of the same maze."""
        far = self.far.copy()
        for number, place in enumerate(self.free):
            far[number][place] = rng.permutation(far[number][place])
        return far

    def round(self, state: Floats) -> float:
        """R² of the round in which a cell is given up, of those that are."""
        (seen, new), (values, true) = self.halves(state), self.halves(self.given_up)
        return determination(
            seen[values > 0], values[values > 0], new[true > 0], true[true > 0].astype(float)
        )

    def best_round(self, marks: Bools) -> tuple[int, float]:
        """After how many rounds filling leaves what comes nearest to the marks, and how near."""
        gone, told = self.rows(self.given_up, fit=False), self.rows(marks, fit=False)
        agree = [
            float((((gone == 0) | (gone > each)) == told).mean())
            for each in range(int(gone.max()) + 1)
        ]
        return int(np.argmax(agree)), max(agree)

    def channel(self, state: Floats) -> tuple[int, float, int]:
        """The channel that follows filling best, its correlation, and after how many rounds."""
        (seen, new), (gone, true) = self.halves(state), self.halves(self.given_up)
        each = np.stack([
            correlations(seen, (gone > 0) & (gone <= after)) for after in range(1, gone.max() + 1)
        ])  # (rounds, w)  # fmt: skip
        row, place = np.unravel_index(np.abs(each).argmax(), each.shape)
        held = correlations(new, (true > 0) & (true <= row + 1))
        return int(place), float(held[place]), int(row + 1)

    def fidelity(self, marks: Sequence[Bools], radius: int) -> tuple[float, float, float]:
        """Of one table for all iterations, as `faithful`.

        The last is the share of patterns seen before, of those where answers change.
        """
        patterns = [neighbourhoods(coded(self.walls, self.ends, now), radius) for now in marks[:-1]]
        pairs = list(zip(patterns, marks[:-1], marks[1:], strict=True))
        first, _, last = (
            self._together([each[place] for each in pairs], fit=True) for place in range(3)
        )
        rule = Rule(first, last)
        seen, now, after = (
            self._together([each[place] for each in pairs], fit=False) for place in range(3)
        )
        known = np.array([pattern in rule.table for pattern in seen.tolist()])
        return *faithful(rule.follow(seen, now), now, after), float(known[now != after].mean())

    def end(self, marks: Bools) -> tuple[float, int, float]:
        """How much of the marks is as filling leaves it; also of cells where that is no path.

        The second is how many of those there are: what filling leaves is not a shortest path.
        """
        left, path, marks = (
            self.rows(each, fit=False) for each in (self.given_up == 0, self.path, marks)
        )
        alike, other = left == marks, left != path
        sides = float(alike[other].mean()) if other.any() else 1.0
        return float(alike.mean()), int(other.sum()), sides

    def whole(self, marks: Bools) -> tuple[int, int, int]:
        """In how many mazes filling leaves a shortest path, the marks are one, and both."""
        rule, thinker = (
            ((each & ~self.walls) == self.path).all((1, 2))[~self.fit]
            for each in (self.given_up == 0, marks)
        )
        return int(rule.sum()), int(thinker.sum()), int((rule & thinker).sum())

    def by_hand(self, marks: Sequence[Bools], times: int) -> tuple[float, float]:
        """Of so many rounds of filling an iteration, as `faithful`."""
        told = [fill(now & ~self.walls, self.ends, times) for now in marks[:-1]]
        said, now, after = (
            self._together(each, fit=False) for each in (told, marks[:-1], marks[1:])
        )
        return faithful(said, now, after)

    def _together(self, values: Sequence[NDArray[Any]], *, fit: bool) -> NDArray[Any]:
        return np.concatenate([self.rows(each, fit=fit) for each in values])


def report(probe: Probe, trained: Thoughts, fresh: Thoughts) -> None:
    """Print what was found."""
    shuffled = probe.shuffled(np.random.default_rng(SEED))
    print("            R² of the distance           of the   channel that follows     answers as")
    print(
        "iteration   trained shuffled untrained   round    filling, correlation     filling after"
    )
    for number in ITERATIONS:
        state = trained.states[number]
        channel, size, after = probe.channel(state)
        fits, near = probe.best_round(trained.marks[number])
        print(
            f"{number:9}   {probe.distance(state):7.3f} {probe.distance(state, shuffled):8.3f}"
            f" {probe.distance(fresh.states[number]):9.3f}   {probe.round(state):6.3f}"
            f"   {channel:3}, {size:6.3f}, {after:3} rounds   {fits:3} rounds ({near:.2%})",
            flush=True,
        )
    for radius in (1, 2):
        right, moving, known = probe.fidelity(trained.marks, radius)
        side = 2 * radius + 1
        print(
            f"table of {side} x {side} cells: {right:.2%} right, {moving:.2%} of what changes "
            f"({known:.2%} of its patterns seen before)"
        )
    for times in (1, 2, 3, 4):
        right, moving = probe.by_hand(trained.marks, times)
        print(f"{times} rounds of filling: {right:.2%} right, {moving:.2%} of what changes")
    alike, differ, sides = probe.end(trained.marks[-1])
    print(f"after {ITERATIONS[-1]} iterations {alike:.2%} of the cells are as filling leaves them;")
    rule, thinker, both = probe.whole(trained.marks[-1])
    print(f"{differ} cells it leaves otherwise than a shortest path: {sides:.2%} marked so too;")
    print(
        f"of {(~probe.fit).sum()} mazes filling leaves the shortest path in {rule}, the thinker "
        f"marks it in {thinker}, both in {both}"
    )


def main() -> None:
    """Draw, think, and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model")
    parser.add_argument("--size", type=int, default=17)
    parser.add_argument("--mazes", type=int, default=40)
    parser.add_argument("--families", default=",".join(FAMILIES), help="names, by commas")
    options = parser.parse_args()
    torch.set_num_threads(1)
    problem, model = find_model(installed(), options.model)
    rng, mazes = np.random.default_rng(SEED), []
    families = options.families.split(",")
    for family in families:
        params = problem.sized(options.size, {"family": family}, "probes")
        mazes += problem.generate(rng, options.mazes // len(families), params)
    order = rng.permutation(len(mazes))
    mazes = [mazes[place] for place in order]
    encoding = model.card.pick_encoding(problem.encodings)
    inputs = torch.from_numpy(encoding.encode(mazes).inputs).float()
    torch.manual_seed(0)
    fresh = type(model.thinker).build(encoding.signature, model.card.config).eval()
    border = (inputs.shape[-1] - mazes[0].shape[1]) // 2
    thoughts = [think(each, inputs, border, ITERATIONS[-1]) for each in (model.thinker, fresh)]
    report(Probe(mazes), *thoughts)


if __name__ == "__main__":
    main()
