"""The tensors are read whatever the order of their ranks, and only together."""

import chess
import numpy as np
import pytest
from thinkers_chess.formats import easy_to_hard
from thinkers_chess.problem import Chess

from thinkers import InvalidInstanceError

torch = pytest.importorskip("torch")

KINDS = [chess.KING, chess.QUEEN, chess.BISHOP, chess.KNIGHT, chess.ROOK, chess.PAWN]
SPECIAL = [
    ("r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1", "e1g1"),
    ("r3k2r/8/8/8/8/8/8/R3K2R b KQkq - 0 1", "e8c8"),
    ("4k3/8/8/pP6/8/8/8/4K3 w - a6 0 1", "b5a6"),
    ("4k3/8/8/8/Pp6/8/8/4K3 b - a3 0 1", "b4a3"),
    ("8/4P1k1/8/8/8/8/8/4K3 w - - 0 1", "e7e8q"),
]


def read(path):
    return [record.instance for record in easy_to_hard.read(path)]


def puzzles(count=60):
    problem = Chess()
    drawn = problem.generate(np.random.default_rng(2), count, problem.Params())
    return [(one.fen, one.answer) for one in drawn if len(one.answer) == 4]


def tensors(positions):
    """What the published generator makes: row 0 is rank 1, column 0 file a."""
    data = np.zeros((len(positions), 12, 8, 8), np.float32)
    targets = np.zeros((len(positions), 8, 8), np.int64)
    black = np.zeros((len(positions), 1), np.float32)
    for index, (fen, answer) in enumerate(positions):
        board, move = chess.Board(fen), chess.Move.from_uci(answer)
        black[index] = board.turn == chess.BLACK
        for square, piece in board.piece_map().items():
            plane = KINDS.index(piece.piece_type) + 6 * (piece.color != board.turn)
            data[index, plane, chess.square_rank(square), chess.square_file(square)] = 1
        for square in (move.from_square, move.to_square):
            targets[index, chess.square_rank(square), chess.square_file(square)] = 1
    return data, targets, black


def save(folder, data, targets, black, name="targets.pth"):
    for file, array in (("data.pth", data), (name, targets), ("who_moves.pth", black)):
        torch.save(torch.from_numpy(np.ascontiguousarray(array)), folder / file)
    return folder / "data.pth"


def same(found, positions):
    assert len(found) == len(positions)
    for one, (fen, answer) in zip(found, positions, strict=True):
        assert one.fen.split()[:2] == fen.split()[:2]
        assert one.answer == answer


def test_the_generators_order(tmp_path):
    positions = puzzles() + SPECIAL
    found = read(save(tmp_path, *tensors(positions)))
    same(found, positions)
    castling = {one.fen.split()[2] for one in found[-5:-3]}
    assert castling == {"K", "q"}
    assert found[-3].fen.split()[3] == "a6"


@pytest.mark.parametrize(("flip_data", "flip_targets"), [(1, 0), (0, 1), (1, 1)])
def test_ranks_turned_round_in_either_tensor_are_found(tmp_path, flip_data, flip_targets):
    positions = puzzles()
    data, targets, black = tensors(positions)
    data = data[:, :, ::-1] if flip_data else data
    targets = targets[:, ::-1] if flip_targets else targets
    same(read(save(tmp_path, data, targets, black, "segment_targets.pth")), positions)


def test_boards_seen_from_the_movers_side_are_found(tmp_path):
    positions = puzzles()
    data, targets, black = tensors(positions)
    turned = black[:, 0] == 1
    data[turned], targets[turned] = data[turned, :, ::-1], targets[turned, ::-1]
    same(read(save(tmp_path, data, targets, black)), positions)


def test_ratings_are_read_where_they_are(tmp_path):
    positions = puzzles(5)
    path = save(tmp_path, *tensors(positions))
    ratings = torch.arange(1500, 1500 + len(positions)).float()[:, None]
    torch.save(ratings, tmp_path / "rating.pth")
    assert [one.rating for one in read(path)] == [*range(1500, 1500 + len(positions))]
    torch.save(ratings[:2], tmp_path / "rating.pth")
    with pytest.raises(InvalidInstanceError, match=r"rating.pth: expected \d+ ratings, got 2"):
        read(path)


def test_squares_that_are_no_moves_are_refused(tmp_path):
    data, targets, black = tensors(puzzles())
    with pytest.raises(InvalidInstanceError, match="no legal moves, however the ranks are"):
        read(save(tmp_path, data, targets[::-1], black))


def test_one_bad_position_is_named(tmp_path):
    data, targets, black = tensors(puzzles())
    targets[3] = 0
    with pytest.raises(InvalidInstanceError, match="in position 3 the marked squares are no"):
        read(save(tmp_path, data, targets, black))


@pytest.mark.parametrize("missing", ["data.pth", "targets.pth", "who_moves.pth"])
def test_a_missing_file_is_named(tmp_path, missing):
    save(tmp_path, *tensors(SPECIAL))
    (tmp_path / missing).unlink()
    with pytest.raises(InvalidInstanceError, match=f"there is no file .*{missing}"):
        read(tmp_path / "data.pth")


def test_other_shapes_and_other_things_are_refused(tmp_path):
    data, targets, black = tensors(SPECIAL)
    with pytest.raises(InvalidInstanceError, match=r"expected a tensor of shape \(n, 12, 8, 8\)"):
        read(save(tmp_path, data[:, :3], targets, black))
    with pytest.raises(InvalidInstanceError, match="do not belong together: 5 positions"):
        read(save(tmp_path, data, targets[:2], black))
    path = save(tmp_path, data, targets, black)
    torch.save({"data": 1}, path)
    with pytest.raises(InvalidInstanceError, match="expected one tensor, got a dict"):
        read(path)
    path.write_bytes(b"no tensor")
    with pytest.raises(InvalidInstanceError, match="is no saved tensor"):
        read(path)


def test_ratings_that_are_no_numbers_are_refused(tmp_path):
    path = save(tmp_path, *tensors(SPECIAL))
    torch.save(torch.full((len(SPECIAL), 1), float("nan")), tmp_path / "rating.pth")
    with pytest.raises(InvalidInstanceError, match=r"rating.pth: a rating is no number"):
        read(path)


@pytest.mark.parametrize(
    "tensor",
    [
        torch.zeros(1).expand(10**9, 12, 8, 8),
        torch.zeros(5, 12, 8, 8, dtype=torch.complex64),
        torch.zeros(5, 12, 8, 8).to_sparse(),
        torch.zeros(5, 12, 8, 8, device="meta"),
    ],
    ids=["repeated", "complex", "sparse", "meta"],
)
def test_tensors_that_are_no_plain_numbers_are_refused(tmp_path, tensor):
    path = save(tmp_path, *tensors(SPECIAL))
    torch.save(tensor, path)
    with pytest.raises(InvalidInstanceError, match=r"data.pth"):
        read(path)
