"""What a thinker sees of a puzzle, and what its scores say."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from thinkers import Batch, Encoding, Signature
from thinkers_sudoku.puzzle import Grid, Puzzle
from thinkers_sudoku.symmetry import Symmetry

DIGITS = 9
"""Channels and classes; a 4 x 4 puzzle has 5 to 9 ruled out everywhere."""


class CandidatesEncoding(Encoding[Puzzle, Grid]):
    """A channel and a class for each digit: 1 where it is a clue, -1 where it is ruled out.

    A clue rules out the other digits of its own cell, n those above it. Empty cells are asked.
    """

    signature = Signature("grid", channels=DIGITS, classes=DIGITS, pointwise=True)

    def shape(self, instance: Puzzle) -> tuple[int, ...]:
        """`(n, n)`."""
        return instance.clues.shape

    def encode(self, instances: Sequence[Puzzle], solutions: Sequence[Grid] | None = None) -> Batch:
        """Clues as inputs; the targets are the digits, less 1."""
        clues = np.stack([each.clues for each in instances])[:, None]  # (b, 1, n, n)
        digits = np.arange(1, DIGITS + 1)[:, None, None]  # (9, 1, 1)
        ruled_out = (clues > 0) | (digits > clues.shape[-1])  # (b, 9, n, n)
        inputs = np.where(clues == digits, 1, np.where(ruled_out, -1, 0)).astype(np.float32)
        targets = None if solutions is None else np.stack(solutions) - 1
        return Batch(inputs, clues[:, 0] == 0, targets)

    def decode(self, scores: NDArray[np.float32], instance: Puzzle) -> Grid:
        """The clues, and in every other cell the digit of the highest score."""
        best = scores[: instance.side].argmax(0) + 1  # (n, n)
        return np.where(instance.clues > 0, instance.clues, best)

    def augment(self, batch: Batch, rng: np.random.Generator) -> Batch:
        """Each puzzle by a symmetry of its own."""
        assert batch.targets is not None
        side = batch.shape[0]
        inputs, mask, targets = batch.inputs.copy(), batch.mask.copy(), batch.targets.copy()
        for row in range(len(inputs)):
            by = Symmetry.draw(rng, side)
            named = np.arange(DIGITS)
            named[:side] = by.digits
            inputs[row] = by.places(batch.inputs[row][named])
            mask[row] = by.places(batch.mask[row])
            targets[row] = by.grid(batch.targets[row] + 1) - 1
        return replace(batch, inputs=inputs, mask=mask, targets=targets)
