"""The plugin hooks: four, with typed returns.

A plugin is a distribution with an entry point in the group `thinkers`:

    [project.entry-points.thinkers]
    knapsack = "thinkers_knapsack"

The named module implements any of the hooks below. Import heavy things inside the hook, so that
`thinkers --help` stays fast. `wrapper=True` is not honoured. Check a plugin with
`thinkers check-plugin NAME`.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from thinkers.registry.marker import hookspec

if TYPE_CHECKING:
    from thinkers.models.card import ModelCard
    from thinkers.nets import Thinker
    from thinkers.problems.baseline import Baseline
    from thinkers.problems.problem import Problem


@hookspec
def thinkers_problems() -> "Iterable[type[Problem[Any, Any]]]":
    """Provide problems.

    Example:
        >>> from thinkers import hookimpl
        >>> @hookimpl
        ... def thinkers_problems():
        ...     from thinkers_knapsack.problem import Knapsack
        ...     return [Knapsack]

    Returns:
        Problem classes, concrete and without constructor arguments.
    """
    return ()


@hookspec
def thinkers_thinkers() -> "Iterable[type[Thinker]]":
    """Provide recurrent architectures. Only called when a thinker is needed: it may import torch.

    Example:
        >>> from thinkers import hookimpl
        >>> @hookimpl
        ... def thinkers_thinkers():
        ...     from thinkers_knapsack.nets import Abacus
        ...     return [Abacus]

    Returns:
        Thinker classes, concrete.
    """
    return ()


@hookspec
def thinkers_baselines() -> "Iterable[Baseline[Any, Any]]":
    """Provide classical solvers, of one's own problems or of anybody's.

    Example:
        >>> from thinkers import hookimpl
        >>> @hookimpl
        ... def thinkers_baselines():
        ...     from thinkers_lkh import Lkh
        ...     return [Lkh()]

    Returns:
        Baselines with their default options.
    """
    return ()


@hookspec
def thinkers_models() -> "Iterable[ModelCard]":
    """Provide trained thinkers: where the weights lie and what they are for.

    Example:
        >>> from thinkers import ModelCard, hookimpl
        >>> @hookimpl
        ... def thinkers_models():
        ...     from importlib.resources import files
        ...     return ModelCard.folder(files("thinkers_knapsack") / "models")

    Returns:
        Cards; the weights are not loaded.
    """
    return ()
