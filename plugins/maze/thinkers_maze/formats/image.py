"""Mazes as pictures: dark walls, light free cells, a green start and a red end."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from struct import unpack
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from thinkers import InvalidInstanceError, read_bytes
from thinkers_maze.formats.colours import LETTERS, to_colours, to_letters
from thinkers_maze.formats.grid import FREE, Labelled, Letters, letters_of, note_of, to_maze
from thinkers_maze.formats.grid import to_letters as drawn
from thinkers_maze.formats.lattice import cells
from thinkers_maze.instance import Marks, MazeInstance
from thinkers_maze.reading import NOWHERE, Given

if TYPE_CHECKING:
    from PIL.Image import Image as Picture

SCALE, LARGEST = 8, 1600
"""Most pixels along the side of a cell that we write, and along the picture, if cells allow."""

MAX_PIXELS = 4096 * 4096
"""Larger pictures are refused before they are unpacked: that takes about 20 bytes a pixel."""

SIGNATURE, JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
"""What the files begin with."""

HEADER = 24
"""Bytes up to the width and height of a PNG file, its last eight."""

NOTED = "Comment"
"""The text of a PNG file that holds what its colours do not show of the answer."""

DRAWN = "Maze"
"""The text of a PNG file that is drawn for people, with a legend, and holds the maze as letters."""


def read(path: Path, given: Given = NOWHERE) -> list[Labelled]:
    """One maze, with cells of one size or between walls of one width.

    A rim that is no whole cell wide is left out when it is wall, and then a frame of one cell: so
    pictures of the easy-to-hard data (cells of 2 pixels, a frame of 3) are read too. What we drew
    for people is read by the letters that it holds, see `with_letters`.

    Raises:
        InvalidInstanceError: It is no PNG, too large, or no picture of a maze.
    """
    pixels, texts = _open(path)
    if rows := texts.get(DRAWN, "").split():
        letters = _grid(rows, path.name)
    else:
        letters = LETTERS[cells(to_letters(pixels, path.name), path.name)]
    return [to_maze(letters, path.name, note=texts.get(NOTED, ""), given=given)]


def content(instances: Sequence[MazeInstance], answers: Sequence[Marks | None]) -> bytes:
    """One maze with a frame one cell wide; its path is blue.

    Raises:
        InvalidInstanceError: There is more than one maze.
    """
    from PIL import Image

    if len(instances) != 1:
        raise InvalidInstanceError(
            f"a picture holds one maze, got {len(instances)}", "write to .txt, .csv or .npz"
        )
    colours = to_colours(drawn(instances[0], answers[0]))
    scale = max(1, min(SCALE, LARGEST // max(colours.shape)))
    picture = Image.fromarray(colours.repeat(scale, 0).repeat(scale, 1))
    return _saved(picture, {NOTED: note_of(instances[0], answers[0])})


def with_letters(png: bytes, instance: MazeInstance, marks: Marks | None) -> bytes:
    """A picture for people, with the maze and its answer as letters in it, to be read back."""
    from PIL import Image

    rows = ("".join(row) for row in drawn(instance, marks).tolist())
    texts = {DRAWN: "\n".join(rows).replace(FREE, "."), NOTED: note_of(instance, marks)}
    with Image.open(BytesIO(png), formats=["PNG"]) as picture:
        return _saved(picture, texts)


def _saved(picture: "Picture", texts: Mapping[str, str]) -> bytes:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    for name, text in texts.items():
        if text:
            info.add_text(name, text)
    stream = BytesIO()
    picture.save(stream, "PNG", pnginfo=info)
    return stream.getvalue()


def _grid(rows: Sequence[str], where: str) -> Letters:
    if len({len(row) for row in rows}) > 1:
        raise InvalidInstanceError(f"{where}: the rows of the maze that it holds differ in length")
    return np.stack([letters_of(row) for row in rows])


def _open(path: Path) -> tuple[NDArray[np.uint8], dict[str, str]]:
    """`(h, w, 3)` pixels as every viewer shows them, and the texts beside."""
    from PIL import Image

    with path.open("rb") as file:
        head = file.read(HEADER)
    if not head.startswith(SIGNATURE):
        what = "a JPEG renamed" if head.startswith(JPEG) else "no PNG inside"
        raise InvalidInstanceError(
            f"{path} is not a PNG file: {what}", "save the maze as PNG; JPEG blurs its walls"
        )
    if len(head) == HEADER:
        width, height = unpack(">II", head[-8:])
        if width * height > MAX_PIXELS:
            raise InvalidInstanceError(
                f"{path} is too large a picture: {width} x {height} pixels, at most {MAX_PIXELS}",
                "scale it down, to as little as one pixel a cell",
            )
    packed = read_bytes(path)
    damages: tuple[type[Exception], ...] = (OSError, SyntaxError, ValueError)
    try:
        with Image.open(BytesIO(packed), formats=["PNG"]) as image:
            texts = {name: str(image.info.get(name, "")) for name in (DRAWN, NOTED)}
            return _as_seen(image), texts
    except damages as error:
        raise InvalidInstanceError(f"{path} is a damaged PNG file: {error}") from error


def _as_seen(image: "Picture") -> NDArray[np.uint8]:
    """Red, green and blue, 0 … 255, on a white ground where the picture is transparent."""
    from PIL import Image

    clear = image.info.get("transparency")
    if image.mode.startswith("I"):  # greys of 16 bits
        deep = np.asarray(image).astype(np.int64)
        greys = np.where(deep == clear, 255, deep >> 8) if isinstance(clear, int) else deep >> 8
        return np.repeat(greys.clip(0, 255).astype(np.uint8)[..., None], 3, axis=2)
    if clear is None and "A" not in image.mode:
        return np.asarray(image.convert("RGB"))
    both = image.convert("RGBA")
    seen = Image.new("RGB", both.size, "white")
    seen.paste(both, mask=both.getchannel("A"))
    return np.asarray(seen)
