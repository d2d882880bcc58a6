"""By what an instance is known from run to run: its digest, and its name where it has one."""

import hashlib
import json
from typing import Any

from thinkers.problems.problem import Problem


def digest_of(problem: Problem[Any, Any], instance: Any) -> str:
    """SHA-256 of what the problem says of an instance, in hexadecimal digits."""
    told = {"problem": problem.name, "instance": problem.describe(instance)}
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def name_of(instance: Any) -> str:
    """The name that an instance came with; empty where it has none."""
    name = getattr(instance, "name", "")
    return name if isinstance(name, str) else ""
