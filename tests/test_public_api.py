"""What a plugin may import is a frozen list: a change here is a change for strangers."""

import subprocess
import sys
import types
from importlib.metadata import version

import pytest

import thinkers

PUBLIC = [
    "Advance", "AnyModel", "AnyOf", "Appraisal", "Baseline", "BaselineAnswer", "Batch", "Canvas",
    "Certified", "CertifiedAnswer", "Colour", "Comparison", "ConfigError", "Converged",
    "Correctness", "Deadline", "Effort", "Encoding", "Evaluation", "Figure", "FileFormat",
    "Footing", "Heat", "InvalidInstanceError", "Key", "LeastSteps", "Legend", "Marks",
    "MaxIterations", "MemoryLimitError", "MissingPackageError", "Model", "ModelCard", "OnnxModel",
    "Patience", "Problem", "Progress", "Registry", "Result", "Settings", "Settled", "Signature",
    "Sketch", "SolveError", "SolveOptions", "Stalled", "StopRule", "Terms", "Thinker",
    "ThinkersError", "Under", "UnprovenError", "Verdict", "__version__", "can_compile", "compare",
    "damage_told", "did_you_mean", "evaluate", "free_memory", "holding_ctrl_c", "hookimpl",
    "installed", "load_model", "locked", "maximise", "minimise", "most_unpacked", "neighbour_lists",
    "read_bytes", "read_npy", "read_pth", "read_text", "require_count", "run_kernel", "shade",
    "solve", "solve_iter", "solve_one", "unpacks_to_too_much", "write_whole",
]  # fmt: skip


def test_the_public_names_are_these():
    assert thinkers.__all__ == PUBLIC


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_name_is_there(name):
    assert getattr(thinkers, name).__doc__


def test_late_names_are_those_of_their_homes():
    from thinkers.engine.solve import solve
    from thinkers.models.store import Model, load_model
    from thinkers.nets import Thinker
    from thinkers.registry.quick import solve_one
    from thinkers.registry.registry import installed
    from thinkers.scoring.comparing import compare
    from thinkers.scoring.evaluating import evaluate

    assert (thinkers.solve, thinkers.Thinker) == (solve, Thinker)
    assert thinkers.solve_one is solve_one
    assert (thinkers.Model, thinkers.load_model) == (Model, load_model)
    assert (thinkers.compare, thinkers.evaluate) == (compare, evaluate)
    assert thinkers.installed is installed


def test_the_version_is_that_of_the_distribution():
    assert thinkers.__version__ == version("thinkers")


def test_dir_shows_what_is_public_and_nothing_else():
    assert dir(thinkers) == sorted(PUBLIC)


def test_nothing_else_is_there_to_be_used():
    found = {name for name in vars(thinkers) if not name.startswith("_")} - set(PUBLIC)
    others = {name for name in found if not isinstance(vars(thinkers)[name], types.ModuleType)}
    assert others == {"Any", "TYPE_CHECKING", "import_module"}


def test_other_names_are_not():
    with pytest.raises(AttributeError, match="no attribute 'slove'"):
        thinkers.slove  # noqa: B018


def test_torch_is_imported_when_a_name_that_needs_it_is_first_used():
    script = (
        "import sys\n"
        "from thinkers import Baseline, ModelCard, Problem, hookimpl, solve\n"
        "print('torch' in sys.modules)\n"
        "from thinkers import Thinker\n"
        "print('torch' in sys.modules)\n"
    )
    run = subprocess.run([sys.executable, "-P", "-c", script], capture_output=True, check=True)
    assert run.stdout.split() == [b"False", b"True"]
