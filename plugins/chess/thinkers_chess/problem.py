"""Chess: find the best move of a tactical position."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from thinkers import (
    Figure,
    FileFormat,
    InvalidInstanceError,
    Marks,
    Problem,
    Settings,
    Verdict,
)
from thinkers_chess.attacks import AttacksEncoding
from thinkers_chess.check import check
from thinkers_chess.families import FAMILIES
from thinkers_chess.instance import ChessInstance
from thinkers_chess.params import ChessParams
from thinkers_chess.planes import PlanesEncoding
from thinkers_chess.symmetry import mirror, mirrored_move

Move = str
"""A move in UCI: `g1f3`, `e1g1` for castling, `e7e8q` for a promotion."""


class Chess(Problem[ChessInstance, Move]):
    """The best move of the side to move."""

    name = "chess"
    summary = "chess puzzles: the one move that wins, in rated Lichess positions"
    Params = ChessParams
    encodings = {"planes": PlanesEncoding(), "attacks": AttacksEncoding()}
    reference = "stockfish"
    default_model = "chess/dt-l"
    families = FAMILIES
    formats = (
        FileFormat(".csv"),
        FileFormat(".zst"),
        FileFormat(".epd"),
        FileFormat(".fen", writes=False, answers=False),
        FileFormat(".pgn", writes=False, answers=False),
        FileFormat(".pth", writes=False, answers=False),
        FileFormat(".npz"),
    )

    def generate(
        self, rng: np.random.Generator, count: int, params: Settings
    ) -> list[ChessInstance]:
        """Draw different puzzles from those that ship.

        Raises:
            InvalidInstanceError: There are fewer than `count`, or the FEN or the id is wrong.
        """
        from thinkers_chess.puzzles import generate

        assert isinstance(params, ChessParams)
        return generate(rng, count, params)

    def check(self, instance: ChessInstance, solution: Move) -> Verdict:
        """By the answers, the moves to avoid and the distance to mate that are known."""
        self.require(instance)
        return check(instance, solution)

    def label(self, instances: Sequence[ChessInstance]) -> list[Move]:
        """The known answers; Stockfish's where there is none, of the moves not to be avoided.

        Raises:
            InvalidInstanceError: Every legal move is to be avoided.
            ThinkersError: An answer is not known, and there is no engine.
        """
        from thinkers_chess.baselines.stockfish import Stockfish

        engine = Stockfish()
        try:
            return [one.answer or engine.best(one, one.not_avoided()) for one in instances]
        finally:
            engine.close()

    def draw(
        self, instance: ChessInstance, solution: Move | None, marks: Marks[Move] = Marks()
    ) -> Figure:
        """The board from the mover's side, with the move marked."""
        from thinkers_chess.drawing import draw

        return draw(instance, solution, marks)

    def toy(self) -> tuple[ChessInstance, Move]:
        """Mate on the back rank, after the king went behind its own pawns."""
        before = "5k2/5ppp/8/8/8/8/8/4R1K1 b - - 0 1"
        puzzle = ChessInstance(
            fen="6k1/5ppp/8/8/8/8/8/4R1K1 w - - 1 2",
            answer="e1e8",
            id="toy",
            themes=("mateIn1",),
            moves=("e1e8",),
            setup=(before, "f8g8"),
        )
        return puzzle, "e1e8"

    def describe(self, instance: ChessInstance) -> dict[str, Any]:
        """The FEN, and what is known about it."""
        return {
            "fen": instance.fen,
            "id": instance.id,
            "rating": instance.rating,
            "themes": list(instance.themes),
            "answer": instance.answer,
            "also": list(instance.also),
            "avoid": list(instance.avoid),
            "mate": instance.mate,
        }

    def describe_solution(self, solution: Move) -> dict[str, Any]:
        """The move in UCI."""
        return {"move": solution}

    def words(self, instance: ChessInstance, solution: Move) -> str:
        """The move in both notations."""
        from thinkers_chess.wording import move_in_words

        return move_in_words(instance, solution)

    def symmetric(
        self, instance: ChessInstance, rng: np.random.Generator
    ) -> tuple[ChessInstance, Callable[[Move], Move]]:
        """The mirror image; the position itself where somebody may castle, which has none."""
        del rng
        if instance.fen.split()[2] != "-":
            return instance, str
        return mirror(instance), mirrored_move

    def unlabelled(self, instance: ChessInstance) -> ChessInstance:
        """The position without its answers; moves to avoid, or a distance to mate, are asked."""
        return replace(instance, answer=None, also=())

    def traits(self, instance: ChessInstance) -> frozenset[str]:
        """What the board shows: check, promotions, castling rights, at most seven pieces."""
        from thinkers_chess.traits import traits

        return traits(instance)

    def read(self, path: Path, options: Settings | None = None) -> list[ChessInstance]:
        """Lichess CSV, EPD, FEN, PGN, easy-to-hard tensors or NumPy files; text also as .zst."""
        del options
        from thinkers_chess.formats import read

        return [record.instance for record in read(path)]

    def read_answers(self, path: Path, options: Settings | None = None) -> list[Move | None]:
        """The answers that somebody gave, kept apart from what is right."""
        del options
        from thinkers_chess.formats import read

        return [record.answer for record in read(path)]

    def write(
        self, path: Path, instances: Sequence[ChessInstance], solutions: Sequence[Move] | None
    ) -> None:
        """Lichess CSV (plain or .zst), EPD or NumPy files."""
        from thinkers_chess.formats import write

        write(path, instances, solutions)

    def produce(
        self,
        path: Path,
        count: int,
        seed: int,
        params: Settings,
        workers: int,
        report: Callable[[str], None],
    ) -> int:
        """Mine new puzzles with Stockfish; goes on with a file that holds some already.

        Raises:
            InvalidInstanceError: The file is no `.csv`.
        """
        del params
        from thinkers_chess.generate.mining import mine

        if path.suffix.lower() != ".csv":
            raise InvalidInstanceError(
                f"mined puzzles are written as .csv, not as {path.name}",
                "use a name ending in .csv",
            )
        return mine(
            count, seed, path, workers=workers, report=lambda kept: report(f"kept {kept} puzzles")
        )
