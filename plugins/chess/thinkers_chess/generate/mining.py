"""Making new puzzles: many games over several processes, into one CSV that can be gone on with."""

import hashlib
import re
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from pathlib import Path

from thinkers import InvalidInstanceError, locked, write_whole
from thinkers_chess.engine import find_engine
from thinkers_chess.formats.lichess import SIX, Row, rows
from thinkers_chess.generate.games import games
from thinkers_chess.generate.selfplay import Find, key_of
from thinkers_chess.position import board_of, push, quoted
from thinkers_chess.puzzles import shipped

COLUMNS = (*SIX, "Depth", "Advantage")
"""What is written: the six columns of a Lichess puzzle, the depth, and centipawns ahead."""

GAME = re.compile("[0-9]{1,9}")
"""The number of a game."""

DEPTH = 8
"""Plies; the answers agree with a search of 100,000 nodes in 199 of 200 positions (measured)."""


def mine(
    count: int,
    seed: int,
    out: Path,
    *,
    workers: int = 1,
    depth: int = DEPTH,
    report: Callable[[int], None] = lambda kept: None,
) -> int:
    """Write a CSV of `count` new puzzles, or go on with one until it has as many.

    The same seed and depth give the same file, however many workers there are and however often
    it was interrupted. No position of a shipped Lichess puzzle is in it, and none twice.

    Args:
        count: How many puzzles the file shall have.
        seed: Of all the chance there is.
        out: The file; its rows are written game by game.
        workers: Processes, each with one engine of one thread.
        depth: Of the search that decides, plies.
        report: Told the number of puzzles after each game.

    Returns:
        How many puzzles the file has.

    Raises:
        ThinkersError: There is no engine, `out` holds something else, or another process mines
            into it.
        SolveError: An engine died or hung; what was found before is in the file.
    """
    find_engine()
    with locked(out.with_name(f".{out.name}.lock"), str(out), "wait for it, or name a new file"):
        done = _resume(out)
        kept = len(done)
        lines = _lines(done, seed, depth, workers)
        with out.open("a", encoding="utf-8", newline="") as file, closing(lines):
            while kept < count:
                fresh = next(lines)[: count - kept]
                file.write("".join(fresh))
                file.flush()
                kept += len(fresh)
                report(kept)
    return kept


def _lines(
    done: Iterable[Row], seed: int, depth: int, workers: int
) -> Generator[list[str], None, None]:
    """The lines to write, game by game, of a file that has `done`."""
    mark = f"mined:{seed}/{depth}/"
    first = _next_game(done, mark)
    seen = _keys(shipped("lichess"), every=True) | _keys(done)
    with closing(games(seed, first, depth, workers)) as played:
        for game, finds in enumerate(played, first):
            yield [_line(find, f"{mark}{game}", depth) for find in _unseen(finds, seen)]


def _unseen(finds: Iterable[Find], seen: set[str]) -> list[Find]:
    """The first find of each position that has not been seen; all of them have been, then."""
    fresh = []
    for find in finds:
        if find.key not in seen:
            seen.add(find.key)
            fresh.append(find)
    return fresh


def _next_game(done: Iterable[Row], mark: str) -> int:
    """The last game of the file: it may have been cut short, so it is played again."""
    last = 0
    for row in done:
        game = row.url.removeprefix(mark)
        if row.url.startswith(mark):
            if GAME.fullmatch(game) is None:
                raise InvalidInstanceError(f"puzzle {quoted(row.id)} is of no game: {quoted(game)}")
            last = max(last, int(game))
    return last


def _resume(out: Path) -> list[Row]:
    """The puzzles of a file that has been begun; begins it, or cuts off half a line."""
    header = ",".join(COLUMNS) + "\n"
    try:
        text = out.read_text(encoding="utf-8") if out.exists() else ""
        whole = text[: text.rfind("\n") + 1]
        if not whole.startswith(header):
            if text:
                raise InvalidInstanceError(
                    f"{out} is no file of mined puzzles", "name a new file, or one begun before"
                )
            whole = header
        if whole != text:
            write_whole(out, whole.encode())
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInstanceError(f"cannot go on with {out}: {error}") from error
    return list(rows(whole.splitlines(), out.name))


def _keys(puzzles: Iterable[Row], every: bool = False) -> set[str]:
    """The positions to solve: the first of each puzzle, or every one of its line."""
    keys = set()
    for row in puzzles:
        where, moves = f"puzzle {row.id}", row.moves.split()
        board = board_of(row.fen, where)
        for ply, move in enumerate(moves[:-1] if every else moves[:1]):
            push(board, move, where)
            if ply % 2 == 0:
                keys.add(key_of(board))
    return keys


def _line(find: Find, url: str, depth: int) -> str:
    name = "m" + hashlib.sha256(find.key.encode()).hexdigest()[:10]
    moves = f"{find.blunder} {find.answer}"
    cells = (name, find.before, moves, "", find.theme, url, str(depth), str(find.advantage))
    return ",".join(cells) + "\n"
