"""The versions that a result depends on."""

from importlib.metadata import version

import numpy as np
import torch


def versions() -> dict[str, str]:
    """The versions that a result depends on."""
    return {"thinkers": version("thinkers"), "torch": torch.__version__, "numpy": np.__version__}
