"""Mining gives one file for one seed, however it was interrupted, without a shipped position."""

from itertools import count

import chess
import numpy as np
import pytest
from thinkers_chess.formats.lichess import instance_of, rows
from thinkers_chess.generate import mining
from thinkers_chess.generate.mining import COLUMNS, mine
from thinkers_chess.generate.selfplay import Find
from thinkers_chess.puzzles import shipped

from thinkers import InvalidInstanceError, ThinkersError
from thinkers.errors import ConfigError

HEADER = ",".join(COLUMNS) + "\n"


def finds_of(game, number=5):
    """Made-up puzzles of one game: kings and a rook that takes a knight."""
    rng = np.random.default_rng(game)
    found = []
    while len(found) < number:
        board = chess.Board(None)
        for square, piece in zip(rng.permutation(64)[:4].tolist(), "KkRn", strict=True):
            board.set_piece_at(square, chess.Piece.from_symbol(piece))
        board.turn = chess.BLACK
        if not board.is_valid():
            continue
        before = board.fen()
        for blunder in list(board.legal_moves):
            board.push(blunder)
            takes = [move for move in board.legal_moves if board.is_capture(move)]
            if takes:
                key = f"{board.board_fen()} w"
                name = takes[0].uci()
                found.append(Find(before, blunder.uci(), name, 400, "advantage", key))
                break
            board.pop()
    return found


@pytest.fixture
def made_up(monkeypatch):
    """Games without an engine; gives the list of those that were played."""
    played = []

    def games(seed, first, depth, workers):
        for game in count(first):
            played.append(game)
            yield finds_of(1000 * seed + game)

    monkeypatch.setattr(mining, "games", games)
    monkeypatch.setattr(mining, "find_engine", lambda: None)
    monkeypatch.setattr(mining, "shipped", lambda source: shipped(source)[:50])
    return played


def test_rows_are_lichess_puzzles_with_depth_and_advantage(tmp_path, made_up):
    out = tmp_path / "x.csv"
    assert mine(12, 0, out) == 12
    lines = out.read_text().splitlines()
    assert lines[0] == "PuzzleId,FEN,Moves,Rating,Themes,GameUrl,Depth,Advantage"
    assert len(lines) == 13
    assert all(line.endswith(",8,400") for line in lines[1:])
    found = [instance_of(row, "x") for row in rows(lines, "x")]
    assert len({one.id for one in found}) == 12
    assert all(one.themes == ("advantage",) and one.rating is None for one in found)


@pytest.mark.parametrize("stops", [[3, 12], [5, 7, 12], [12, 12]])
def test_going_on_gives_the_same_file(tmp_path, made_up, stops):
    mine(12, 0, tmp_path / "at-once.csv")
    for stop in stops:
        assert mine(stop, 0, tmp_path / "by-and-by.csv") == stop
    assert (tmp_path / "by-and-by.csv").read_bytes() == (tmp_path / "at-once.csv").read_bytes()


def test_a_line_that_was_cut_in_half_is_written_again(tmp_path, made_up):
    out = tmp_path / "x.csv"
    mine(12, 0, out)
    whole = out.read_bytes()
    for size in (len(whole) - 20, len(HEADER) + 3, len(HEADER) - 3):
        out.write_bytes(whole[:size])
        if size < len(HEADER):
            with pytest.raises(InvalidInstanceError, match="is no file of mined puzzles"):
                mine(12, 0, out)
            continue
        assert mine(12, 0, out) == 12
        assert out.read_bytes() == whole


def test_what_was_played_is_not_played_again(tmp_path, made_up):
    mine(40, 0, tmp_path / "x.csv")
    made_up.clear()
    mine(45, 0, tmp_path / "x.csv")
    assert made_up[0] == 7
    made_up.clear()
    assert mine(30, 0, tmp_path / "x.csv") == 45
    assert made_up == []


def test_another_seed_adds_other_puzzles(tmp_path, made_up):
    out = tmp_path / "x.csv"
    mine(10, 0, out)
    mine(20, 1, out)
    keys = [(row.fen, row.moves) for row in rows(out.read_text().splitlines(), "x")]
    assert len(set(keys)) == 20


def test_shipped_positions_and_repeats_are_left_out(tmp_path, made_up, monkeypatch):
    puzzle = next(row for row in shipped("lichess") if len(row.moves.split()) > 3)
    board, shipped_finds = chess.Board(puzzle.fen), []
    moves = puzzle.moves.split()
    for number, (blunder, answer) in enumerate(zip(moves[::2], moves[1::2], strict=True)):
        before = board.fen()
        board.push_uci(blunder)
        key = f"{board.board_fen()} {'w' if board.turn else 'b'}"
        shipped_finds.append(Find(before, blunder, answer, 400, f"number{number}", key))
        board.push_uci(answer)
    own = finds_of(1)
    found = ([*shipped_finds, *own, *own, *finds_of(game)] for game in count())
    monkeypatch.setattr(mining, "games", lambda *told: found)
    out = tmp_path / "x.csv"
    mine(11, 0, out)
    found = list(rows(out.read_text().splitlines(), "x"))
    assert not any(row.themes.startswith("number") for row in found)
    assert len({row.id for row in found}) == 11


def test_progress_is_reported_game_by_game(tmp_path, made_up):
    seen = []
    mine(12, 0, tmp_path / "x.csv", report=seen.append)
    assert seen == [5, 10, 12]


@pytest.mark.parametrize("content", ["a,b\n1,2\n", "hello", "\xff"])
def test_another_file_is_left_alone(tmp_path, made_up, content):
    out = tmp_path / "x.csv"
    out.write_bytes(content.encode("latin-1"))
    with pytest.raises(InvalidInstanceError, match=r"no file of mined puzzles|cannot go on with"):
        mine(1, 0, out)
    assert out.read_bytes() == content.encode("latin-1")


def test_two_do_not_mine_into_one_file(tmp_path, made_up):
    out = tmp_path / "x.csv"

    def mine_too(kept):
        with pytest.raises(ConfigError, match=r"x\.csv is in use by process"):
            mine(100, 1, out)

    assert mine(12, 0, out, report=mine_too) == 12
    assert len(out.read_text().splitlines()) == 13
    assert [path.name for path in tmp_path.iterdir()] == ["x.csv"]
    assert mine(20, 0, out) == 20


@pytest.mark.parametrize("game", ["x", "9" * 5000, "", "-1", "1_0"])
def test_a_row_of_no_game_is_named(tmp_path, made_up, game):
    out = tmp_path / "x.csv"
    mine(3, 0, out)
    content = out.read_text().replace("mined:0/8/0,", f"mined:0/8/{game},")
    out.write_text(content)
    with pytest.raises(InvalidInstanceError, match="is of no game"):
        mine(9, 0, out)
    assert out.read_text() == content


def test_without_an_engine_nothing_is_begun(tmp_path, no_engine):
    with pytest.raises(ThinkersError, match="stockfish is not installed"):
        mine(1, 0, tmp_path / "x.csv")
    assert not (tmp_path / "x.csv").exists()


def test_a_dead_engine_ends_the_run_in_one_line(tmp_path, fake):
    fake("dies")
    with pytest.raises(ThinkersError, match="Fake 1 died in the middle of a search"):
        mine(1, 0, tmp_path / "x.csv", depth=1)
    assert (tmp_path / "x.csv").read_text() == HEADER
