"""An engine on two pipes, for tens of thousands of short searches.

python-chess's client takes about 1 ms a search, which is what these searches take themselves.
"""

import os
import select
import subprocess
import weakref
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from thinkers import SolveError, ThinkersError
from thinkers_chess.engine import INSTALL, find_engine
from thinkers_chess.process import START_SECONDS, Found

if TYPE_CHECKING:
    import chess
    from chess.engine import Score


class Searcher:
    """One engine process from the beginning to `close`, or to the end of this object.

    Attributes:
        name: What the engine calls itself.
        close: Kills the process.

    Raises:
        ThinkersError: There is no engine, or what was named is none.
    """

    def __init__(self) -> None:
        command = find_engine()
        self._rest, self._game, self._lines = b"", object(), 1
        try:
            self._process = subprocess.Popen(
                [command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        except OSError as error:
            raise _no_engine(command, str(error.strerror or error)) from error
        self.close = weakref.finalize(self, _end, self._process)
        try:
            hello = self._ask("uci", "uciok", START_SECONDS)
        except (OSError, EOFError) as error:
            self.close()
            raise _no_engine(command, str(error)) from error
        names = [line.removeprefix("id name ") for line in hello if line.startswith("id name ")]
        self.name = names[0] if names else command.name

    def search(
        self, board: "chess.Board", depth: int, seconds: float, *, lines: int, game: object
    ) -> Found:
        """Search one position; its history is not told to the engine.

        Args:
            board: A position that is not over.
            depth: Plies.
            seconds: After this much time the engine counts as hung.
            lines: How many best lines to score.
            game: Searches of one game share the hash table.

        Raises:
            SolveError: The engine died, hung or talked nonsense; it has been ended.
        """
        try:
            if game is not self._game:
                self._ask("ucinewgame\nisready", "readyok", seconds)
                self._game = game
            told = "" if lines == self._lines else f"setoption name MultiPV value {lines}\n"
            self._lines = lines
            asked = f"{told}position fen {board.fen()}\ngo depth {depth}"
            return _found(board, self._ask(asked, "bestmove", seconds))
        except TimeoutError:
            reason = f"gave no move within {seconds:g} s and was ended"
        except (OSError, EOFError):
            reason = "died in the middle of a search"
        except (ValueError, IndexError) as error:
            reason = f"talked nonsense and was ended: {error}"
        self.close()
        raise SolveError(f"{self.name} {reason}")

    def _ask(self, words: str, last: str, seconds: float) -> list[str]:
        """What the engine says up to the line that begins with `last`, and that line."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{words}\n".encode())
        self._process.stdin.flush()
        until, said = monotonic() + seconds, []
        while True:
            *whole, self._rest = self._rest.split(b"\n")
            said += [line.decode(errors="replace").strip() for line in whole]
            for count, line in enumerate(said, 1):
                if line.startswith(last):
                    return said[:count]
            self._rest += self._heard(until - monotonic(), last)

    def _heard(self, seconds: float, awaited: str) -> bytes:
        assert self._process.stdout is not None
        if not select.select([self._process.stdout], [], [], max(0.0, seconds))[0]:
            raise TimeoutError(f"no {awaited!r} in time")
        heard = os.read(self._process.stdout.fileno(), 1 << 16)
        if not heard:
            raise EOFError("it ended at once")
        return heard


def _found(board: "chess.Board", said: list[str]) -> Found:
    """The best move, and the scores that were told last.

    Raises:
        ValueError, IndexError: The move is none, or not legal, or something is missing.
    """
    import chess

    scores: dict[str, Score] = {}
    for line in said:
        words = line.split()
        if words[:1] == ["info"] and "score" in words:
            rank = words[words.index("multipv") + 1] if "multipv" in words else "1"
            place = words.index("score")
            scores[rank] = _score(words[place + 1], words[place + 2])
    move = chess.Move.from_uci(said[-1].split()[1])
    if not board.is_legal(move):
        raise ValueError(f"{move} is not legal in {board.fen()!r}")
    return Found(move, [scores[rank] for rank in sorted(scores)])


def _score(kind: str, value: str) -> "Score":
    from chess.engine import Cp, Mate

    return Mate(int(value)) if kind == "mate" else Cp(int(value))


def _no_engine(command: Path, reason: str) -> ThinkersError:
    return ThinkersError(f"{command} is no UCI engine: {reason.lower()}", INSTALL)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.kill()
    process.communicate()
