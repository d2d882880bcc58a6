"""Learned iterative solvers that people can trust: recurrent thinkers, scored against baselines."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from thinkers.engine.machine import free_memory as free_memory
    from thinkers.engine.progress import Progress as Progress
    from thinkers.engine.result import Result as Result
    from thinkers.engine.solve import SolveOptions as SolveOptions
    from thinkers.engine.solve import solve as solve
    from thinkers.engine.solve import solve_iter as solve_iter
    from thinkers.engine.stop import AnyOf as AnyOf
    from thinkers.engine.stop import Certified as Certified
    from thinkers.engine.stop import CertifiedAnswer as CertifiedAnswer
    from thinkers.engine.stop import Converged as Converged
    from thinkers.engine.stop import Deadline as Deadline
    from thinkers.engine.stop import MaxIterations as MaxIterations
    from thinkers.engine.stop import Settled as Settled
    from thinkers.engine.stop import Stalled as Stalled
    from thinkers.engine.stop import StopRule as StopRule
    from thinkers.errors import ConfigError as ConfigError
    from thinkers.errors import InvalidInstanceError as InvalidInstanceError
    from thinkers.errors import MemoryLimitError as MemoryLimitError
    from thinkers.errors import MissingPackageError as MissingPackageError
    from thinkers.errors import SolveError as SolveError
    from thinkers.errors import ThinkersError as ThinkersError
    from thinkers.errors import did_you_mean as did_you_mean
    from thinkers.models.card import ModelCard as ModelCard
    from thinkers.models.kinds import AnyModel as AnyModel
    from thinkers.models.onnx.file import OnnxModel as OnnxModel
    from thinkers.models.pth import read_pth as read_pth
    from thinkers.models.store import Model as Model
    from thinkers.models.store import load_model as load_model
    from thinkers.nets import Thinker as Thinker
    from thinkers.problems.baseline import Appraisal as Appraisal
    from thinkers.problems.baseline import Baseline as Baseline
    from thinkers.problems.baseline import BaselineAnswer as BaselineAnswer
    from thinkers.problems.batch import Batch as Batch
    from thinkers.problems.canvas import Canvas as Canvas
    from thinkers.problems.compiled import Patience as Patience
    from thinkers.problems.compiled import can_compile as can_compile
    from thinkers.problems.compiled import run_kernel as run_kernel
    from thinkers.problems.ctrl_c import holding_ctrl_c as holding_ctrl_c
    from thinkers.problems.effort import Effort as Effort
    from thinkers.problems.encoding import Encoding as Encoding
    from thinkers.problems.events import Advance as Advance
    from thinkers.problems.figure import Figure as Figure
    from thinkers.problems.files import FileFormat as FileFormat
    from thinkers.problems.files import most_unpacked as most_unpacked
    from thinkers.problems.files import read_bytes as read_bytes
    from thinkers.problems.files import read_text as read_text
    from thinkers.problems.files import require_count as require_count
    from thinkers.problems.files import unpacks_to_too_much as unpacks_to_too_much
    from thinkers.problems.files import write_whole as write_whole
    from thinkers.problems.graph import neighbour_lists as neighbour_lists
    from thinkers.problems.least_steps import Correctness as Correctness
    from thinkers.problems.least_steps import LeastSteps as LeastSteps
    from thinkers.problems.least_steps import UnprovenError as UnprovenError
    from thinkers.problems.legend import Key as Key
    from thinkers.problems.legend import Legend as Legend
    from thinkers.problems.lock import locked as locked
    from thinkers.problems.marks import Heat as Heat
    from thinkers.problems.marks import Marks as Marks
    from thinkers.problems.marks import Under as Under
    from thinkers.problems.npy import damage_told as damage_told
    from thinkers.problems.npy import read_npy as read_npy
    from thinkers.problems.objective import maximise as maximise
    from thinkers.problems.objective import minimise as minimise
    from thinkers.problems.palette import Colour as Colour
    from thinkers.problems.palette import shade as shade
    from thinkers.problems.problem import Problem as Problem
    from thinkers.problems.signature import Signature as Signature
    from thinkers.problems.sketch import Sketch as Sketch
    from thinkers.problems.terms import Terms as Terms
    from thinkers.problems.verdict import Verdict as Verdict
    from thinkers.registry.marker import hookimpl as hookimpl
    from thinkers.registry.quick import solve_one as solve_one
    from thinkers.registry.registry import Registry as Registry
    from thinkers.registry.registry import installed as installed
    from thinkers.scoring.comparing import Comparison as Comparison
    from thinkers.scoring.comparing import compare as compare
    from thinkers.scoring.evaluating import Evaluation as Evaluation
    from thinkers.scoring.evaluating import evaluate as evaluate
    from thinkers.scoring.footing.footing import Footing as Footing
    from thinkers.settings import Settings as Settings

    __version__: str

_HOMES = {
    "Advance": "thinkers.problems.events",
    "AnyModel": "thinkers.models.kinds",
    "AnyOf": "thinkers.engine.stop",
    "Appraisal": "thinkers.problems.baseline",
    "Baseline": "thinkers.problems.baseline",
    "BaselineAnswer": "thinkers.problems.baseline",
    "Batch": "thinkers.problems.batch",
    "Canvas": "thinkers.problems.canvas",
    "Certified": "thinkers.engine.stop",
    "CertifiedAnswer": "thinkers.engine.stop",
    "Colour": "thinkers.problems.palette",
    "Comparison": "thinkers.scoring.comparing",
    "ConfigError": "thinkers.errors",
    "Converged": "thinkers.engine.stop",
    "Correctness": "thinkers.problems.least_steps",
    "Deadline": "thinkers.engine.stop",
    "Effort": "thinkers.problems.effort",
    "Encoding": "thinkers.problems.encoding",
    "Evaluation": "thinkers.scoring.evaluating",
    "Figure": "thinkers.problems.figure",
    "FileFormat": "thinkers.problems.files",
    "Footing": "thinkers.scoring.footing.footing",
    "Heat": "thinkers.problems.marks",
    "InvalidInstanceError": "thinkers.errors",
    "Key": "thinkers.problems.legend",
    "LeastSteps": "thinkers.problems.least_steps",
    "Legend": "thinkers.problems.legend",
    "Marks": "thinkers.problems.marks",
    "MaxIterations": "thinkers.engine.stop",
    "MemoryLimitError": "thinkers.errors",
    "MissingPackageError": "thinkers.errors",
    "Model": "thinkers.models.store",
    "ModelCard": "thinkers.models.card",
    "OnnxModel": "thinkers.models.onnx.file",
    "Patience": "thinkers.problems.compiled",
    "Problem": "thinkers.problems.problem",
    "Progress": "thinkers.engine.progress",
    "Registry": "thinkers.registry.registry",
    "Result": "thinkers.engine.result",
    "Settings": "thinkers.settings",
    "Settled": "thinkers.engine.stop",
    "Signature": "thinkers.problems.signature",
    "Sketch": "thinkers.problems.sketch",
    "SolveError": "thinkers.errors",
    "SolveOptions": "thinkers.engine.solve",
    "Stalled": "thinkers.engine.stop",
    "StopRule": "thinkers.engine.stop",
    "Terms": "thinkers.problems.terms",
    "Thinker": "thinkers.nets",
    "ThinkersError": "thinkers.errors",
    "Under": "thinkers.problems.marks",
    "UnprovenError": "thinkers.problems.least_steps",
    "Verdict": "thinkers.problems.verdict",
    "can_compile": "thinkers.problems.compiled",
    "compare": "thinkers.scoring.comparing",
    "damage_told": "thinkers.problems.npy",
    "did_you_mean": "thinkers.errors",
    "evaluate": "thinkers.scoring.evaluating",
    "free_memory": "thinkers.engine.machine",
    "holding_ctrl_c": "thinkers.problems.ctrl_c",
    "hookimpl": "thinkers.registry.marker",
    "installed": "thinkers.registry.registry",
    "load_model": "thinkers.models.store",
    "locked": "thinkers.problems.lock",
    "maximise": "thinkers.problems.objective",
    "minimise": "thinkers.problems.objective",
    "most_unpacked": "thinkers.problems.files",
    "neighbour_lists": "thinkers.problems.graph",
    "read_bytes": "thinkers.problems.files",
    "read_npy": "thinkers.problems.npy",
    "read_pth": "thinkers.models.pth",
    "read_text": "thinkers.problems.files",
    "require_count": "thinkers.problems.files",
    "run_kernel": "thinkers.problems.compiled",
    "shade": "thinkers.problems.palette",
    "solve": "thinkers.engine.solve",
    "solve_iter": "thinkers.engine.solve",
    "solve_one": "thinkers.registry.quick",
    "unpacks_to_too_much": "thinkers.problems.files",
    "write_whole": "thinkers.problems.files",
}
"""Where the public names live; imported when first used, since the package itself costs nothing."""

__all__ = [
    "Advance",
    "AnyModel",
    "AnyOf",
    "Appraisal",
    "Baseline",
    "BaselineAnswer",
    "Batch",
    "Canvas",
    "Certified",
    "CertifiedAnswer",
    "Colour",
    "Comparison",
    "ConfigError",
    "Converged",
    "Correctness",
    "Deadline",
    "Effort",
    "Encoding",
    "Evaluation",
    "Figure",
    "FileFormat",
    "Footing",
    "Heat",
    "InvalidInstanceError",
    "Key",
    "LeastSteps",
    "Legend",
    "Marks",
    "MaxIterations",
    "MemoryLimitError",
    "MissingPackageError",
    "Model",
    "ModelCard",
    "OnnxModel",
    "Patience",
    "Problem",
    "Progress",
    "Registry",
    "Result",
    "Settings",
    "Settled",
    "Signature",
    "Sketch",
    "SolveError",
    "SolveOptions",
    "Stalled",
    "StopRule",
    "Terms",
    "Thinker",
    "ThinkersError",
    "Under",
    "UnprovenError",
    "Verdict",
    "__version__",
    "can_compile",
    "compare",
    "damage_told",
    "did_you_mean",
    "evaluate",
    "free_memory",
    "holding_ctrl_c",
    "hookimpl",
    "installed",
    "load_model",
    "locked",
    "maximise",
    "minimise",
    "most_unpacked",
    "neighbour_lists",
    "read_bytes",
    "read_npy",
    "read_pth",
    "read_text",
    "require_count",
    "run_kernel",
    "shade",
    "solve",
    "solve_iter",
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
