"""Planes agree with the board square by square, and any scores decode to a legal move."""

import chess
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_chess.encoding import confidence, decode, encode, target, top_two
from thinkers_chess.instance import ChessInstance

ORDER = [chess.KING, chess.QUEEN, chess.BISHOP, chess.KNIGHT, chess.ROOK, chess.PAWN]
SOME = settings(max_examples=50, deadline=None)


@st.composite
def positions(draw):
    """Positions of random games that are not over."""
    board = chess.Board()
    for choice in draw(st.lists(st.integers(0, 10**6), max_size=60)):
        moves = list(board.legal_moves)
        board.push(moves[choice % len(moves)])
        if not any(board.legal_moves):
            board.pop()
            break
    return board


@st.composite
def scores(draw):
    seed = draw(st.integers(0, 2**32 - 1))
    return np.random.default_rng(seed).standard_normal((2, 8, 8)).astype(np.float32)


def seen_by_mover(square, board):
    """Row and column, told independently: black looks at the mirrored square."""
    own = square if board.turn == chess.WHITE else chess.square_mirror(square)
    return chess.square_rank(own), chess.square_file(own)


@SOME
@given(positions())
def test_every_square_has_its_piece_and_no_other(board):
    planes = encode(ChessInstance(board.fen()))
    assert planes.shape == (12, 8, 8)
    assert planes.dtype == np.float32
    for square in chess.SQUARES:
        row, column = seen_by_mover(square, board)
        expected = np.zeros(12)
        piece = board.piece_at(square)
        if piece:
            expected[ORDER.index(piece.piece_type) + 6 * (piece.color != board.turn)] = 1
        assert (planes[:, row, column] == expected).all()


def test_row_0_is_the_movers_first_rank_and_column_0_the_a_file():
    for turn, king in (("w", (0, 4)), ("b", (0, 4))):
        start = chess.STARTING_FEN.replace(" w ", f" {turn} ")
        planes = encode(ChessInstance(start))
        assert planes[0][king] == 1
        assert planes[1, 0, 3] == 1
        assert (planes[5, 1] == 1).all()
        assert planes[6, 7, 4] == 1
    corner = encode(ChessInstance("4k3/8/8/8/8/8/8/R3K3 w - - 0 1"))
    assert corner[4, 0, 0] == 1


def test_marks_are_where_the_pieces_are():
    puzzle = ChessInstance("4k3/4p3/8/8/8/8/8/4K3 b - - 0 1")
    marks = target(puzzle, "e7e5")
    assert np.argwhere(marks).tolist() == [[1, 4], [3, 4]]
    assert encode(puzzle)[5, 1, 4] == 1


@SOME
@given(positions(), st.integers(0, 10**6))
def test_decoding_a_marked_move_gives_the_move(board, choice):
    moves = [move for move in board.legal_moves if move.promotion in {None, chess.QUEEN}]
    move = moves[choice % len(moves)].uci()
    puzzle = ChessInstance(board.fen(), move)
    marks = target(puzzle, move)
    sure = np.stack([-10 * marks, 10 * marks]).astype(np.float32)
    assert decode(sure, puzzle) == move
    assert top_two(sure, puzzle) is True


@SOME
@given(positions(), scores())
def test_the_decoded_move_is_the_best_legal_one(board, noise):
    move = chess.Move.from_uci(decode(noise, ChessInstance(board.fen())))
    assert move in board.legal_moves

    def worth(candidate):
        ends = (candidate.from_square, candidate.to_square)
        return sum(np.diff(noise[(slice(None), *seen_by_mover(end, board))])[0] for end in ends)

    assert worth(move) >= max(map(worth, board.legal_moves)) - 1e-5


@SOME
@given(positions(), scores())
def test_the_confidences_of_all_moves_are_a_distribution_of_which_the_answer_has_the_most(
    board, noise
):
    puzzle = ChessInstance(board.fen())
    margin, chances = (noise[1] - noise[0]).astype(np.float64), {}
    for move in board.legal_moves:
        ends = [seen_by_mover(end, board) for end in (move.from_square, move.to_square)]
        chances[move.uci()[:4]] = np.exp(sum(margin[end] for end in ends))
    chosen = chances[decode(noise, puzzle)[:4]] / sum(chances.values())
    assert confidence(noise, puzzle) == pytest.approx(chosen, rel=1e-4)


@pytest.mark.parametrize("value", [0.0, np.nan, np.inf, -np.inf, 1e30])
def test_scores_that_say_nothing_are_confident_of_nothing(value):
    with np.errstate(invalid="ignore"):
        sure = confidence(np.full((2, 8, 8), value, np.float32), ChessInstance(chess.STARTING_FEN))
    assert sure == pytest.approx(1 / 20)


@pytest.mark.parametrize("value", [0.0, np.nan, np.inf, -np.inf, 1e30])
def test_scores_that_say_nothing_give_the_first_legal_move(value):
    flat = np.full((2, 8, 8), value, np.float32)
    with np.errstate(invalid="ignore"):
        assert decode(flat, ChessInstance(chess.STARTING_FEN)) == "a2a3"


def promoted(fen, ends):
    """The move that is decoded when all scores are for these two squares."""
    puzzle = ChessInstance(fen)
    marks = target(puzzle, ends)
    return decode(np.stack([1 - marks, marks]).astype(np.float32), puzzle)


@pytest.mark.parametrize(
    ("fen", "move"),
    [
        ("8/4P1k1/8/8/8/8/8/4K3 w - - 0 1", "e7e8q"),
        ("4k3/8/8/8/8/8/4p1K1/8 b - - 0 1", "e2e1q"),
        ("8/6P1/3n1KBk/8/8/8/8/1q6 w - - 0 53", "g7g8n"),  # mates; a queen would not
        ("Q7/8/8/8/8/1P1kp3/6p1/4K3 b - - 0 49", "g2g1q"),  # mates, and so would a rook
        ("8/k1P5/2K5/8/8/8/8/8 w - - 0 1", "c7c8r"),  # a queen stalemates
    ],
)
def test_a_promotion_mates_or_leaves_a_move_or_is_to_a_queen(fen, move):
    assert promoted(fen, move[:4]) == move
    board = chess.Board(fen)
    ends = [move[:4] + piece for piece in "qrbn"]  # strongest first
    after = {end: chess.Board(fen) for end in ends}
    for end in ends:
        after[end].push_uci(end)
    mates = [end for end in ends if after[end].is_checkmate()]
    alive = [end for end in ends if not after[end].is_stalemate()]
    assert move == [*mates, *alive, *ends][0]
    assert chess.Move.from_uci(move) in board.legal_moves


def test_top_two_knows_no_rules_and_no_order():
    puzzle = ChessInstance("6k1/5ppp/8/8/8/8/8/4R1K1 w - - 0 1", "e1e8")
    logits = np.zeros((2, 8, 8), np.float32)
    logits[1, 7, 4], logits[1, 0, 4] = 2, 1
    assert top_two(logits, puzzle) is True
    logits[1, 3, 3] = 1.5
    assert top_two(logits, puzzle) is False
    assert top_two(logits, ChessInstance(puzzle.fen)) is None
