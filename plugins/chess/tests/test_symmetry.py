"""Augmented positions are the mirror images that python-chess gives, where nobody may castle."""

import chess
import numpy as np
from thinkers_chess.formats.lichess import instance_of
from thinkers_chess.instance import ChessInstance
from thinkers_chess.problem import Chess
from thinkers_chess.puzzles import shipped

CHESS = Chess()
PLANES = CHESS.encodings["planes"]
PUZZLES = [instance_of(row, row.id) for row in shipped("lichess")[:300]]


def encoded(instances):
    return PLANES.encode(instances, CHESS.label(instances))


def flipped(instance):
    """The position and its answer with files exchanged, by python-chess."""
    move = chess.Move.from_uci(instance.answer)
    start, end = (square ^ 0b111 for square in (move.from_square, move.to_square))
    board = chess.Board(instance.fen).transform(chess.flip_horizontal)
    answer = chess.Move(start, end, promotion=move.promotion).uci()
    return ChessInstance(board.fen(), answer=answer)


def test_a_position_stays_or_is_mirrored_with_its_answer():
    batch, images = encoded(PUZZLES), encoded([flipped(puzzle) for puzzle in PUZZLES])
    augmented = PLANES.augment(batch, np.random.default_rng(0))
    kinds = [0, 0]
    for row, puzzle in enumerate(PUZZLES):
        same, image = (
            np.array_equal(augmented.inputs[row], form.inputs[row])
            and np.array_equal(augmented.targets[row], form.targets[row])
            for form in (batch, images)
        )
        assert same or image
        assert same or not chess.Board(puzzle.fen).castling_rights
        kinds[image] += 1
    assert min(kinds) > 75


def test_where_somebody_might_castle_nothing_changes():
    homes = ("4k3/8/8/8/8/8/8/4K2R", "r3k3/8/8/8/8/8/8/1K6", "4k2r/8/8/8/8/8/8/K7")
    fens = [f"{home} {turn} - - 0 1" for home in homes for turn in "wb"]
    moves = [next(iter(chess.Board(fen).legal_moves)).uci() for fen in fens]
    positions = [ChessInstance(fen, move) for fen, move in zip(fens, moves, strict=True)] * 8
    batch = encoded(positions)
    augmented = PLANES.augment(batch, np.random.default_rng(0))
    assert np.array_equal(augmented.inputs, batch.inputs)
    assert np.array_equal(augmented.targets, batch.targets)


def test_a_copy_is_the_mirror_image_with_its_answer_and_the_way_back_is_the_way_there():
    for puzzle in PUZZLES:
        copy, back = CHESS.symmetric(puzzle, np.random.default_rng(0))
        if chess.Board(puzzle.fen).castling_rights:
            assert copy is puzzle
        else:
            image = flipped(puzzle)
            assert (copy.fen, copy.answer) == (image.fen, image.answer)
        assert back(copy.answer) == puzzle.answer


def test_moves_to_avoid_and_the_distance_to_mate_are_asked_of_the_copy_too():
    puzzle = ChessInstance("6k1/5ppp/8/8/8/8/8/4R1K1 w - - 1 2", avoid=("e1a1",), mate=1)
    copy, back = CHESS.symmetric(puzzle, np.random.default_rng(0))
    assert (copy.avoid, copy.mate) == (("d1h1",), 1)
    assert back("d1d8") == "e1e8"
