"""Which model answers: the one that is named, the default, or the one that covers most."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from thinkers.errors import ModelError
from thinkers.models.card import Card, ModelCard
from thinkers.models.coverage import Sample, each_once
from thinkers.problems.problem import Problem
from thinkers.registry.registry import AnyProblem, Registry, is_file, pick
from thinkers.registry.strangers import attempt

if TYPE_CHECKING:
    from thinkers.models.store import Model


def choose_model(registry: Registry, problem: AnyProblem, name: str = "") -> "Model":
    """Load the model of that name, or file, or the problem's default.

    Raises:
        ModelError: There is none, or it is for another problem.
    """
    return registry.load(choose_card(registry, problem, name))


def choose_card(registry: Registry, problem: AnyProblem, name: str = "") -> ModelCard:
    """The card of the model of that name, or file, or of the problem's default.

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
    require_of(problem, card.card, name if is_file(name) else "")
    return card


def require_of(problem: AnyProblem, card: Card, path: str = "") -> None:
    """See that a model is of that problem.

    Raises:
        ModelError: It is of another.
    """
    if card.problem != problem.name:
        said = f"{path}, {card.name}," if path else card.name
        raise ModelError(
            f"{said} is a model of {card.problem}, not {problem.name}",
            f"`thinkers solve {card.problem}` takes it; `thinkers list models` shows others",
        )


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


@dataclass(frozen=True, eq=False)
class Choice:
    """A model for some instances.

    Attributes:
        model: The model.
        reason: One sentence that says why it is not the problem's default; empty where it is, or
            was asked for.
        warning: One sentence about the instances that are not such as it was measured to be good
            at; empty where there are none.
    """

    model: "Model"
    reason: str
    warning: str


def choose_for(
    registry: Registry,
    problem: Problem[Any, Any],
    instances: Sequence[Any],
    model: "str | Model" = "",
) -> Choice:
    """The model that is to answer these instances; without a name as `choose_card_for` says.

    Args:
        registry: Where models are found.
        problem: What the instances are of.
        instances: The tasks.
        model: A name, a file, or a loaded model.

    Raises:
        ModelError: There is no model, or it is damaged, or for another problem.
    """
    sample, reason = Sample(problem, instances), ""
    if isinstance(model, str):
        card, reason = choose_card_for(registry, sample, model)
        model = registry.load(card)
    return Choice(model, reason, warning_of(sample, model.card))


def choose_card_for(registry: Registry, sample: Sample, name: str = "") -> tuple[ModelCard, str]:
    """The card of the model that is to answer, and why it is not the problem's default.

    Without a name it is the problem's default, unless another was measured to be good at more of
    the instances: the first by name of those that are good at most. Where those are as many, it is
    the one that was measured on instances nearest in size.

    Args:
        registry: Where models are found.
        sample: The instances.
        name: A name, or a file.

    Raises:
        ModelError: There is no model, or it is damaged, or for another problem.
    """
    if name:
        return choose_card(registry, sample.problem, name), ""
    cards = candidates(registry, sample.problem)
    covering = attempt(partial(_covering, cards, sample), lambda fault: None)
    return covering or (cards[0], "")


def warning_of(sample: Sample, card: Card) -> str:
    """One sentence about the instances that are not such as a model was measured to be good at.

    Empty where there are none; why nobody can say it, where the problem's plugin fails at that.
    """
    faults: list[str] = []
    found = attempt(partial(sample.unmeasured, card), faults.append)
    if faults:
        return f"it cannot be said whether {card.name} knows such instances: {faults[0]}"
    return found or ""


def _covering(cards: Sequence[ModelCard], sample: Sample) -> tuple[ModelCard, str]:
    """The first card unless another covers more, and one sentence that says why it is another."""
    default, *others = cards
    own = sample.strange(default.card)
    chosen, left, excess = default, len(own), sample.excess(default.card) if own else 1.0
    for other in others if left else []:
        rank = len(sample.strange(other.card)), sample.excess(other.card)
        if rank < (left, excess):
            chosen, (left, excess) = other, rank
    if chosen is default:
        return default, ""
    count = len(sample.instances)
    if left == len(own):
        return chosen, (
            f"{chosen.card.name} answers: it was measured on larger instances than "
            f"{default.card.name} ({each_once(own)})"
        )
    return chosen, (
        f"{chosen.card.name} answers: it was measured to be good at "
        f"{count - left} of {count} such instances, and {default.card.name} at "
        f"{count - len(own)} ({each_once(own) or 'it was never measured'})"
    )
