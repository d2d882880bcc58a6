"""Variants are legal puzzles, mirrored twice they are themselves, and none is in the test split."""

import chess
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from thinkers_chess.augment import mirrored, variants
from thinkers_chess.formats.lichess import Row, instance_of
from thinkers_chess.puzzles import matching, shipped

ROWS = shipped("lichess")
ANY_ROW = st.sampled_from(ROWS)
SOME = settings(max_examples=50, deadline=None)


def test_without_augmentation_a_puzzle_is_alone():
    assert [one.row() for one in variants(ROWS[0], augment=False)] == [ROWS[0]]


@SOME
@given(ANY_ROW)
def test_every_variant_is_a_legal_puzzle(row):
    moves = row.moves.split()
    made = [one.row() for one in variants(row, augment=True)]
    assert made[0] == row
    assert len({one.id for one in made}) == len(made)
    plain = [one for one in made if not one.id.endswith("~")]
    assert len(plain) == len(moves) // 2
    assert len(made) == len(plain) * (2 if row.fen.split()[2] == "-" else 1)
    for number, one in enumerate(plain):
        assert instance_of(one, "x").answer == moves[2 * number + 1]
    for one in made:
        instance_of(one, "x")


@SOME
@given(ANY_ROW)
def test_replies_are_the_other_side_s_moves_of_the_line(row):
    moves = row.moves.split()
    usual = {one.row().id for one in variants(row, augment=True)}
    plain = [one.row() for one in variants(row, augment=True, replies=True) if not one.mirror]
    assert len({one.id for one in plain}) == len(plain)
    replies = [one for one in plain if one.id not in usual]
    assert [instance_of(one, "x").answer for one in replies] == moves[2::2]
    assert [one.id for one in replies] == [
        f"{row.id}-{number + 1}" for number in range(len(replies))
    ]
    mover = chess.Board(row.fen).turn  # the opponent, who moves first
    assert all(chess.Board(instance_of(one, "x").fen).turn == mover for one in replies)


@SOME
@given(ANY_ROW.filter(lambda row: row.fen.split()[2] == "-"))
def test_a_mirror_image_is_python_chess_s(row):
    image = mirrored(row)
    flipped = chess.Board(row.fen).transform(chess.flip_horizontal)
    assert chess.Board(image.fen).board_fen() == flipped.board_fen()
    assert mirrored(image)._replace(id=row.id) == row
    for move, turned in zip(row.moves.split(), image.moves.split(), strict=True):
        one, other = chess.Move.from_uci(move), chess.Move.from_uci(turned)
        for square, image_square in (
            (one.from_square, other.from_square),
            (one.to_square, other.to_square),
        ):
            assert chess.square_rank(square) == chess.square_rank(image_square)
            assert chess.square_file(square) + chess.square_file(image_square) == 7
        assert one.promotion == other.promotion


def test_an_en_passant_square_is_mirrored():
    row = Row("x", "4k3/8/8/8/Pp6/8/8/4K3 b - a3 0 1", "b4a3 e1d1", "", "")
    assert mirrored(row).fen == "3k4/8/8/8/6pP/8/8/3K4 b - h3 0 1"
    assert mirrored(row).moves == "g4h3 d1e1"


def key(fen):
    return " ".join(fen.split()[:2])


@pytest.mark.slow
def test_no_variant_of_a_training_puzzle_is_a_test_position():
    held_out = {key(instance_of(row, "x").fen) for row in matching("test", "lichess", "", "")}
    held_out |= {
        key(instance_of(row, "x").fen) for row in matching("validation", "lichess", "", "")
    }
    for row in matching("train", "both", "", ""):
        for one in variants(row, augment=True):
            assert key(instance_of(one.row(), "x").fen) not in held_out
