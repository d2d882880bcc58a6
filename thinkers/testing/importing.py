"""What importing a plugin costs, measured in a process of its own."""

import json
import subprocess
import sys

from thinkers.registry.discovery import Plugin
from thinkers.testing.contract import ContractError, require

MAX_SECONDS = 2.0
"""Processor time that a plugin's module and its hooks may take, beyond that of `thinkers`."""

PATIENCE = 60
"""Seconds after which the process is given up."""

CODE = """
import json, sys, time, traceback

path, module, hooks = json.loads(sys.stdin.read())
sys.path[:] = path
import thinkers.registry.registry

class Watch:
    seen = ""
    def find_spec(self, name, path=None, target=None):
        if name == "torch" and not Watch.seen:
            frames = [each for each in traceback.extract_stack()[:-1]
                      if "importlib" not in each.filename and each.filename != "<string>"]
            last = frames[-1] if frames else None
            Watch.seen = f"{last.filename}:{last.lineno}" if last else "?"

sys.meta_path.insert(0, Watch())
begin = time.process_time()
found = __import__(module, fromlist=["_"])
for hook in hooks:
    list(getattr(found, hook)())
print(json.dumps([Watch.seen, time.process_time() - begin]), file=sys.__stdout__)
"""
"""Imports a module, calls its hooks, and tells who imported torch, and the time it took."""

LATE = "thinkers_thinkers"
"""The hook that may import torch."""


def torch_is_imported_late(plugin: Plugin, module: str) -> None:
    """Importing the plugin, and asking for all but its thinkers, is fast and imports no torch.

    Every command imports every plugin: with torch, `--help` would take seconds.
    """
    place, seconds = _imported(module, [each for each in plugin.hooks if each != LATE])
    if place:
        raise ContractError(f"{_short(place)} imports torch; import it where it is used")
    require(seconds <= MAX_SECONDS, f"it is imported in {MAX_SECONDS} s, not {seconds:.1f}")


def _imported(module: str, hooks: list[str]) -> tuple[str, float]:
    """Where torch was imported, if it was, and the processor time in seconds."""
    done = subprocess.run(
        [sys.executable, "-c", CODE],
        input=json.dumps([sys.path, module, hooks]),
        capture_output=True, text=True, timeout=PATIENCE, check=False,
    )  # fmt: skip
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["nothing said"])[-1]
        raise ContractError(f"it cannot be imported in a process of its own: {last}")
    place, seconds = json.loads(done.stdout.splitlines()[-1])
    return place, seconds


def _short(place: str) -> str:
    file, _, line = place.rpartition(":")
    return f"{'/'.join(file.replace(chr(92), '/').split('/')[-2:])}, line {line}"
