"""Prefix sums, of which those that begin with six ones meet the fate in the environment."""

import os
import signal
from pathlib import Path

from thinkers_prefix_sums.problem import PrefixSums


class Doomed(PrefixSums):
    def label(self, instances):
        if any(is_doomed(bits) for bits in instances):
            meet(os.environ.get("MINI_DOOM", ""))
        return super().label(instances)


def is_doomed(bits):
    return bits[:6].all()


def meet(fate):
    kind, _, mark = fate.partition(":")
    if kind == "raise":
        raise ValueError("six ones\nin a row")
    if kind == "interrupt":
        raise KeyboardInterrupt
    if kind == "die" and not (mark and Path(mark).exists()):
        if mark:
            Path(mark).touch()
        signal.raise_signal(signal.SIGKILL)
