"""Pictures of any constant cell size are read, with or without a frame; others are refused."""

from io import BytesIO
from pathlib import Path
from struct import pack
from zlib import compress, crc32

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from PIL import Image
from thinkers_maze.drawing import draw
from thinkers_maze.encodings.pixel import PixelEncoding
from thinkers_maze.formats import image
from thinkers_maze.formats.colours import to_colours
from thinkers_maze.formats.image import SCALE, content, read
from thinkers_maze.shortest import shortest_path

from thinkers import InvalidInstanceError

DATA = Path(__file__).parents[1] / "data"

PICTURE = "S.#/#../..E"
LETTERS = np.array([list(line) for line in PICTURE.replace(".", " ").split("/")])


@pytest.fixture
def picture(tmp_path):
    def saved(pixels, name="maze.png", **options):
        path = tmp_path / name
        Image.fromarray(np.asarray(pixels, np.uint8)).save(path, **options)
        return path

    return saved


def pixels(letters=LETTERS, side=4):
    return to_colours(letters).repeat(side, 0).repeat(side, 1)


def same(found, expected):
    return (found.walls.tolist(), found.start, found.end) == (
        expected.walls.tolist(), expected.start, expected.end
    )  # fmt: skip


@pytest.mark.parametrize("side", [1, 2, 3, 7, 20])
@pytest.mark.parametrize("frame", [0, 1])
def test_any_cell_size(picture, maze, side, frame):
    letters = np.pad(LETTERS, frame, constant_values="#")
    ((found, _),) = read(picture(pixels(letters, side)))
    assert same(found, maze(PICTURE))


def test_easy_to_hard_pictures(picture, maze):
    (colours,) = PixelEncoding().colours([maze(PICTURE)])
    ((found, _),) = read(picture(colours.transpose(1, 2, 0) * 255))
    assert same(found, maze(PICTURE))


@pytest.mark.parametrize("mode", ["RGBA", "P"])
def test_other_modes(tmp_path, maze, mode):
    Image.fromarray(pixels()).convert(mode).save(tmp_path / "maze.png")
    assert same(read(tmp_path / "maze.png")[0][0], maze(PICTURE))


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "I;16", "RGB"])
def test_black_and_white_with_gaps_as_ends(tmp_path, maze, mode):
    letters = np.array([list(line) for line in ("# ###", "#   #", "### #")])
    white = np.where(letters == "#", 0, 255).astype(np.uint8).repeat(3, 0).repeat(3, 1)
    if mode == "I;16":
        picture = Image.fromarray(white.astype(np.uint16) * 257)
    else:
        picture = Image.fromarray(white).convert(mode)
    picture.save(tmp_path / "maze.png")
    ((found, marks),) = read(tmp_path / "maze.png")
    assert same(found, maze("#S###/#...#/###E#"))
    assert marks is None


@pytest.mark.parametrize("alpha", [False, True])
def test_colours_of_16_bits(tmp_path, maze, alpha):
    """Written by hand, as Pillow writes none."""
    deep = pixels().astype(">u2") * 257
    if alpha:
        deep = np.concatenate([deep, np.full((*deep.shape[:2], 1), 65535, ">u2")], 2).astype(">u2")
    lines = b"".join(b"\0" + line.tobytes() for line in deep)
    header = pack(">IIBBBBB", deep.shape[1], deep.shape[0], 16, 6 if alpha else 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", compress(lines)), (b"IEND", b""))
    packed = b"".join(
        pack(">I", len(content)) + kind + content + pack(">I", crc32(kind + content))
        for kind, content in chunks
    )
    (tmp_path / "maze.png").write_bytes(image.SIGNATURE + packed)
    assert same(read(tmp_path / "maze.png")[0][0], maze(PICTURE))


def test_what_is_transparent_is_white():
    (erased, _), (seen, _) = (
        read(DATA / name)[0] for name in ("erased-wall.png", "erased-wall-as-seen.png")
    )
    assert same(erased, seen)
    assert shortest_path(erased).sum() - 1 == 6


@pytest.mark.parametrize(
    ("mode", "black", "clear"), [("L", 0, 0), ("RGB", (0, 0, 0), (0, 0, 0)), ("P", 0, 0)]
)
def test_a_colour_may_be_transparent(tmp_path, mode, black, clear):
    picture = Image.new(mode, (2, 2), black)
    picture.save(tmp_path / "maze.png", transparency=clear)
    seen, _ = image._open(tmp_path / "maze.png")
    assert (seen == 255).all()


def test_half_transparent_walls_are_grey(tmp_path):
    both = np.zeros((1, 2, 4), np.uint8)
    both[0, :, 3] = (255, 128)
    Image.fromarray(both).save(tmp_path / "maze.png")
    seen, _ = image._open(tmp_path / "maze.png")
    assert seen[0, :, 0].tolist() == [0, 127]


@pytest.mark.parametrize("answered", [False, True])
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_our_own_drawings_are_read_back(answered, data, mazes, tmp_path_factory):
    instance = data.draw(mazes())
    marks = None
    if answered:
        drawn = st.lists(st.sampled_from([0, 1, -1]), min_size=49, max_size=49)
        marks = np.resize(data.draw(drawn), instance.shape).astype(np.int8)
        marks[instance.walls] = 0
        marks[instance.start] = marks[instance.end] = 1
        assume((marks != 0).sum() > 2)
    path = tmp_path_factory.mktemp("drawn") / "maze.png"
    draw(instance, marks).save(path)
    ((found, answer),) = read(path)
    assert same(found, instance)
    np.testing.assert_equal(answer, marks)


def test_the_path_is_blue(maze):
    png = content([maze("S  E")], [np.array([[1, 1, 0, 1]], np.int8)])
    colours = np.asarray(Image.open(BytesIO(png)))
    assert colours.shape == (3 * SCALE, 6 * SCALE, 3)
    assert colours[SCALE, 2 * SCALE].tolist() == [0, 0, 255]
    assert colours[SCALE, 3 * SCALE].tolist() == [255, 255, 255]


def test_a_jpeg_renamed(picture):
    path = picture(pixels(side=8), "maze.jpeg").rename(picture(pixels()).with_name("photo.png"))
    with pytest.raises(InvalidInstanceError, match=r"photo\.png is not a PNG file: a JPEG renamed"):
        read(path)


def test_text_renamed(tmp_path):
    (tmp_path / "maze.png").write_text(PICTURE)
    with pytest.raises(InvalidInstanceError, match="is not a PNG file: no PNG inside"):
        read(tmp_path / "maze.png")


@pytest.mark.parametrize("kept", [8, 30, 60, 200])
def test_cut_off_files(picture, kept):
    path = picture(pixels(side=40))
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(InvalidInstanceError, match="is a damaged PNG file"):
        read(path)


def test_too_large(picture, monkeypatch):
    monkeypatch.setattr(image, "MAX_PIXELS", 100)
    with pytest.raises(InvalidInstanceError, match="too large a picture: 12 x 12 pixels, at most"):
        read(picture(pixels()))


def letter(row, col, new):
    changed = LETTERS.copy()
    changed[row, col] = new
    return changed


@pytest.mark.parametrize(
    ("letters", "words"),
    [
        (letter(0, 0, " "), "there is no start"),
        (letter(2, 2, " "), "there is no end"),
        (letter(0, 1, "S"), "there are 2 starts"),
        (letter(1, 1, "S"), "there are 2 starts"),
        (letter(1, 1, "E"), "there are 2 ends"),
    ],
)
def test_ends(picture, letters, words):
    with pytest.raises(InvalidInstanceError, match=words):
        read(picture(pixels(letters)))


def test_grey_is_no_colour_of_ours(picture):
    grey = pixels()
    grey[0, 5] = 128
    with pytest.raises(InvalidInstanceError, match="row 1, column 6 has the colour #808080"):
        read(picture(grey))


def test_one_maze_a_picture(maze):
    with pytest.raises(InvalidInstanceError, match="a picture holds one maze, got 2"):
        content([maze("SE")] * 2, [None] * 2)


def test_one_end_may_be_marked_and_the_other_given(picture):
    path = picture(pixels(np.array([list("#####"), list("# # #"), list("# E #"), list("#####")])))
    ((maze, _),) = read(path, ((1, 1), None))
    assert (maze.start, maze.end) == ((0, 0), (1, 1))


def test_a_large_file_without_a_picture_is_not_read(tmp_path, monkeypatch):
    path = tmp_path / "sparse.png"
    with path.open("wb") as file:
        file.truncate(3 << 30)
    monkeypatch.setattr("pathlib.Path.read_bytes", None)
    with pytest.raises(InvalidInstanceError, match="is not a PNG file"):
        read(path)
