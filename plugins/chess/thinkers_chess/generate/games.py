"""Games of an engine against itself, one after the other, played by one process or by several."""

import signal
from collections.abc import Generator, Sequence
from contextlib import closing, suppress
from itertools import count as numbers
from multiprocessing import get_context
from multiprocessing.connection import Connection

import numpy as np

from thinkers import SolveError, ThinkersError
from thinkers_chess.generate.searcher import Searcher
from thinkers_chess.generate.selfplay import Find, play

AHEAD = 2
"""Games that a process may have begun before its last one is asked for."""


def games(seed: int, first: int, depth: int, workers: int) -> Generator[list[Find], None, None]:
    """The puzzles of each game, in the order of their numbers, without end.

    Args:
        seed: With the number of a game, all the chance there is in it.
        first: The number of the first game.
        depth: Of the search that decides, plies.
        workers: Processes, each with one engine of one thread.

    Raises:
        SolveError: An engine died or hung.
    """
    if workers == 1:
        yield from _played(seed, first, 1, depth)
        return
    context = get_context("spawn")
    pipes = []
    processes = []
    try:
        for number in range(workers):
            ours, theirs = context.Pipe()
            share = (theirs, seed, first + number, workers, depth)
            process = context.Process(target=_serve, args=share, daemon=True)
            process.start()
            theirs.close()
            pipes.append(ours)
            processes.append(process)
        yield from _collected(pipes)
    finally:
        for pipe in pipes:
            pipe.close()  # the sign to stop after the game begun
        for process in processes:
            process.join()


def _played(seed: int, first: int, step: int, depth: int) -> Generator[list[Find], None, None]:
    with closing(Searcher()) as engine:
        for game in numbers(first, step):
            yield list(play(engine, np.random.default_rng([seed, game]), depth))


def _collected(pipes: Sequence[Connection]) -> Generator[list[Find], None, None]:
    """What the processes found, in turn; each is told to go on when something of it is taken."""
    for pipe in pipes:
        for _ in range(AHEAD):
            pipe.send("go on")
    while True:
        for pipe in pipes:
            try:
                finds = pipe.recv()
                if isinstance(finds, ThinkersError):
                    raise finds
                pipe.send("go on")
            except (EOFError, OSError) as error:
                raise SolveError("a process that plays games died") from error
            yield finds


def _serve(pipe: Connection, seed: int, first: int, step: int, depth: int) -> None:
    """Play a game for each word that comes; end when the other side is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the other side is interrupted, and closes
    with suppress(EOFError, OSError):
        try:
            with closing(_played(seed, first, step, depth)) as played:
                while pipe.recv():
                    pipe.send(next(played))
        except ThinkersError as error:
            pipe.send(error)
