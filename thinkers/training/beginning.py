"""Initial weights of a training: random, or those of a trained model (fine-tuning)."""

from thinkers.errors import ConfigError, ModelError
from thinkers.nets import Thinker
from thinkers.problems.wording import reason_of
from thinkers.registry.registry import installed
from thinkers.training.recipe import Recipe, Start


def pinned(recipe: Recipe) -> Recipe:
    """The recipe, with the digest of the weights that it starts from: they then follow from it.

    Raises:
        UnknownNameError: There is no such model.
        ModelError: Its file is damaged.
    """
    if recipe.start is None or recipe.start.sha256 is not None:
        return recipe
    card = installed().card(recipe.start.model).card
    start = Start(model=recipe.start.model, sha256=card.sha256)
    return recipe.model_copy(update={"start": start})


def begin(thinker: Thinker, start: Start) -> None:
    """Give a new thinker the weights of a trained model.

    Raises:
        UnknownNameError: There is no such model.
        ModelError: Its file is damaged, or it holds other weights than the recipe says.
        ConfigError: The weights do not fit the recipe's thinker.
    """
    registry = installed()
    file = registry.card(start.model)
    if start.sha256 not in {None, file.card.sha256}:
        raise ModelError(
            f"{start.model} holds other weights than start.sha256 says",
            "name a file with those in start.model, or leave out start.sha256",
        )
    model = registry.load(file)
    try:
        thinker.load_state_dict(model.thinker.state_dict())
    except RuntimeError as error:
        raise ConfigError(
            f"the weights of {start.model} do not fit the recipe's {thinker.name}: "
            f"{reason_of(error)}",
            "take thinker, encoding and config as they are on its card",
        ) from error
