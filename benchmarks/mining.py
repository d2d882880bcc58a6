"""How many chess puzzles are mined for each second of CPU time, Stockfish's included.

    python benchmarks/mining.py

Two idle cores give twice as many a second. Two workers play; reading the shipped puzzles, which
must not be found again, starting up and games that come too late are all counted.
"""

import tempfile
from argparse import ArgumentParser
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

from thinkers_chess.generate.mining import mine

COUNT, WORKERS = 1000, 2


def cpu_seconds() -> float:
    """User and system time of this process and of its children that have ended."""
    usage = [getrusage(who) for who in (RUSAGE_SELF, RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in usage)


def main() -> None:
    """Mine two seeds and print the rate of each."""
    ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    for seed in (1, 2):
        with tempfile.TemporaryDirectory() as folder:
            begin = cpu_seconds()
            mine(COUNT, seed, Path(folder) / "mined.csv", workers=WORKERS)
            used = cpu_seconds() - begin
        print(
            f"seed {seed}: {COUNT} puzzles in {used:.1f} CPU seconds: {COUNT / used:.1f} a second"
        )


if __name__ == "__main__":
    main()
