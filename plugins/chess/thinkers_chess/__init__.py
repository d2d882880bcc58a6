"""Chess for thinkers: rated puzzles, their formats, baselines and trained models."""

from collections.abc import Iterable
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from thinkers import InvalidInstanceError, ModelCard, Result, hookimpl
from thinkers_chess.instance import ChessInstance as ChessInstance

if TYPE_CHECKING:
    from thinkers import Baseline, Problem


def solve_chess(position: str | ChessInstance, **options: Any) -> Result[ChessInstance, str]:
    """The best move of a position, found by a shipped model, and checked.

    Args:
        position: A FEN of four to six fields, or an instance.
        **options: As of `thinkers.solve_one`: `model="chess/dt-l"`.

    Returns:
        `solution` is the move in UCI. Of a FEN no answer is known: `verdict.known` is False
        unless the move mates at once.

    Raises:
        InvalidInstanceError: It is no legal position, or the game is over.
    """
    from thinkers import solve_one
    from thinkers_chess.formats.record import Record, checked
    from thinkers_chess.position import EXAMPLE

    if isinstance(position, str):
        instance = ChessInstance.unlabelled(position)
    elif isinstance(position, ChessInstance):
        instance = checked(Record(position)).instance
    else:
        raise InvalidInstanceError(f"expected a FEN, got {type(position).__name__}", EXAMPLE)
    return solve_one("chess", instance, **options)


@hookimpl
def thinkers_problems() -> "Iterable[type[Problem[Any, Any]]]":
    """The problem `chess`."""
    from thinkers_chess.problem import Chess

    return [Chess]


@hookimpl
def thinkers_baselines() -> "Iterable[Baseline[Any, Any]]":
    """Stockfish at two strengths, and two players that see one move ahead or none."""
    from thinkers_chess.baselines.stockfish import Stockfish, StockfishDepth1
    from thinkers_chess.baselines.weak import Material, RandomLegal

    return [Stockfish(), StockfishDepth1(), Material(), RandomLegal()]


@hookimpl
def thinkers_models() -> Iterable[ModelCard]:
    """The trained models that ship with this plugin."""
    return ModelCard.folder(files("thinkers_chess") / "models")
