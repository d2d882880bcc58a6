"""Trains by the tiny recipe in processes of which twenty are killed; run by test_killing.py.

It writes, for each killed process, the last step it told and the step of the file it left.
"""

import json
import os
import random
import signal
import sys
import time
from pathlib import Path

import lightning_fabric  # noqa: F401  loaded once, before the forks
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.nets import DTL
from thinkers.training import resume
from thinkers.training.callbacks import Callbacks
from thinkers.training.loop import train
from thinkers.training.recipe import Recipe
from thinkers.training.run import Run

KILLS = 20


def run(recipe: Recipe, folder: Path, tell: int) -> None:
    """Train, or go on, and tell each step through the pipe."""
    asked = Run(recipe, PrefixSums(), DTL, folder, "cpu", checkpoint_seconds=0)
    told = Callbacks(step=lambda step, loss: os.write(tell, b"%d\n" % step) and None)
    train(asked, told, resuming=asked.begun)


def main() -> None:
    """Kill twenty, let the last one end."""
    recipe, folder = Recipe.of(json.loads(sys.argv[1])), Path(sys.argv[2])
    moments = random.Random(0)
    for number in range(KILLS + 1):
        heard, tell = os.pipe()
        child = os.fork()
        if not child:
            run(recipe, folder, tell)
            os._exit(0)
        os.close(tell)
        first = os.read(heard, 8) if number % 2 else b""
        if number < KILLS:
            time.sleep(moments.uniform(0, 0.15))
            os.kill(child, signal.SIGKILL)
        with os.fdopen(heard, "rb") as told:
            steps = (first + told.read()).split()
        os.waitpid(child, 0)
        if (folder / resume.FILE).exists():
            left = resume.load(folder, recipe.chosen())["progress"]["step"]
            sys.stdout.write(f"{int(steps[-1]) if steps else -1} {left}\n")


if __name__ == "__main__":
    main()
