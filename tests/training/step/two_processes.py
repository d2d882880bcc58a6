"""Trains by a recipe on two devices; run by test_together.py, which compares what it leaves.

Each process saves its gradients at the first step and its weights at the end.
"""

import json
import sys
from pathlib import Path

import torch
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.errors import DivergedError
from thinkers.nets import DTL
from thinkers.training.callbacks import Callbacks
from thinkers.training.loop import train
from thinkers.training.recipe import Recipe
from thinkers.training.run import Run
from thinkers.training.step.descent import Descent


def main() -> None:
    """Train; with a third argument, the last process gets a batch that is not a number."""
    recipe, folder, spoilt = Recipe.of(json.loads(sys.argv[1])), Path(sys.argv[2]), sys.argv[3:]
    torch.set_num_threads(1)
    usual = Descent.step

    def step(self, batch, number):
        if spoilt and self.fabric.global_rank == 1 and number == 2:
            batch.inputs[:] = float("nan")
        found = usual(self, batch, number)
        if number == 0:
            grads = {name: value.grad for name, value in self.thinker.named_parameters()}
            torch.save(grads, folder / f"gradients-{self.fabric.global_rank}.pt")
        return found

    Descent.step = step
    heard = []
    callbacks = Callbacks(heard.append, lambda step, loss: heard.append(step), heard.append)
    try:
        trained = train(Run(recipe, PrefixSums(), DTL, folder / "run", "cpu", 2), callbacks)
    except DivergedError as error:
        sys.stdout.write(f"{error}\n")
        return
    rank = torch.distributed.get_rank()
    torch.save(dict(trained.state_dict()), folder / f"weights-{rank}.pt")
    (folder / f"heard-{rank}").write_text(str(len(heard)))


if __name__ == "__main__":
    main()
