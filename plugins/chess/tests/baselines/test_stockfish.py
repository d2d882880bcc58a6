"""Stockfish finds what it is known to find, and fails in sentences where it is not there."""

from time import perf_counter

import chess
import numpy as np
import pytest
from thinkers_chess.baselines.stockfish import DECIDED, MATE, Stockfish, StockfishDepth1
from thinkers_chess.instance import ChessInstance
from thinkers_chess.problem import Chess

from thinkers import Terms, ThinkersError
from thinkers.errors import ConfigError, SolveError
from thinkers.testing import baseline_checks

TOY, ANSWER = Chess().toy()
RNG = np.random.default_rng(0)

pytestmark = pytest.mark.usefixtures("no_strays")


@pytest.fixture
def ended():
    """Collects baselines whose engines end with the test."""
    players = []
    yield players.append
    for player in players:
        player.close()


@pytest.mark.parametrize("kind", [Stockfish, StockfishDepth1])
def test_both_mate_on_the_back_rank(stockfish, ended, kind):
    player = kind()
    ended(player)
    assert player.solve(TOY, RNG).solution == ANSWER
    assert player.versions()["stockfish"][0].isdigit()
    assert player.cheap(TOY)


def test_the_reference_keeps_the_contract(stockfish, ended):
    player = Stockfish(nodes=20_000)
    ended(player)
    for check in baseline_checks(player, Chess(), Chess.Params(rating="400-1200")):
        check()


def test_20_000_nodes_find_nearly_all_answers_and_depth_1_does_not(stockfish, ended):
    problem, strong, weak = Chess(), Stockfish(), StockfishDepth1()
    ended(strong)
    ended(weak)
    puzzles = problem.generate(np.random.default_rng(1), 30, problem.Params())

    def right(player):
        return sum(problem.check(one, player.solve(one, RNG).solution).feasible for one in puzzles)

    assert right(strong) >= 27 > right(weak)


def test_a_copy_with_other_options_is_another_player(stockfish, ended):
    player = Stockfish.of({"nodes": "500"})
    ended(player)
    assert player.nodes == 500
    assert player.solve(TOY, RNG).solution == ANSWER


@pytest.mark.parametrize("kind", [Stockfish, StockfishDepth1])
def test_without_an_engine_there_is_one_clear_line(no_engine, kind):
    player = kind()
    assert not player.cheap(TOY)
    assert player.versions() == {}
    with pytest.raises(ThinkersError, match=r"(?m)^stockfish is not installed$"):
        player.solve(TOY, RNG)


def test_it_uses_the_time_that_it_is_given_and_tells_its_moves(stockfish, ended):
    player, told = Stockfish(), []
    ended(player)
    terms = Terms(0.3, report=lambda move, bound=None: told.append(move))
    begin = perf_counter()
    assert player.improve(TOY, RNG, terms).solution == ANSWER == told[-1]
    assert perf_counter() - begin < 30


def test_nodes_that_were_set_end_a_search_before_its_time(stockfish, ended):
    player = Stockfish(nodes=500)
    ended(player)
    begin = perf_counter()
    assert player.improve(TOY, RNG, Terms(60)).solution == ANSWER
    assert perf_counter() - begin < 30


HANGING = ChessInstance("4k3/8/8/3q4/8/2N5/8/4K3 w - - 0 1")


@pytest.mark.parametrize("instance", [TOY, HANGING, ChessInstance("7k/8/8/8/8/8/1q6/K7 w - - 0 1")])
def test_an_answer_loses_what_the_engine_thinks_it_loses(stockfish, ended, instance):
    player = Stockfish(nodes=2000)
    ended(player)
    losses = {}
    for move in chess.Board(instance.fen).legal_moves:
        found = player.appraise(instance, move.uci())
        losses[move.uci()] = found.loss
        assert found.best == player.best(instance)
        assert found.loss >= 0
    assert losses[player.best(instance)] == 0
    assert player.appraise(instance, player.best(instance)).value < MATE


def test_mates_count_a_hundred_thousand_less_their_distance(stockfish, ended):
    player = Stockfish(nodes=2000)
    ended(player)
    best = player.appraise(TOY, ANSWER)
    assert (best.best, best.value, best.loss) == (ANSWER, MATE - 1, 0)
    worse = player.appraise(TOY, "g1h1")
    assert 0 < worse.loss <= 2 * DECIDED
    assert player.appraise(HANGING, "e1f1").loss > 300


@pytest.mark.parametrize("move", ["e1e9", "", "0000", "e2e4"])
def test_what_is_no_legal_move_is_not_appraised(no_engine, move):
    assert Stockfish().appraise(TOY, move) is None


def test_an_engine_without_values_fails_one_row(fake):
    fake("tells nothing")
    with pytest.raises(SolveError, match="not what it is worth"):
        Stockfish(seconds=20).appraise(TOY, ANSWER)


@pytest.mark.parametrize("way", ["hangs", "dies", "lies"])
def test_a_failing_engine_fails_an_appraisal(fake, way):
    fake(way)
    player = Stockfish(seconds=0.5 if way == "hangs" else 20)
    with pytest.raises(SolveError, match="Fake 1"):
        player.appraise(TOY, ANSWER)


@pytest.mark.parametrize("way", ["hangs", "dies", "lies"])
def test_a_failing_engine_fails_one_row_and_not_the_run(fake, way):
    fake(way)
    player = Stockfish(seconds=0.5 if way == "hangs" else 20)
    for _ in range(2):
        with pytest.raises(SolveError, match="Fake 1"):
            player.solve(TOY, RNG)


@pytest.mark.parametrize("options", [{"nodes": 0}, {"seconds": 0}, {"nodes": "many"}])
def test_bad_options_are_named(options):
    with pytest.raises(ConfigError, match=next(iter(options))):
        Stockfish.of(options)


def test_the_engine_sees_the_position_only(stockfish, ended):
    player = Stockfish(nodes=2000)
    ended(player)
    one = player.best(TOY)
    player.best(ChessInstance("4k3/8/8/3q4/8/2N5/8/4K3 w - - 0 1"))
    assert player.best(TOY) == one
