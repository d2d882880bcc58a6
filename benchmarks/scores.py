"""Measure a model again as a recipe asks, and write what was found on its card.

    python benchmarks/scores.py plugins/maze/thinkers_maze/models/dt-l.safetensors RECIPE.toml

The weights, and all else that the card says, stay as they are.
"""

import argparse
from pathlib import Path

from thinkers.devices import use_threads
from thinkers.models import Model, ModelCard, save_model
from thinkers.registry import installed
from thinkers.training.publishing import measured
from thinkers.training.recipe import Recipe


def main() -> None:
    """Measure and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model", type=Path)
    parser.add_argument("recipe", type=Path, help="whose [scores] say what is measured")
    parser.add_argument("--device", default="auto")
    options = parser.parse_args()
    use_threads(1)
    registry = installed()
    file = ModelCard.read(options.model)
    problem, model = registry.problem(file.card.problem), registry.load(file)
    asked = Recipe.read(options.recipe).scores
    scores = list(measured(problem, model, asked, options.device, print))
    recipe = {**file.card.recipe, "scores": asked.model_dump(mode="json")}
    card = file.card.model_copy(update={"scores": scores, "recipe": recipe})
    save_model(options.model, Model(card, model.thinker.cpu()))


if __name__ == "__main__":
    main()
