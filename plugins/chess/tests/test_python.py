"""From Python a FEN is solved in one call, and what is none is said in one line."""

import subprocess
import sys

import pytest
from thinkers_chess import ChessInstance, solve_chess
from thinkers_chess.problem import Chess

from thinkers import InvalidInstanceError

OVER = "R5k1/5ppp/8/8/8/8/8/6K1 b - - 0 1"
TOY, ANSWER = Chess().toy()

pytestmark = pytest.mark.filterwarnings("ignore:chess/dt-l is not known to be good at instances")


@pytest.mark.parametrize(
    "position", [TOY.fen, " ".join(TOY.fen.split()[:4]), ChessInstance(TOY.fen)]
)
def test_a_position_is_solved_and_judged(position):
    result = solve_chess(position)
    assert result.model == "chess/dt-l"
    assert result.instance.fen.split()[:4] == TOY.fen.split()[:4]
    assert result.verdict.right == (result.solution == ANSWER)
    assert result.verdict.feasible


def test_an_instance_keeps_its_answer():
    assert solve_chess(TOY, model="chess/dt-l").instance == TOY


@pytest.mark.parametrize(
    ("position", "words"),
    [
        ("", "illegal FEN ''"),
        ("hello", "illegal FEN 'hello'"),
        (None, "expected a FEN, got NoneType"),
        ([[0]], "expected a FEN, got list"),
        (OVER, "nothing to solve in .*: it is checkmate"),
        (ChessInstance(OVER), "nothing to solve in .*: it is checkmate"),
    ],
)
def test_what_is_no_position_is_one_line(position, words):
    with pytest.raises(InvalidInstanceError, match=words) as error:
        solve_chess(position)
    assert "\n" not in str(error.value)
    assert position or error.value.hint.startswith("a FEN looks like 6k1/")


def test_nothing_heavy_is_imported_before_it_is_called():
    program = "import sys; from thinkers_chess import solve_chess; print('torch' in sys.modules)"
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "False"
