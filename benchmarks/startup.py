"""Where a command spends its time before and after its imports, as shares of one run.

    python benchmarks/startup.py                         # solve tsp --cities 30 -q, by torch
    python benchmarks/startup.py --runtime onnx --base   # and how long that takes, over torch

Shares are of CPU seconds of one thread, those of modules by Python's own `-X importtime`, which
makes imports a little slower than they are, and wall time: on a busy machine they add up to more.
Modules are compiled beforehand, as in an installation. The first run of each is not counted.
"""

import argparse
import os
import re
import resource
import subprocess
import sys
from collections import defaultdict
from functools import cache
from tempfile import TemporaryDirectory

COMMAND = ("solve", "tsp", "--cities", "30", "-q")

LINE = re.compile(r"import time: +(\d+) \| +\d+ \| *([\w.]+)")

OURS = "thinkers"
"""How the packages of this project begin."""


@cache
def compiled() -> "TemporaryDirectory[str]":
    """Where compiled modules are, for as long as this process is."""
    return TemporaryDirectory()


def run(*words: str, traced: bool = False) -> tuple[float, str]:
    """CPU seconds of a run of the program, and what it wrote to stderr."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, *(["-X", "importtime"] if traced else []), "-m", OURS, *words]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True,
        env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "",
             "PYTHONPYCACHEPREFIX": compiled().name},
    )  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return took, done.stderr


def parts(words: tuple[str, ...]) -> dict[str, float]:
    """Seconds that the modules of each package took to run when they were imported."""
    found: dict[str, float] = defaultdict(float)
    for took, module in LINE.findall(run(*words, traced=True)[1]):
        package = module.partition(".")[0]
        found[OURS if package.startswith(OURS) else package] += int(took) / 1e6
    return found


def table(words: tuple[str, ...], rows: int) -> float:
    """Print the largest parts of a command's time; gives its CPU seconds."""
    run(*words)
    seconds = min(run(*words)[0] for _ in range(3))
    found = parts(words)
    imports = sum(found.values())
    print(f"thinkers {' '.join(words)}: {seconds:.2f} s of CPU, imports {imports / seconds:.0%}")
    for package, took in sorted(found.items(), key=lambda part: -part[1])[:rows]:
        print(f"  {took / seconds:6.1%}  {package}")
    return seconds


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runtime", choices=("torch", "onnx"), default="torch")
    parser.add_argument("--base", action="store_true", help="measure torch, too, and the ratio")
    parser.add_argument("--rows", type=int, default=10)
    given = parser.parse_args()
    seconds = table((*COMMAND, "--runtime", given.runtime), given.rows)
    if given.base:
        base = table((*COMMAND, "--runtime", "torch"), given.rows)
        print(f"{given.runtime} takes {seconds / base:.0%} of torch's time")


if __name__ == "__main__":
    main()
