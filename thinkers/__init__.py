"""Learned iterative solvers that people can trust: recurrent thinkers, scored against baselines."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from thinkers.baseline import Appraisal as Appraisal
from thinkers.baseline import Baseline as Baseline
from thinkers.baseline import BaselineAnswer as BaselineAnswer
from thinkers.canvas import Canvas as Canvas
from thinkers.effort import Effort as Effort
from thinkers.errors import InvalidInstanceError as InvalidInstanceError
from thinkers.errors import SolveError as SolveError
from thinkers.errors import ThinkersError as ThinkersError
from thinkers.figure import Figure as Figure
from thinkers.files import read_text as read_text
from thinkers.files import write_whole as write_whole
from thinkers.hookspecs import hookimpl as hookimpl
from thinkers.models import ModelCard as ModelCard
from thinkers.problem import Batch as Batch
from thinkers.problem import FileFormat as FileFormat
from thinkers.problem import Problem as Problem
from thinkers.problem import Signature as Signature
from thinkers.problem import Verdict as Verdict
from thinkers.result import Result as Result
from thinkers.settings import Settings as Settings

if TYPE_CHECKING:
    from thinkers.engine import solve as solve
    from thinkers.models import Model as Model
    from thinkers.models import load_model as load_model
    from thinkers.nets import Thinker as Thinker
    from thinkers.quick import solve_one as solve_one

_LATE = {
    "Model": "thinkers.models",
    "Thinker": "thinkers.nets",
    "load_model": "thinkers.models",
    "solve": "thinkers.engine",
    "solve_one": "thinkers.quick",
}
"""Names that need torch, and where they live; imported when first used."""

__all__ = [
    "Appraisal",
    "Baseline",
    "BaselineAnswer",
    "Batch",
    "Canvas",
    "Effort",
    "Figure",
    "FileFormat",
    "InvalidInstanceError",
    "Model",
    "ModelCard",
    "Problem",
    "Result",
    "Settings",
    "Signature",
    "SolveError",
    "Thinker",
    "ThinkersError",
    "Verdict",
    "hookimpl",
    "load_model",
    "read_text",
    "solve",
    "solve_one",
    "write_whole",
]


def __getattr__(name: str) -> Any:
    if name not in _LATE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_LATE[name]), name)
