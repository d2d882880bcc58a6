"""Every reader survives every mutation of its files: it reads them, or says why not in one line."""

import chess
import pytest
from thinkers_chess.formats import WRITERS, read, write
from thinkers_chess.formats.easy_to_hard import PIECES
from thinkers_chess.formats.lichess import instance_of
from thinkers_chess.formats.record import Record
from thinkers_chess.puzzles import shipped

from thinkers.testing.mutations import outcomes

PUZZLES = [instance_of(row, row.id) for row in shipped("lichess")[:3]]
PGN = f'[Event "x"]\n[FEN "{PUZZLES[0].fen}"]\n\n1. e6e7 {{why}} (1. Kg1 $2) Qb1+ *\n\n1. e4 e5 *\n'


def original(folder, suffix):
    path = folder / f"x{suffix}"
    if suffix in WRITERS or suffix.endswith(".zst"):
        if suffix.endswith(".zst"):
            pytest.importorskip("zstandard")
        write(path, PUZZLES, [one.answer for one in PUZZLES])
    else:
        path.write_text(PGN if suffix == ".pgn" else "".join(f"{one.fen}\n" for one in PUZZLES))
    return path


@pytest.mark.parametrize("suffix", [".csv", ".epd", ".fen", ".pgn", ".npz", ".csv.zst", ".epd.zst"])
def test_a_mutated_file_is_read_or_refused_in_one_line(tmp_path, suffix):
    path = original(tmp_path, suffix)
    for records in outcomes(read, path, path.read_bytes()):
        assert all(isinstance(each, Record) for each in records)


@pytest.mark.parametrize("name", ["data.pth", "targets.pth", "who_moves.pth"])
def test_a_mutated_tensor_is_read_or_refused_in_one_line(tmp_path, name):
    torch = pytest.importorskip("torch")
    board = chess.Board()
    data = torch.zeros(1, 12, 8, 8)
    for square, piece in board.piece_map().items():
        plane = PIECES.index(piece.symbol().upper()) + 6 * (piece.color == chess.BLACK)
        data[0, plane, square // 8, square % 8] = 1
    targets = torch.zeros(1, 8, 8)
    targets[0, 1, 4] = targets[0, 3, 4] = 1
    torch.save(data, tmp_path / "data.pth")
    torch.save(targets, tmp_path / "targets.pth")
    torch.save(torch.zeros(1, 1), tmp_path / "who_moves.pth")
    path = tmp_path / name
    assert [one.instance.answer for one in read(path)] == ["e2e4"]
    for records in outcomes(read, path, path.read_bytes()):
        assert all(isinstance(each, Record) for each in records)
