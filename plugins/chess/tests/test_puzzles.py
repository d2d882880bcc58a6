"""The shipped puzzles are sound, apart from each other, and chosen as asked."""

import json
from collections import Counter
from pathlib import Path

import chess
import numpy as np
import pytest
from thinkers_chess.formats.lichess import instance_of
from thinkers_chess.params import ChessParams
from thinkers_chess.puzzles import by_id, generate, matching, shipped, split_of

from thinkers import InvalidInstanceError


@pytest.fixture(scope="module")
def lichess():
    return shipped("lichess")


def chosen(count=3, seed=0, **options):
    return generate(np.random.default_rng(seed), count, ChessParams.of(options))


def position(fen):
    return fen.split()[:2]


def after(row):
    board = chess.Board(row.fen)
    board.push_uci(row.moves.split()[0])
    return f"{board.board_fen()} {board.turn}"


def test_the_shipped_file_is_the_whole_source(lichess):
    source = Path(__file__).parents[4] / "shared/data/chess/lichess_puzzles.csv"
    if not source.exists():
        pytest.skip("the source of the shipped puzzles is not here")
    assert len(lichess) == len({row.id for row in lichess}) == 5000
    lines = source.read_text().splitlines()
    assert [",".join(row[:6]) for row in lichess] == lines[1:]


def test_a_tenth_is_for_testing_and_a_tenth_for_validation(lichess):
    sizes = Counter(split_of(row.id) for row in lichess)
    assert sizes == {"train": 3969, "validation": 511, "test": 520}


def test_shipped_puzzles_are_legal_and_mates_end_in_mate(lichess):
    mates = 0
    for row in lichess[::10]:
        instance = instance_of(row, "shipped")
        board = chess.Board(instance.fen)
        for move in instance.moves:
            board.push_uci(move)
        if any(theme.startswith("mateIn") for theme in instance.themes):
            assert board.is_checkmate()
            mates += 1
    assert mates > 10


def test_mined_positions_are_in_no_split_of_the_rated_ones(lichess):
    rated = {after(row) for row in lichess}
    mined = [after(row) for row in shipped("mined")]
    assert len(mined) == len(set(mined)) > 0
    assert rated.isdisjoint(mined)


def test_drawing_is_without_replacement_and_does_not_depend_on_the_count():
    many, few = chosen(520), chosen(5)
    assert len({one.id for one in many}) == 520
    assert many[:5] == few
    assert chosen(5, seed=1) != few
    assert {split_of(one.id) for one in many} == {"test"}


def test_filters_hold():
    for one in chosen(20, split="all", rating="1500-1800", theme="fork"):
        assert 1500 <= one.rating <= 1800
        assert "fork" in one.themes
    assert {split_of(one.id) for one in chosen(20, split="validation")} == {"validation"}
    assert {one.id[0] for one in chosen(5, split="train", source="mined")} == {"m"}
    both = matching("train", "both", "", "")
    assert len(both) == 3969 + len(shipped("mined"))
    assert matching("test", "both", "", "") == matching("test", "lichess", "", "")


def test_a_position_is_looked_for_without_changing_the_order_of_the_draw():
    everything = chosen(520)
    endgames = [one for one in everything if sum(map(str.isalpha, one.fen.split()[0])) <= 7]
    assert chosen(len(endgames), position="endgame") == endgames


def test_one_puzzle_is_found_in_any_split_and_one_position_is_as_given():
    assert split_of("000Pw") == "train"
    assert chosen(1, puzzle="000Pw")[0].id == "000Pw"
    fen = "6k1/5ppp/8/8/8/8/8/4R1K1 w - - 1 2"
    (one,) = chosen(1, fen=fen)
    assert one.fen == fen
    assert one.answer is None


@pytest.mark.parametrize(
    ("count", "options", "words"),
    [
        (521, {}, "asked for 521 chess puzzles, but there are only 520 in the test split"),
        (1, {"rating": "1-2"}, "there is none in the test split from lichess rated 1-2"),
        (1, {"rating": "1800-1500"}, "there is none"),
        (1, {"source": "mined"}, "there is none in the test split from mined"),
        (2, {"puzzle": "00008"}, "but there is only 1 of that id"),
        (2, {"fen": chess.STARTING_FEN}, "but there is only 1 position in one FEN"),
        (1, {"puzzle": "nope"}, "unknown puzzle 'nope'"),
        (40, {"position": "can-castle", "augment": True}, "only 39 in the test split from lichess"),
        (1, {"position": "one-legal-move"}, "none .* with a position of the kind one-legal-move"),
        (1, {"theme": "forks"}, "no puzzle has the theme 'forks', did you mean 'fork'"),
        (1, {"fen": "8/8/8/8/8/8/8/8 w - - 0 1"}, "white has no king"),
        (1, {"fen": "4k3/8/8/8/8/8/8/4R1K1 w - - 0 1"}, "not to move is in check"),
    ],
)
def test_what_cannot_be_drawn_is_said(count, options, words):
    with pytest.raises(InvalidInstanceError, match=words):
        chosen(count, **options)


def test_a_shipped_puzzle_is_the_row_of_its_id(lichess):
    assert by_id(lichess[7].id) == lichess[7]
    assert json.dumps(lichess[7].moves.split()[1]) == f'"{instance_of(lichess[7], "x").answer}"'
