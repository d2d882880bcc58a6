"""Letters as colours: black walls, white free cells, green start, red end, blue path."""

import numpy as np
from numpy.typing import NDArray

from thinkers import InvalidInstanceError
from thinkers_maze.formats.grid import END, FREE, PATH, START, UNSURE, WALL, Letters

LETTERS = np.array([WALL, PATH, START, "", END, UNSURE, "", FREE])
"""The letter of each colour, numbered 4 red + 2 green + blue; cyan and yellow mean nothing."""

DARK, LIGHT = 64, 192
"""A channel below the first is off, from the second on it is on, and between them unclear."""


def to_numbers(pixels: NDArray[np.uint8], where: str) -> NDArray[np.uint8]:
    """`(h, w)` places in `LETTERS` of `(h, w, 3)` pixels, 0 … 255.

    Raises:
        InvalidInstanceError: A pixel has another colour; says which.
    """
    red, green, blue = ((pixels[..., channel] >= LIGHT).view(np.uint8) for channel in range(3))
    numbers = np.asarray(red << 2 | green << 1 | blue, np.uint8)
    unclear = ((pixels >= DARK) & (pixels < LIGHT)).any(-1)
    foreign = np.argwhere(unclear | (LETTERS == "")[numbers])
    if len(foreign):
        row, col = foreign[0].tolist()
        raise InvalidInstanceError(
            f"{where}: the pixel in row {row + 1}, column {col + 1} has the colour "
            f"#{bytes(pixels[row, col].tolist()).hex()}",
            "walls are black, free cells white, the start green, the end red, a path blue",
        )
    return numbers


def to_colours(letters: Letters) -> NDArray[np.uint8]:
    """`(h, w, 3)` pixels, 0 or 255."""
    numbers = np.select([letters == letter for letter in LETTERS], np.arange(len(LETTERS)))
    bits = numbers[..., None] >> np.array([2, 1, 0]) & 1
    return np.where(bits, 255, 0).astype(np.uint8)
