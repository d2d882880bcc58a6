"""Under what circumstances numbers came about: versions, the processor, threads, device, seed."""

import os
import platform
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from thinkers.engine.devices import pick_device
from thinkers.engine.versions import versions
from thinkers.models.card import Card
from thinkers.models.kinds import AnyModel
from thinkers.models.onnx.file import OnnxModel
from thinkers.problems.origin import package_of
from thinkers.registry.registry import AnyProblem, installed

Range = tuple[float, float]


def circumstances(
    problem: AnyProblem,
    seed: int | None,
    device: str,
    threads: int,
    models: Sequence[AnyModel] = (),
) -> dict[str, Any]:
    """What must be known to repeat a comparison, in plain JSON types.

    Args:
        problem: What is compared on.
        seed: That drew the instances; None where they come from files.
        device: As it was asked for.
        threads: Of the models.
        models: What is compared, installed or of files: the sizes that they were trained on are
            told.
    """
    plugin = installed().plugin_of(package_of(problem))
    own = {} if plugin is None else {plugin.distribution: plugin.version}
    sizes = {each.card.name: trained_sizes(each.card, problem.size_option) for each in models}
    return {
        "seed": seed, "device": str(pick_device(device)), "threads": threads,
        "cpu": processor(), "cores": os.cpu_count(), "system": platform.platform(),
        "versions": {**versions(), "python": platform.python_version(), **own, **_optional(models)},
        "trained": {name: each for name, each in sizes.items() if each},
    }  # fmt: skip


def trained_sizes(card: Card, option: str | None) -> Range | None:
    """The least and the greatest size in a card's recipe; None where it names none."""
    sizes: list[float] = []
    for group in (card.recipe.get("data") or {}).get("train") or []:
        value = (group.get("params") or {}).get(option)
        sizes += value if isinstance(value, list) else [] if value is None else [value]
    return (min(sizes), max(sizes)) if sizes else None


def processor() -> str:
    """The model of the processor, as far as the system says it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    named = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return named[0] if named else platform.machine()


def _optional(models: Sequence[AnyModel]) -> dict[str, str]:
    """Versions of optional solvers that have been used in this process, and of onnxruntime."""
    found: dict[str, str] = {}
    used: list[str] = [name for name in ("ortools", "scipy") if name in sys.modules]
    if any(isinstance(each, OnnxModel) for each in models):
        used.append("onnxruntime")
    for name in used:
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found
