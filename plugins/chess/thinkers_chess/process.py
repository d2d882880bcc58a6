"""A UCI engine as a child process that ends with its parent."""

import asyncio
import logging
import os
import threading
import weakref
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    import chess
    from chess.engine import Limit, Score, UciProtocol

    Opened = tuple[asyncio.SubprocessTransport, UciProtocol]

START_SECONDS = 20.0
"""How long an engine may take to say that it speaks UCI."""

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Found:
    """What a search found.

    Attributes:
        move: The best move.
        scores: Of the best lines, best first, from the mover's side.
    """

    move: "chess.Move"
    scores: "list[Score]"


class Process:
    """A running engine, and the event loop in a daemon thread that talks to it.

    python-chess's own `SimpleEngine` keeps a thread that is no daemon: Python would wait for it
    before any clean-up at exit, for ever.

    Args:
        command: The program.

    Attributes:
        name: What the engine calls itself: `Stockfish 15.1`.
        broken: Whether a search ended without a result; then only `end` is left to do.
        end: Kills the process; called by itself when this object or Python ends.

    Raises:
        OSError: The program cannot be run, or speaks no UCI.
    """

    protocol: "UciProtocol"

    def __init__(self, command: Path) -> None:
        from chess.engine import EngineError

        logger = logging.getLogger("chess.engine")  # its warnings come back as our errors
        if not logger.handlers:
            logger.addHandler(logging.NullHandler())
        self.broken = False
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._opened: list[Opened] = []
        self.end = weakref.finalize(self, _end, os.getpid(), self._loop, self._thread, self._opened)
        try:
            self._wait(self._open(command), START_SECONDS)
        except TimeoutError as error:
            self.end()
            raise OSError(f"no 'uciok' within {START_SECONDS:g} s") from error
        except EngineError as error:
            self.end()
            raise OSError("it ended at once") from error
        except OSError:
            self.end()
            raise
        self.name = self.protocol.id.get("name", command.name)

    @property
    def dead(self) -> bool:
        """Whether the process has ended."""
        return self.protocol.returncode.done()

    def search(
        self,
        board: "chess.Board",
        limit: "Limit",
        seconds: float,
        lines: int,
        game: object,
        among: "Sequence[chess.Move] | None",
        tell: Callable[[str], None] | None = None,
    ) -> Found:
        """Search one position; see `Engine.search`.

        Raises:
            TimeoutError: There was no move in time.
            EngineError: The engine died, or said what no engine may say.
        """
        work = _search(self.protocol, board, limit, lines, game, among, tell)
        return self._wait(work, seconds)

    def _wait(self, work: Coroutine[Any, Any, Answer], seconds: float) -> Answer:
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result(seconds)
        except BaseException:
            self.broken = True  # the work itself ends when the process does
            raise

    async def _open(self, command: Path) -> None:
        from chess.engine import UciProtocol

        transport, self.protocol = await UciProtocol.popen(
            str(command), stderr=asyncio.subprocess.DEVNULL
        )
        self._opened.append((transport, self.protocol))
        await self.protocol.initialize()


async def _search(
    protocol: "UciProtocol",
    board: "chess.Board",
    limit: "Limit",
    lines: int,
    game: object,
    among: "Sequence[chess.Move] | None",
    tell: Callable[[str], None] | None,
) -> Found:
    from chess.engine import INFO_PV, INFO_SCORE, EngineError

    alone, game = board.copy(stack=False), game or object()
    if (
        lines == 1 and tell is None
    ):  # an illegal move is an error at once in `play`, and silence in `analysis`
        played = await protocol.play(alone, limit, game=game, info=INFO_SCORE, root_moves=among)
        move, told = played.move, [played.info]
    else:
        with await protocol.analysis(
            alone, limit, multipv=lines, game=game, info=INFO_SCORE | INFO_PV, root_moves=among
        ) as analysis:
            async for line in analysis:
                if tell is not None and line.get("pv") and line.get("multipv", 1) == 1:
                    tell(line["pv"][0].uci())
            move, told = (await analysis.wait()).move, analysis.multipv
    if move is None:
        raise EngineError(f"no move in {alone.fen()!r}")
    return Found(move, [line["score"].relative for line in told if "score" in line])


def _end(
    owner: int,
    loop: asyncio.AbstractEventLoop,
    thread: threading.Thread,
    opened: "list[Opened]",
) -> None:
    """Kill the process and stop the loop; holds no reference to what it ends."""

    async def kill() -> None:
        for transport, protocol in opened:
            transport.close()  # and kill it, if it still runs
            await protocol.returncode
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    if owner != os.getpid():  # a fork's copy: the process is the parent's
        return
    asyncio.run_coroutine_threadsafe(kill(), loop).result(START_SECONDS)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()
