"""Learned iterative solvers that people can trust: recurrent thinkers, scored against baselines."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from thinkers.baseline import Appraisal as Appraisal
    from thinkers.baseline import Baseline as Baseline
    from thinkers.baseline import BaselineAnswer as BaselineAnswer
    from thinkers.batch import Batch as Batch
    from thinkers.batch import Signature as Signature
    from thinkers.canvas import Canvas as Canvas
    from thinkers.comparing import compare as compare
    from thinkers.effort import Effort as Effort
    from thinkers.engine import solve as solve
    from thinkers.errors import InvalidInstanceError as InvalidInstanceError
    from thinkers.errors import MissingPackageError as MissingPackageError
    from thinkers.errors import SolveError as SolveError
    from thinkers.errors import ThinkersError as ThinkersError
    from thinkers.evaluating import evaluate as evaluate
    from thinkers.events import Advance as Advance
    from thinkers.figure import Figure as Figure
    from thinkers.files import FileFormat as FileFormat
    from thinkers.files import most_unpacked as most_unpacked
    from thinkers.files import read_text as read_text
    from thinkers.files import unpacks_to_too_much as unpacks_to_too_much
    from thinkers.files import write_whole as write_whole
    from thinkers.hookspecs import hookimpl as hookimpl
    from thinkers.models import Model as Model
    from thinkers.models import ModelCard as ModelCard
    from thinkers.models import load_model as load_model
    from thinkers.nets import Thinker as Thinker
    from thinkers.problem import Problem as Problem
    from thinkers.quick import solve_one as solve_one
    from thinkers.registry import installed as installed
    from thinkers.result import Result as Result
    from thinkers.settings import Settings as Settings
    from thinkers.stop import AnyOf as AnyOf
    from thinkers.stop import Certified as Certified
    from thinkers.stop import CertifiedAnswer as CertifiedAnswer
    from thinkers.stop import Converged as Converged
    from thinkers.stop import Deadline as Deadline
    from thinkers.stop import MaxIterations as MaxIterations
    from thinkers.stop import Progress as Progress
    from thinkers.stop import Stalled as Stalled
    from thinkers.stop import StopRule as StopRule
    from thinkers.verdict import Verdict as Verdict

    __version__: str

_HOMES = {
    "Advance": "thinkers.events",
    "AnyOf": "thinkers.stop",
    "Appraisal": "thinkers.baseline",
    "Baseline": "thinkers.baseline",
    "BaselineAnswer": "thinkers.baseline",
    "Batch": "thinkers.batch",
    "Canvas": "thinkers.canvas",
    "Certified": "thinkers.stop",
    "CertifiedAnswer": "thinkers.stop",
    "Converged": "thinkers.stop",
    "Deadline": "thinkers.stop",
    "Effort": "thinkers.effort",
    "Figure": "thinkers.figure",
    "FileFormat": "thinkers.files",
    "InvalidInstanceError": "thinkers.errors",
    "MaxIterations": "thinkers.stop",
    "MissingPackageError": "thinkers.errors",
    "Model": "thinkers.models",
    "ModelCard": "thinkers.models",
    "Problem": "thinkers.problem",
    "Progress": "thinkers.stop",
    "Result": "thinkers.result",
    "Settings": "thinkers.settings",
    "Signature": "thinkers.batch",
    "SolveError": "thinkers.errors",
    "Stalled": "thinkers.stop",
    "StopRule": "thinkers.stop",
    "Thinker": "thinkers.nets",
    "ThinkersError": "thinkers.errors",
    "Verdict": "thinkers.verdict",
    "compare": "thinkers.comparing",
    "evaluate": "thinkers.evaluating",
    "hookimpl": "thinkers.hookspecs",
    "installed": "thinkers.registry",
    "load_model": "thinkers.models",
    "most_unpacked": "thinkers.files",
    "read_text": "thinkers.files",
    "solve": "thinkers.engine",
    "solve_one": "thinkers.quick",
    "unpacks_to_too_much": "thinkers.files",
    "write_whole": "thinkers.files",
}
"""Where the public names live; imported when first used, since the package itself costs nothing."""

__all__ = [
    "Advance",
    "AnyOf",
    "Appraisal",
    "Baseline",
    "BaselineAnswer",
    "Batch",
    "Canvas",
    "Certified",
    "CertifiedAnswer",
    "Converged",
    "Deadline",
    "Effort",
    "Figure",
    "FileFormat",
    "InvalidInstanceError",
    "MaxIterations",
    "MissingPackageError",
    "Model",
    "ModelCard",
    "Problem",
    "Progress",
    "Result",
    "Settings",
    "Signature",
    "SolveError",
    "Stalled",
    "StopRule",
    "Thinker",
    "ThinkersError",
    "Verdict",
    "__version__",
    "compare",
    "evaluate",
    "hookimpl",
    "installed",
    "load_model",
    "most_unpacked",
    "read_text",
    "solve",
    "solve_one",
    "unpacks_to_too_much",
    "write_whole",
]


def __dir__() -> list[str]:
    return list(__all__)


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version

        return version("thinkers")
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
