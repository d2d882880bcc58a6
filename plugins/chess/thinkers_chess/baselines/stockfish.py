"""Stockfish over UCI, through python-chess: as strong as asked, and at one ply."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Self

import numpy as np
from pydantic import Field, PrivateAttr

from thinkers import Appraisal, Baseline, BaselineAnswer, SolveError, Terms, ThinkersError
from thinkers_chess.engine import Engine, find_engine
from thinkers_chess.instance import ChessInstance

if TYPE_CHECKING:
    from chess.engine import Limit

    from thinkers_chess.process import Found

CHEAP_NODES = 100_000
"""About a tenth of a second on one core."""

MATE = 100_000
"""Centipawns that a mate counts, less one for each move until it; no evaluation comes near."""


DECIDED = 1000.0
"""Centipawns from which on a game is as good as won or lost: what lies beyond is no loss, so that
one missed mate does not outweigh a thousand moves (as Lichess counts average centipawn loss)."""


class Stockfish(Baseline[ChessInstance, str]):
    """The reference: Stockfish with a budget of nodes.

    Attributes:
        nodes: Positions it may look at; 20,000 find 197 of 200 answers to rated puzzles.
        seconds: A search that takes longer counts as hung.
    """

    name = "stockfish"
    problem = "chess"
    summary = "Stockfish over UCI, 20,000 nodes a move (stockfishchess.org)"
    appraisal_unit = "centipawns"

    nodes: int = Field(default=20_000, ge=1)
    seconds: float = Field(default=30.0, gt=0)
    _engine: Engine = PrivateAttr(default_factory=Engine)

    def solve(self, instance: ChessInstance, rng: np.random.Generator) -> BaselineAnswer[str]:
        """The best move; no chance is involved.

        Raises:
            ThinkersError: There is no engine.
            SolveError: It died or hung; the next call starts another.
        """
        del rng
        return BaselineAnswer(self.best(instance))

    def improve(
        self, instance: ChessInstance, rng: np.random.Generator, terms: Terms[str]
    ) -> BaselineAnswer[str]:
        """The best move that all of the time finds, or as many nodes, where these were set.

        Each move that the engine thinks the best on the way is told.
        """
        from chess.engine import Limit

        if terms.seconds is None and not terms.heard:
            return self.solve(instance, rng)
        counted = terms.seconds is None or "nodes" in self.model_fields_set
        limit = Limit(nodes=self.nodes if counted else None, time=terms.seconds)
        hung = self.seconds + (terms.seconds or 0)
        tell = terms.report if terms.heard else None
        found = _search(self._engine, instance, limit, hung, tell=tell)
        return BaselineAnswer(found.move.uci())

    def best(self, instance: ChessInstance, among: Sequence[str] = ()) -> str:
        """The engine's move in UCI.

        Args:
            instance: The position.
            among: The moves to choose from; empty for all legal ones.
        """
        return self._search(instance, among).move.uci()

    def appraise(self, instance: ChessInstance, solution: str) -> Appraisal[str] | None:
        """What the engine's move is worth to the mover, and how much less the answer is.

        The answer gets a search of its own, of as many nodes. A mate in n counts 100,000 - n
        centipawns; a loss counts values up to `DECIDED` only. None where the answer is no legal
        move.

        Raises:
            ThinkersError: There is no engine.
            SolveError: It died, hung, or gave no value.
        """
        if not _legal(instance, solution):
            return None
        found = self._search(instance)
        best, value = found.move.uci(), _centipawns(found)
        answered = value
        if solution != best:
            answered = _centipawns(self._search(instance, (solution,)))
        return Appraisal(best, value, max(0.0, _decided(value) - _decided(answered)))

    def _search(self, instance: ChessInstance, among: Sequence[str] = ()) -> "Found":
        from chess.engine import Limit

        return _search(self._engine, instance, Limit(nodes=self.nodes), self.seconds, among)

    def cheap(self, instance: ChessInstance) -> bool:
        """Whether there is an engine, and few nodes to look at."""
        del instance
        return self.nodes <= CHEAP_NODES and _there()

    def versions(self) -> dict[str, str]:
        """The engine's version, where there is an engine."""
        return _versions(self._engine)

    def close(self) -> None:
        """End the engine; it ends with this object or with Python as well."""
        self._engine.close()


class StockfishDepth1(Baseline[ChessInstance, str]):
    """Stockfish at depth 1: its evaluation of every move, and captures to their end.

    Attributes:
        seconds: A search that takes longer counts as hung.
    """

    name = "stockfish-depth1"
    problem = "chess"
    summary = "Stockfish over UCI at depth 1: its evaluation with hardly any search"

    seconds: float = Field(default=30.0, gt=0)
    _engine: Engine = PrivateAttr(default_factory=Engine)

    def solve(self, instance: ChessInstance, rng: np.random.Generator) -> BaselineAnswer[str]:
        """The best move; no chance is involved.

        Raises:
            ThinkersError: There is no engine.
            SolveError: It died or hung; the next call starts another.
        """
        from chess.engine import Limit

        del rng
        found = _search(self._engine, instance, Limit(depth=1), self.seconds)
        return BaselineAnswer(found.move.uci())

    def within(self, seconds: float | None) -> Self:
        """The same: one ply takes no time, and `seconds` is how long an engine may hang."""
        del seconds
        return self

    def cheap(self, instance: ChessInstance) -> bool:
        """Whether there is an engine."""
        del instance
        return _there()

    def versions(self) -> dict[str, str]:
        """The engine's version, where there is an engine."""
        return _versions(self._engine)

    def close(self) -> None:
        """End the engine; it ends with this object or with Python as well."""
        self._engine.close()


def _search(
    engine: Engine,
    instance: ChessInstance,
    limit: "Limit",
    seconds: float,
    among: Sequence[str] = (),
    tell: Callable[[str], None] | None = None,
) -> "Found":
    import chess

    moves = [chess.Move.from_uci(move) for move in among] or None
    return engine.search(chess.Board(instance.fen), limit, seconds, among=moves, tell=tell)


def _centipawns(found: "Found") -> float:
    """What the best line is worth to the mover.

    Raises:
        SolveError: The engine gave it no value.
    """
    if not found.scores:
        raise SolveError("the engine gave a move, but not what it is worth")
    return float(found.scores[0].score(mate_score=MATE))


def _decided(value: float) -> float:
    return max(-DECIDED, min(DECIDED, value))


def _legal(instance: ChessInstance, solution: str) -> bool:
    import chess

    return solution in {move.uci() for move in chess.Board(instance.fen).legal_moves}


def _there() -> bool:
    try:
        find_engine()
    except ThinkersError:
        return False
    return True


def _versions(engine: Engine) -> dict[str, str]:
    try:
        return {"stockfish": engine.version()}
    except ThinkersError:
        return {}
