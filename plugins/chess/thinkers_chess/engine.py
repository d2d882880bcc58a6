"""A UCI engine: located, started on demand, with timeouts, and always terminated."""

import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from thinkers import SolveError, ThinkersError

if TYPE_CHECKING:
    import chess
    from chess.engine import Limit

    from thinkers_chess.process import Found, Process

VARIABLE = "THINKERS_STOCKFISH"
"""The environment variable that names the engine."""

INSTALL = f"apt-get install stockfish, or set {VARIABLE} to the path of a UCI engine"
"""What to do where there is none."""

GAMES_FOLDER = Path("/usr/games")
"""Where Debian puts games; often not on PATH."""


def find_engine() -> Path:
    """The engine: `THINKERS_STOCKFISH`, else `stockfish` on PATH, else Debian's games folder.

    Raises:
        ThinkersError: There is none, and how to get it.
    """
    named = os.environ.get(VARIABLE)
    if named:
        found = shutil.which(named)
        if found is None:
            raise ThinkersError(
                f"{VARIABLE} is {named!r}, which is no program", f"unset it, or {INSTALL}"
            )
        return Path(found)
    found = shutil.which("stockfish") or shutil.which("stockfish", path=str(GAMES_FOLDER))
    if found is None:
        raise ThinkersError("stockfish is not installed", INSTALL)
    return Path(found)


class Engine:
    """One engine process at most; lives until `close`, the end of this object, or of Python.

    It starts at the first search and again after a death. A copy, pickled or forked, has a process
    of its own.
    """

    def __init__(self) -> None:
        self._process: Process | None = None
        self._owner = os.getpid()

    def __reduce__(self) -> "tuple[type[Engine], tuple[()]]":
        return Engine, ()

    def search(
        self,
        board: "chess.Board",
        limit: "Limit",
        seconds: float,
        *,
        lines: int = 1,
        game: object = None,
        among: "Sequence[chess.Move] | None" = None,
        tell: Callable[[str], None] | None = None,
    ) -> "Found":
        """Search one position.

        Args:
            board: A position that is not over; its history is not told to the engine.
            limit: Depth or nodes.
            seconds: After this much time the engine counts as hung and is ended.
            lines: How many best lines to score.
            game: Searches of one game share the hash table; None is a game of its own.
            among: The moves to choose from; None for all legal ones.
            tell: Told each move, in UCI, that the engine thinks the best meanwhile; called from
                another thread.

        Raises:
            ThinkersError: There is no engine, or what was named is none.
            SolveError: The engine died or hung; the next search starts a new one.
        """
        from chess.engine import EngineError, EngineTerminatedError

        process = self._started()
        try:
            return process.search(board, limit, seconds, lines, game, among, tell)
        except TimeoutError as error:
            reason = f"gave no move within {seconds:g} s and was ended"
            raise SolveError(f"{process.name} {reason}") from error
        except EngineTerminatedError as error:
            raise SolveError(f"{process.name} died in the middle of a search") from error
        except EngineError as error:
            raise SolveError(f"{process.name} talked nonsense and was ended: {error}") from error
        finally:
            if process.broken:
                self.close()

    def version(self) -> str:
        """What the engine calls itself, without the word Stockfish: `15.1`.

        Raises:
            ThinkersError: There is no engine.
        """
        return self._started().name.removeprefix("Stockfish ")

    def close(self) -> None:
        """End the process, if there is one."""
        if self._process is not None:
            self._process.end()
        self._process = None

    def _started(self) -> "Process":
        from thinkers_chess.process import Process

        if self._process is None or self._process.dead or self._owner != os.getpid():
            self.close()
            self._owner = os.getpid()
            command = find_engine()
            try:
                self._process = Process(command)
            except OSError as error:
                reason = str(error.strerror or error).lower()
                raise ThinkersError(f"{command} is no UCI engine: {reason}", INSTALL) from error
        return self._process
