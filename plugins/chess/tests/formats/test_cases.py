"""Small files that people have, or that do harm, come out as they should."""

from pathlib import Path

import chess
import pytest
from thinkers_chess.problem import Chess

from thinkers import InvalidInstanceError

DATA, CHESS = Path(__file__).parents[1] / "data", Chess()


def judged(instance):
    """The right moves, and whether those that are not right are wrong (and not unknown)."""
    moves = [move.uci() for move in chess.Board(instance.fen).legal_moves]
    verdicts = {move: CHESS.check(instance, move) for move in moves}
    right = {move for move, verdict in verdicts.items() if verdict.right}
    return right, all(verdicts[move].known for move in moves if move not in right)


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("avoid-move.epd", [set()], True),
        ("direct-mate.epd", [{"g5g7"}, {"h2h1"}], True),
        ("chess960-castling.epd", [{"e1c1"}], True),
        ("numbered-move.epd", [{"e1e8"}], True),
        ("latin1.epd", [{"e1e8"}], True),
        ("five-columns.csv", [{"e1e8"}], True),
        ("line-only.epd", [{"e1e8"}], False),
    ],
)
def test_moves_are_judged_as_the_file_says(name, right, wrong):
    assert [judged(one) for one in CHESS.read(DATA / name)] == [(moves, wrong) for moves in right]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing-semicolon.epd", "line 1: 'bm' stands within the operation 'c0'"),
        ("null.epd", "line 1: the best move '--' is no legal move"),
        ("redos.epd", "line 1: a quotation mark is not closed"),
        ("esc.epd", "line 1: it has control characters"),
        ("rating.csv", "line 1: the rating '9+…' is no number"),
    ],
)
def test_what_is_not_understood_is_refused_with_its_line(name, words):
    with pytest.raises(InvalidInstanceError, match=words) as error:
        CHESS.read(DATA / name)
    assert str(error.value).isprintable()
