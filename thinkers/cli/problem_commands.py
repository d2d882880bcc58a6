"""The commands whose options grow by those of the problem that follows them."""

from collections.abc import Callable

from thinkers.cli.compare import compare
from thinkers.cli.evaluate import evaluate
from thinkers.cli.generate import generate
from thinkers.cli.solve import solve
from thinkers.cli.watch import watch

PROBLEM_COMMANDS: dict[str, Callable[..., None]] = {
    "solve": solve,
    "watch": watch,
    "compare": compare,
    "evaluate": evaluate,
    "generate": generate,
}
"""By the name that they are called by."""
