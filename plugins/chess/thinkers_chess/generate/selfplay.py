"""One game of an engine against itself, and the puzzles that its blunders would have made.

The game itself is played well; at each move a few bad moves are tried beside it, and a position
after one is kept when exactly one answer punishes it. Most random blunders lose the moved piece at
once; few of those are kept, since rated puzzles are seldom of that kind: the answer takes on the
square just moved to in 11 % of our 5,000 Lichess puzzles and gives check in 66 %.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from thinkers_chess.generate.searcher import Searcher
from thinkers_chess.process import Found

if TYPE_CHECKING:
    import chess
    from chess.engine import Score

WIN = 200
"""Centipawns: what the best move must be worth."""

GAP = 200
"""Centipawns: how much more that is than the second best."""

NOT_WON = 300
"""Centipawns: above this the second best wins as well."""

WON = 1000
"""Centipawns: beyond this more is no better, as in Lichess's own win chances."""

MATE = 100_000
"""Centipawns that stand for mate."""

SCREEN, PROBE = 2, 3
"""How much shallower the games and the trials are searched than what is kept."""

PROBES = 3
"""Bad moves tried at each move of the game."""

RECAPTURES = 0.15
"""The share kept of answers that take the piece just moved, unless they mate."""

RISKY = 0.2
"""The share tried of moves to a square that the other side attacks, unless they capture."""

OPENING = (2, 10)
"""Random moves at the start of a game, at least and at most."""

MAX_MOVES = 100
"""Moves of both sides after the opening."""

SECONDS = 60.0
"""An engine that searches a position longer than this has hung."""


@dataclass(frozen=True)
class Find:
    """A position that is a puzzle.

    Attributes:
        before: The FEN one move earlier.
        blunder: The move that led to it, UCI.
        answer: The best move, UCI.
        advantage: Centipawns above the second best, at most `WON` + `WIN`.
        theme: `mateIn3`, `crushing` (600 centipawns and more) or `advantage`, as Lichess says it.
        key: Placement and side to move of the position to solve.
    """

    before: str
    blunder: str
    answer: str
    advantage: int
    theme: str
    key: str


def key_of(board: "chess.Board") -> str:
    """What makes two positions one: the pieces and the side to move."""
    return f"{board.board_fen()} {'w' if board.turn else 'b'}"


def play(engine: Searcher, rng: np.random.Generator, depth: int) -> Iterator[Find]:
    """Play one game and yield its puzzles; all chance comes from `rng`.

    Args:
        engine: Searches one thread, so that the same seed gives the same game.
        rng: Chooses the opening and the blunders.
        depth: Of the search that decides what is kept, plies.
    """
    game = object()

    def search(lines: int, shallower: int) -> Found:
        return engine.search(board, max(1, depth - shallower), SECONDS, lines=lines, game=game)

    board = _opening(rng)
    for _ in range(MAX_MOVES):
        if board.is_game_over():
            return
        best = search(1, SCREEN)
        now = _centipawns(best.scores[0])
        if now > MATE / 2:
            yield from _judge(board, search(2, 0))
        following = best.move
        for blunder in _blunders(board, best.move, rng):
            board.push(blunder)
            if not board.is_game_over():
                reply = search(1, PROBE)
                after = _centipawns(reply.scores[0])
                if _promising(-now, after) and (
                    reply.move.to_square != blunder.to_square
                    or after > MATE / 2
                    or rng.random() < RECAPTURES
                ):
                    yield from _judge(board, search(2, 0))
                elif after + now < WIN / 2 and rng.random() < 1 / 2:
                    following = blunder
            board.pop()
        board.push(following)


def _opening(rng: np.random.Generator) -> "chess.Board":
    import chess

    board = chess.Board()
    for _ in range(rng.integers(OPENING[0], OPENING[1] + 1)):
        if board.is_game_over():
            break
        moves = list(board.legal_moves)
        board.push(moves[rng.integers(len(moves))])
    return board


def _blunders(
    board: "chess.Board", best: "chess.Move", rng: np.random.Generator
) -> "Iterator[chess.Move]":
    moves = [move for move in board.legal_moves if move != best]
    tried = 0
    for index in rng.permutation(len(moves)):
        move = moves[index]
        risky = not board.is_capture(move) and board.is_attacked_by(not board.turn, move.to_square)
        if risky and rng.random() >= RISKY:
            continue
        yield move
        tried += 1
        if tried == PROBES:
            return


def _promising(before: int, after: int) -> bool:
    """Whether a blunder turned the game: what the mover had is `before`, and now `after`."""
    return after > MATE / 2 or (before < WIN and after >= WIN * 3 / 4 and after - before >= GAP)


def _judge(board: "chess.Board", found: Found) -> Iterator[Find]:
    gap = advantage(found.scores)
    if gap is None:
        return
    before = board.copy(stack=1)
    blunder = before.pop()
    mate = found.scores[0].mate()
    if mate is not None:
        theme = f"mateIn{mate}"
    else:
        theme = "crushing" if _centipawns(found.scores[0]) >= 600 else "advantage"
    yield Find(before.fen(), blunder.uci(), found.move.uci(), gap, theme, key_of(board))


def advantage(scores: "Sequence[Score]") -> int | None:
    """How many centipawns the best move is ahead, or None when the position is no puzzle.

    A puzzle has a best move that mates where the second does not, or that wins by `WIN` and is
    `GAP` ahead of a second that does not win.

    Args:
        scores: Of the two best moves, from the mover's side.
    """
    if len(scores) < 2:
        return None
    best, second = (_centipawns(score) for score in scores[:2])
    gap = min(best, WON + WIN) - max(-WON, min(second, WON))
    if best > MATE / 2:
        return gap if second < MATE / 2 else None
    return gap if best >= WIN and gap >= GAP and second < NOT_WON else None


def _centipawns(score: "Score") -> int:
    return score.score(mate_score=MATE)
