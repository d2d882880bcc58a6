"""Pictures of any constant cell size are read, with or without a frame; others are refused."""

import numpy as np
import pytest
from PIL import Image
from thinkers_maze import encoding as codec
from thinkers_maze.formats.colours import to_colours
from thinkers_maze.formats.image import SCALE, read, write

from thinkers import InvalidInstanceError

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
    (found,) = read(picture(pixels(letters, side)))
    assert same(found, maze(PICTURE))


def test_easy_to_hard_pictures(picture, maze):
    (colours,) = codec.encode([maze(PICTURE)], codec.PIXEL)
    (found,) = read(picture(colours.transpose(1, 2, 0) * 255))
    assert same(found, maze(PICTURE))


@pytest.mark.parametrize("mode", ["RGBA", "P"])
def test_other_modes(tmp_path, maze, mode):
    Image.fromarray(pixels()).convert(mode).save(tmp_path / "maze.png")
    assert same(read(tmp_path / "maze.png")[0], maze(PICTURE))


def test_the_path_is_blue(tmp_path, maze):
    write(tmp_path / "maze.png", [maze("S  E")], [np.array([[1, 1, 0, 1]], np.int8)])
    image = np.asarray(Image.open(tmp_path / "maze.png"))
    assert image.shape == (3 * SCALE, 6 * SCALE, 3)
    assert image[SCALE, 2 * SCALE].tolist() == [0, 0, 255]
    assert image[SCALE, 3 * SCALE].tolist() == [255, 255, 255]


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
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", 100)
    with pytest.raises(InvalidInstanceError, match="is too large a picture"):
        read(picture(pixels()))


def letter(row, col, new):
    changed = LETTERS.copy()
    changed[row, col] = new
    return changed


@pytest.mark.parametrize(
    ("letters", "words"),
    [
        (letter(0, 0, " "), r"there is no start \(green\)"),
        (letter(2, 2, " "), "there is no end"),
        (letter(0, 1, "S"), "there are 2 starts"),
        (letter(1, 1, "S"), "there are 2 starts"),
        (letter(1, 1, "E"), "there are 2 ends"),
    ],
)
def test_ends(picture, letters, words):
    with pytest.raises(InvalidInstanceError, match=words):
        read(picture(pixels(letters)))


def test_cells_of_several_sizes(picture):
    with pytest.raises(InvalidInstanceError, match="row 1, column 5 has several colours") as caught:
        read(picture(pixels()[:, [0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 11]]))
    assert caught.value.hint == "the start is 4 pixels wide, so every cell must be 4 x 4"


def test_cells_cut_off_at_the_rim(picture):
    with pytest.raises(InvalidInstanceError, match="the cells at the rim are cut off"):
        read(picture(pixels()[:-1]))


def test_grey_is_no_colour_of_ours(picture):
    grey = pixels()
    grey[0, 5] = 128
    with pytest.raises(InvalidInstanceError, match="row 1, column 6 has the colour #808080"):
        read(picture(grey))


def test_one_maze_a_picture(tmp_path, maze):
    with pytest.raises(InvalidInstanceError, match="a picture holds one maze, got 2"):
        write(tmp_path / "maze.png", [maze("SE")] * 2, None)
