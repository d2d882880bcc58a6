"""Stockfish over UCI, through python-chess: as strong as asked, and at one ply."""

from typing import TYPE_CHECKING

import numpy as np
from pydantic import Field, PrivateAttr

from thinkers import Baseline, BaselineAnswer, ThinkersError
from thinkers_chess.engine import Engine, find_engine
from thinkers_chess.instance import ChessInstance

if TYPE_CHECKING:
    from chess.engine import Limit

CHEAP_NODES = 100_000
"""About a tenth of a second on one core."""


class Stockfish(Baseline[ChessInstance, str]):
    """The reference: Stockfish with a budget of nodes.

    Attributes:
        nodes: Positions it may look at; 20,000 find 197 of 200 answers to rated puzzles.
        seconds: A search that takes longer counts as hung.
    """

    name = "stockfish"
    problem = "chess"
    summary = "Stockfish over UCI, 20,000 nodes a move (stockfishchess.org)"

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

    def best(self, instance: ChessInstance) -> str:
        """The engine's move in UCI."""
        from chess.engine import Limit

        return _move(self._engine, instance, Limit(nodes=self.nodes), self.seconds)

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
        return BaselineAnswer(_move(self._engine, instance, Limit(depth=1), self.seconds))

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


def _move(engine: Engine, instance: ChessInstance, limit: "Limit", seconds: float) -> str:
    import chess

    return engine.search(chess.Board(instance.fen), limit, seconds).move.uci()


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
