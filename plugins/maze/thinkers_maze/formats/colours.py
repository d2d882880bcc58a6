"""Colours as letters: dark walls, light free cells, a green start, a red end, a path in blue.

Pictures come from many programs, so colours are told by their hue and not by their exact value:
any usual red or green will do, and a path may be drawn in any other hue.
"""

import numpy as np
from numpy.typing import NDArray

from thinkers import InvalidInstanceError
from thinkers_maze.formats.grid import END, FREE, PATH, START, UNSURE, WALL, Letters

LETTERS = np.array([WALL, FREE, START, END, PATH, UNSURE, ""])
"""The letter of each code; the last stands for colours that mean nothing."""

PAINTS = ((0, 0, 0), (255, 255, 255), (0, 255, 0), (255, 0, 0), (0, 0, 255), (255, 128, 0))
"""What we write for each letter: red, green and blue."""

GREY, COLOURFUL = 48, 64
"""Below the first difference between its strongest and its weakest channel a colour is a grey, from
the second on it has a hue, and between them it is unclear."""

DARK, LIGHT = 96, 160
"""Greys below the first are walls, above the second free, and between them unclear."""

APART, ALIKE = 48, 24
"""Where a picture has two greys only the darker is wall: how far they must be apart, and how much
each of them may vary."""

HUES = (
    (0, 16, END), (20, 45, UNSURE), (45, 75, PATH), (85, 160, START), (175, 330, PATH),
    (345, 360, END),
)  # fmt: skip
"""Degrees on the colour wheel from which and up to which a colour has a letter; red is 0, green 120
and blue 240. Between them a colour is unclear."""


def to_letters(pixels: NDArray[np.uint8], where: str) -> NDArray[np.uint8]:
    """`(h, w)` places in `LETTERS` of `(h, w, 3)` pixels, 0 … 255.

    Raises:
        InvalidInstanceError: A pixel has an unclear colour; says which.
    """
    packed = pixels[..., 0].astype(np.uint32)  # (h, w), as 0xRRGGBB
    for channel in (1, 2):
        packed <<= 8
        packed |= pixels[..., channel]
    table = np.zeros(1 << 24, np.uint8)
    table[packed] = 1
    found = np.flatnonzero(table)
    table[found] = _codes(np.stack([found >> 16, found >> 8 & 255, found & 255], 1))
    codes: NDArray[np.uint8] = table[packed]
    unclear = codes == len(LETTERS) - 1
    if unclear.any():
        row, col = np.unravel_index(int(unclear.argmax()), unclear.shape)
        raise InvalidInstanceError(
            f"{where}: the pixel in row {row + 1}, column {col + 1} has the colour "
            f"#{bytes(pixels[row, col].tolist()).hex()}, which is unclear",
            "walls are dark, free cells light, the start green, the end red, a path blue",
        )
    return codes


def to_colours(letters: Letters) -> NDArray[np.uint8]:
    """`(h, w, 3)` pixels, 0 … 255."""
    numbers = np.select([letters == letter for letter in LETTERS], np.arange(len(LETTERS)))
    return np.array(PAINTS, np.uint8)[numbers]


def _codes(colours: NDArray[np.int64]) -> NDArray[np.uint8]:
    """The code of each of `(n, 3)` colours."""
    known = LETTERS.tolist()
    codes = np.full(len(colours), len(known) - 1, np.uint8)
    chroma = colours.max(1) - colours.min(1)
    hue = _hue(colours)
    for first, last, letter in HUES:
        codes[(chroma >= COLOURFUL) & (first <= hue) & (hue < last)] = known.index(letter)
    grey = chroma < GREY
    bright = colours[grey] @ np.array([299, 587, 114]) // 1000  # ITU-R BT.601
    dark, light = _limits(bright)
    for shades, letter in ((bright < dark, WALL), (bright > light, FREE)):
        codes[np.flatnonzero(grey)[shades]] = known.index(letter)
    return codes


def _hue(colours: NDArray[np.int64]) -> NDArray[np.float64]:
    """Degrees on the colour wheel, 0 … 360; 0 for greys."""
    red, green, blue = colours.T
    most, chroma = colours.max(1), np.maximum(colours.max(1) - colours.min(1), 1)
    sixths = np.select(
        [most == red, most == green],
        [(green - blue) / chroma, 2 + (blue - red) / chroma],
        4 + (red - green) / chroma,
    )
    return np.asarray(60 * sixths % 360)


def _limits(bright: NDArray[np.int64]) -> tuple[float, float]:
    """Below which brightness greys are walls, and above which they are free."""
    shades = np.unique(bright)
    if ((shades >= DARK) & (shades <= LIGHT)).any() and len(shades) > 1:
        split = int(np.diff(shades).argmax())
        darker, lighter = shades[: split + 1], shades[split + 1 :]
        if lighter[0] - darker[-1] >= APART and max(np.ptp(darker), np.ptp(lighter)) <= ALIKE:
            middle = (lighter[0] + darker[-1]) / 2
            return middle, middle
    return DARK, LIGHT
