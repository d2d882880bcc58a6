"""The suffix chooses the form; unknown and empty ones are refused."""

import pytest
from thinkers_chess.formats import READERS, WRITERS, read, write
from thinkers_chess.instance import ChessInstance
from thinkers_chess.problem import Chess

from thinkers import InvalidInstanceError

TOY, ANSWER = Chess().toy()


@pytest.mark.parametrize("suffix", sorted(WRITERS))
def test_what_can_be_written_can_be_read(tmp_path, suffix):
    if suffix == ".zst":
        pytest.importorskip("zstandard")
    path = tmp_path / f"toy{suffix.upper()}"
    write(path, [TOY])
    assert Chess().describe(read(path)[0]) == Chess().describe(TOY)


def test_a_solution_fills_in_for_a_missing_answer_only(tmp_path):
    path = tmp_path / "x.epd"
    write(path, [ChessInstance(TOY.fen), TOY], ["e1e8", "g1f1"])
    assert [one.answer for one in read(path)] == ["e1e8", "e1e8"]


def test_unknown_suffixes_are_named_with_the_known_ones(tmp_path):
    with pytest.raises(InvalidInstanceError, match=r"unknown file name ending '.pgn'") as error:
        read(tmp_path / "x.pgn")
    assert all(suffix in error.value.hint for suffix in READERS)
    with pytest.raises(InvalidInstanceError, match=r"unknown file name ending '.pth'"):
        write(tmp_path / "x.pth", [TOY])


def test_nothing_is_no_file(tmp_path):
    with pytest.raises(InvalidInstanceError, match="there is no puzzle"):
        write(tmp_path / "x.csv", [])
    (tmp_path / "x.csv").write_text("PuzzleId,FEN,Moves,Rating,Themes,GameUrl\n")
    with pytest.raises(InvalidInstanceError, match="has no puzzle"):
        read(tmp_path / "x.csv")
