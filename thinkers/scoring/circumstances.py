"""Under what circumstances numbers came about: versions, the processor, threads, device, seed."""

import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from thinkers.engine.devices import pick_device
from thinkers.engine.versions import versions
from thinkers.registry.registry import AnyProblem, installed


def circumstances(
    problem: AnyProblem, seed: int | None, device: str, threads: int
) -> dict[str, Any]:
    """What must be known to repeat a comparison, in plain JSON types.

    Args:
        problem: What is compared on.
        seed: That drew the instances; None where they come from files.
        device: As it was asked for.
        threads: Of the models.
    """
    plugin = installed().plugin_of(type(problem).__module__.partition(".")[0])
    own = {} if plugin is None else {plugin.distribution: plugin.version}
    return {
        "seed": seed, "device": str(pick_device(device)), "threads": threads,
        "cpu": processor(), "cores": os.cpu_count(), "system": platform.platform(),
        "versions": {**versions(), "python": platform.python_version(), **own, **_optional()},
    }  # fmt: skip


def processor() -> str:
    """The model of the processor, as far as the system says it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.machine()


def _optional() -> dict[str, str]:
    """Versions of optional solvers that have been used in this process."""
    found: dict[str, str] = {}
    for name in ("ortools", "scipy"):
        if name in sys.modules:
            try:
                found[name] = version(name)
            except PackageNotFoundError:
                continue
    return found
