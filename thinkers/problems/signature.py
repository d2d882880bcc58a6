"""The signature of an encoding: the shapes that it gives a thinker, and those it asks back."""

from dataclasses import dataclass, replace
from functools import cached_property
from math import inf
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from thinkers.errors import did_you_mean

Layout = Literal["sequence", "grid", "matrix", "graph"]
"""Where a hidden state lives: on a line, on a plane, on all pairs of two sets, on listed pairs."""

Target = Literal["class", "row", "node"]
"""What is chosen: a class at each position, a position of each row, a class for each row."""

AXES: dict[Layout, int] = {"sequence": 1, "grid": 2, "matrix": 2, "graph": 2}

PAIRS = frozenset({"matrix", "graph"})
"""The layouts whose positions are pairs, a row of them for each node."""


@dataclass(frozen=True)
class Signature:
    """The shapes that an encoding gives a thinker and asks back.

    The positions of a `matrix` are all pairs of n nodes, `(n, n)`, or of rows and columns,
    `(n, m)`, where it is bipartite. Those of a `graph` are the pairs of n nodes with at most k
    listed neighbours each, `(n, k)`. Layout and target are independent, but for `broken_rule`.

    Attributes:
        layout: `sequence` has one axis of positions; `grid`, `matrix` and `graph` have two.
        channels: Numbers per position going in, >= 1.
        classes: Scores per choice coming out, >= 1.
        target: `class`: each position chooses one of its classes. `row`: each row of a matrix
            chooses one of its columns, each node of a graph one of its neighbours, among those
            that the mask allows; then `classes` is 1. `node`: each row or node chooses a class.
        pointwise: Whether `decode` reads nothing but the class of the highest score at each
            position that counts, so that an answer is final once these are.
        near: For `matrix`, two channels that are the smaller the nearer: one that orders the
            columns of each row, one that orders the rows of each column. None where there is no
            such order.
        node_channels: Numbers per node of a graph, or per row of a matrix.
        globals: Numbers per instance.
        bipartite: Of a matrix, whether rows and columns are two sets: there may be more of the one
            than of the other, and a pair has no reverse.
        padded: Of a matrix, whether instances of different sizes share a batch, so that some rows
            and columns of `Batch.present` are not there.
    """

    layout: Layout
    channels: int
    classes: int
    target: Target = "class"
    pointwise: bool = False
    near: tuple[int, int] | None = None
    node_channels: int = 0
    globals: int = 0
    bipartite: bool = False
    padded: bool = False

    @property
    def axes(self) -> int:
        """How many axes of positions: 1 or 2."""
        return AXES[self.layout]

    @property
    def features(self) -> int:
        """Numbers per position that a thinker sees: its own, its nodes', and the instance's."""
        ends = 1 if self.bipartite else 2
        return self.channels + ends * self.node_channels + self.globals

    @property
    def inputs(self) -> int:
        """Channels of a thinker's inputs: the features, then what says where positions are.

        Of a padded matrix one, 1 where a position is there, else 0. Of a graph two: the node that
        a pair leads to, -1 where no pair is listed, and the place of the reverse pair among all
        n k, -1 where that is not listed.
        """
        return self.features + (2 if self.layout == "graph" else int(self.padded))

    @cached_property
    def seen(self) -> "Signature":
        """The signature as a thinker is built for it: all features are channels of positions."""
        if self.features == self.channels:
            return self
        return replace(self, channels=self.features, node_channels=0, globals=0)

    def chosen(self, shape: tuple[int, ...]) -> tuple[int, ...]:
        """Where choices are made among positions of a shape: the shape of mask and scores."""
        return shape[:1] if self.target == "node" else shape

    def broken_rule(self) -> str:
        """The rule that the signature breaks, in one sentence; empty where it means something."""
        for name, value, known in (
            ("layout", self.layout, get_args(Layout)),
            ("target", self.target, get_args(Target)),
        ):
            if value not in known:
                near = did_you_mean(str(value), known)
                return f"expected the {name} to be one of {', '.join(known)}, got {value!r}{near}"
        counts = (self.channels, self.classes, self.node_channels + 1, self.globals + 1)
        if min(counts) < 1:
            return "expected channels >= 1, classes >= 1, node_channels >= 0 and globals >= 0"
        pairs, matrix = self.layout in PAIRS, self.layout == "matrix"
        rules = (
            (pairs or self.target == "class",
             f"the target {self.target!r} needs rows of pairs: a matrix or a graph"),
            (self.target != "row" or self.classes == 1,
             "the target 'row' chooses among positions, so expected 1 class"),
            (pairs or not self.node_channels,
             "node_channels need pairs of nodes: a matrix or a graph"),
            (matrix or not self.bipartite, "only a matrix can be bipartite"),
            (matrix or not self.padded,
             "only a matrix is padded; a node of a graph that is not there lists no neighbours"),
            (not self.near or (matrix and min(self.near) >= 0 and max(self.near) < self.channels),
             "expected near to name two channels of a matrix"),
        )  # fmt: skip
        return next((rule for holds, rule in rules if not holds), "")

    def margin(self, scores: NDArray[np.float32], mask: NDArray[np.bool_]) -> float:
        """The margin: the least difference of best and second best score, over choices that count.

        Args:
            scores: `(classes, *shape)` float32 logits of one instance.
            mask: `(*shape)` bool, as in `Batch`.

        Returns:
            At least 0: the smaller, the nearer to another answer; `inf` where nothing is left to
            choose, 0 where scores are no numbers.
        """
        if self.target == "row":
            choices = np.where(mask, scores[0], -np.inf)[mask.sum(1) > 1]
            if not choices.size:
                return inf
            second, best = np.partition(choices, -2, axis=1)[:, -2:].T  # (rows,) each
        else:
            if self.classes < 2 or not mask.any():
                return inf
            best, second = np.maximum(scores[0], scores[1]), np.minimum(scores[0], scores[1])
            for other in scores[2:]:
                second = np.maximum(second, np.minimum(best, other))
                best = np.maximum(best, other)  # nan stays
        with np.errstate(invalid="ignore"):
            apart = best - second
        least = float(apart.min() if self.target == "row" else apart.min(initial=inf, where=mask))
        return 0.0 if np.isnan(least) else least

    def chances(self, scores: NDArray[np.float32], mask: NDArray[np.bool_]) -> NDArray[np.float64]:
        """The chance of each choice by softmax: of a row's column, of class 1 of two, of the best.

        Args:
            scores: `(classes, *shape)` float32 logits of one instance.
            mask: `(*shape)` bool, as in `Batch`.

        Returns:
            `(*shape)` float64, 0 to 1; nan where nothing is chosen or scores are no numbers. Of
            two classes the chance of class 1, of more that of the likeliest.
        """
        row = self.target == "row"
        logits = scores.astype(np.float64)
        if row:
            logits = np.where(mask, logits[0], -np.inf)
        with np.errstate(invalid="ignore", over="ignore"):
            powers = np.exp(logits - logits.max(-1 if row else 0, keepdims=True))
            chances = powers / powers.sum(-1 if row else 0, keepdims=True)
        if not row:
            chances = chances[1] if self.classes == 2 else chances.max(0)
        return np.where(mask, chances, np.nan)
