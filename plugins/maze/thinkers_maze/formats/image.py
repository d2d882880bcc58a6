"""Mazes as pictures: black walls, white free cells, a green start and a red end."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from warnings import catch_warnings, simplefilter

import numpy as np
from numpy.typing import NDArray

from thinkers import InvalidInstanceError
from thinkers_maze.formats.colours import LETTERS, to_colours, to_numbers
from thinkers_maze.formats.grid import START, WALL, to_instance, to_letters
from thinkers_maze.instance import Marks, MazeInstance

SCALE, LARGEST = 8, 1600
"""Most pixels along the side of a cell that we write, and along the picture, if cells allow."""

SIGNATURE, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
"""What the files begin with."""


def read(path: Path) -> list[MazeInstance]:
    """One maze with square cells of one size, which is that of the start.

    A rim that is no whole cell wide is left out when it is wall, and then a frame of one cell: so
    pictures of the easy-to-hard data (cells of 2 pixels, a frame of 3) are read too.

    Raises:
        InvalidInstanceError: It is no PNG, or no picture of a maze.
    """
    numbers = to_numbers(_pixels(path), path.name)
    return [to_instance(LETTERS[_cells(numbers, path.name)], path.name)]


def write(path: Path, instances: Sequence[MazeInstance], solutions: Sequence[Marks] | None) -> None:
    """One maze with a frame one cell wide; its path is blue.

    Raises:
        InvalidInstanceError: There is more than one maze.
    """
    from PIL import Image

    if len(instances) != 1:
        raise InvalidInstanceError(
            f"a picture holds one maze, got {len(instances)}", "write to .txt, .csv or .npz"
        )
    colours = to_colours(to_letters(instances[0], solutions[0] if solutions else None))
    scale = max(1, min(SCALE, LARGEST // max(colours.shape)))
    Image.fromarray(colours.repeat(scale, 0).repeat(scale, 1)).save(path)


def _pixels(path: Path) -> NDArray[np.uint8]:
    from PIL import Image

    with path.open("rb") as file:
        begins = file.read(len(SIGNATURE))
    if begins != SIGNATURE:
        what = "a JPEG renamed" if begins.startswith(JPEG) else "no PNG inside"
        raise InvalidInstanceError(
            f"{path} is not a PNG file: {what}", "save the maze as PNG; JPEG blurs its walls"
        )
    errors: tuple[Any, ...] = (OSError, SyntaxError, ValueError)
    with catch_warnings():
        simplefilter("error", Image.DecompressionBombWarning)
        try:
            with Image.open(path, formats=["PNG"]) as image:
                return np.asarray(image.convert("RGB"))
        except (Image.DecompressionBombWarning, Image.DecompressionBombError) as error:
            raise InvalidInstanceError(f"{path} is too large a picture") from error
        except errors as error:
            raise InvalidInstanceError(f"{path} is a damaged PNG file: {error}") from error


def _cells(pixels: NDArray[np.uint8], name: str) -> NDArray[np.uint8]:
    """One number a cell, from one a pixel."""
    starts = pixels == LETTERS.tolist().index(START)
    wall = LETTERS.tolist().index(WALL)
    if not starts.any():
        raise InvalidInstanceError(f"{name}: there is no start (green)")
    top, left = np.argwhere(starts)[0].tolist()
    side = min(_run(starts[top, left:]), _run(starts[top:, left]))
    kept = pixels[top % side :, left % side :]
    rows, cols = kept.shape[0] // side, kept.shape[1] // side
    kept = kept[: rows * side, : cols * side]
    hint = f"the start is {side} pixels wide, so every cell must be {side} x {side}"
    if (kept != wall).sum() != (pixels != wall).sum():
        raise InvalidInstanceError(f"{name}: the cells at the rim are cut off", hint)
    blocks = kept.reshape(rows, side, cols, side)
    cells = blocks[:, 0, :, 0]
    uneven = np.argwhere((blocks != cells[:, None, :, None]).any((1, 3)))
    if len(uneven):
        row, col = uneven[0].tolist()
        place = f"row {row * side + top % side + 1}, column {col * side + left % side + 1}"
        raise InvalidInstanceError(f"{name}: the cell at {place} has several colours", hint)
    return cells


def _run(line: NDArray[np.bool_]) -> int:
    """How many of the first values are True."""
    return int(np.append(line, False).argmin())
