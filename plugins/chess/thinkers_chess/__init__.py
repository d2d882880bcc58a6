"""Chess for thinkers: rated puzzles, their formats, baselines and trained models."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from thinkers import hookimpl

if TYPE_CHECKING:
    from thinkers import Baseline, ModelCard, Problem


@hookimpl
def thinkers_problems() -> "Iterable[type[Problem[Any, Any]]]":
    """The problem `chess`."""
    from thinkers_chess.problem import Chess

    return [Chess]


@hookimpl
def thinkers_baselines() -> "Iterable[Baseline[Any, Any]]":
    """Stockfish at two strengths, and two players that see one move ahead or none."""
    from thinkers_chess.baselines.onlookers import Material, RandomLegal
    from thinkers_chess.baselines.stockfish import Stockfish, StockfishDepth1

    return [Stockfish(), StockfishDepth1(), Material(), RandomLegal()]


@hookimpl
def thinkers_models() -> "Iterable[ModelCard]":
    """The trained models that ship with this plugin."""
    from importlib.resources import files

    from thinkers import ModelCard

    folder = files("thinkers_chess") / "models"
    found = folder.iterdir() if folder.is_dir() else ()
    shipped = sorted(found, key=lambda file: file.name)
    return [ModelCard.read(file) for file in shipped if file.name.endswith(".safetensors")]
