r"""Measure a model on families of instances, and write what was found on its card.

    python benchmarks/scores.py plugins/maze/thinkers_maze/models/dt-l.safetensors \
        --sizes 9,13 --instances 40

Rows of the same sizes and families are replaced; the weights, and all else that the card says,
stay.
"""

import argparse
from pathlib import Path

from thinkers.cli.telling import sentence
from thinkers.engine.devices import use_threads
from thinkers.models.card import ModelCard
from thinkers.models.scores import Score
from thinkers.models.store import Model, save_model
from thinkers.registry.registry import installed
from thinkers.training.events import Event
from thinkers.training.publishing import measured
from thinkers.training.recipe import Scores


def _tell(event: Event) -> None:
    print(sentence(event))


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("--sizes", default="", help="such as 9,13; none for a problem without")
    parser.add_argument("--families", default="", help="names, by commas; by default all")
    parser.add_argument("--instances", type=int, default=40, help="of each size and family")
    parser.add_argument("--device", default="auto")
    options = parser.parse_args()
    use_threads(1)
    registry = installed()
    file = ModelCard.read(options.model)
    problem, model = registry.problem(file.card.problem), registry.load(file)
    asked = Scores(
        sizes=[int(size) for size in options.sizes.split(",") if size] or None,
        instances=options.instances,
        params={"family": options.families.split(",") if options.families else [*problem.families]},
    )
    found = {_place(score): score for score in file.card.scores}
    found |= {
        _place(score): score for score in measured(problem, model, asked, options.device, _tell)
    }
    card = file.card.model_copy(update={"scores": list(found.values())})
    save_model(options.model, Model(card, model.thinker.cpu()))


def _place(score: Score) -> str:
    return f"{score.size} {sorted(score.params.items())}"


if __name__ == "__main__":
    main()
