"""Which model answers: the one that is named, the default, or the one that covers most."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thinkers.errors import ModelError
from thinkers.models.card import ModelCard
from thinkers.models.coverage import strange_in
from thinkers.problems.problem import Problem
from thinkers.registry.registry import AnyProblem, Registry, is_file, pick

if TYPE_CHECKING:
    from thinkers.models.store import Model


def choose_model(registry: Registry, problem: AnyProblem, name: str = "") -> "Model":
    """Load the model of that name, or file, or the problem's default.

    Raises:
        ModelError: There is none, or it is for another problem.
    """
    if is_file(name):
        card = ModelCard.read(Path(name))
    elif name:
        known = registry.models(problem.name)
        card = pick("model", name if "/" in name else f"{problem.name}/{name}", known)
    else:
        card = candidates(registry, problem)[0]
    if card.card.problem != problem.name:
        said = f"{name}, {card.card.name}," if is_file(name) else card.card.name
        raise ModelError(
            f"{said} is a model of {card.card.problem}, not {problem.name}",
            f"`thinkers solve {card.card.problem}` takes it; `thinkers list models` shows others",
        )
    return registry.load(card)


def candidates(registry: Registry, problem: AnyProblem) -> list[ModelCard]:
    """The installed models of a problem: its default first, then by name.

    Raises:
        ModelError: There is none.
    """
    known = registry.models(problem.name)
    if not known:
        raise ModelError(
            f"no installed plugin has a model of {problem.name}",
            f"train one with `thinkers train {problem.name} --recipe ...`",
        )
    return sorted(known.values(), key=lambda model: model.card.name != problem.default_model)


def find_model(registry: Registry, name: str) -> "tuple[AnyProblem, Model]":
    """Load a model by its full name or file, and its problem.

    Raises:
        ModelError: There is none.
    """
    card = registry.card(name)
    return registry.problem(card.card.problem), registry.load(card)


def choose_covering(
    registry: Registry, problem: Problem[Any, Any], instances: Sequence[Any]
) -> "tuple[Model, str]":
    """Load the installed model that was measured to be good at most of the instances.

    Returns:
        The model: the problem's default unless another takes in more of the instances, the first
        by name of several that do; and one sentence that says why it is not the default, empty
        where it is.

    Raises:
        ModelError: There is no model, or it is damaged.
    """
    default, *others = candidates(registry, problem)
    own = strange_in(problem, default.card, instances)
    chosen, left = default, len(own)
    for other in others if left else []:
        strange = len(strange_in(problem, other.card, instances))
        if strange < left:
            chosen, left = other, strange
    if chosen is default:
        return registry.load(default), ""
    kinds = "; ".join(dict.fromkeys(word for words in own for word in words))
    return registry.load(chosen), (
        f"{chosen.card.name} answers: it was measured to be good at "
        f"{len(instances) - left} of {len(instances)} such instances, and {default.card.name} at "
        f"{len(instances) - len(own)} ({kinds or 'it was never measured'})"
    )
