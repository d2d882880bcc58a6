"""The memory that this process may still allocate, and words for what takes more."""

import os
from collections.abc import Iterator
from pathlib import Path

UNLIMITED = 1 << 60
"""Limits from here on are no limits: kernels write numbers near 2⁶³ for none."""

FEW_POSITIONS = 100_000
"""Positions in a batch up to which nothing is worked out: a few hundred MB at most."""

GIGABYTE = 10**9

PROC = Path("/proc")
GROUPS = Path("/sys/fs/cgroup")


def free_memory(proc: Path = PROC, groups: Path = GROUPS) -> int | None:
    """Bytes that can be allocated before the system refuses or kills; None where unknown.

    The least of what the machine has (Linux: `MemAvailable`), what the control groups of a
    container leave (versions 1 and 2), and what the limit of the address space leaves
    (`ulimit -v`). Swap does not count: what thinks in it does not end.

    Args:
        proc: Where the kernel tells of processes.
        groups: Where control groups are mounted.
    """
    found = [_available(proc), *_left_in_groups(proc, groups), _left_of_addresses(proc)]
    return min((each for each in found if each is not None), default=None)


def _available(proc: Path) -> int | None:
    """What all programs together may still take; elsewhere than on Linux all that there is."""
    for line in _lines(proc / "meminfo"):
        name, _, value = line.partition(":")
        if name == "MemAvailable":
            return int(value.split()[0]) * 1024
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return None


def _left_in_groups(proc: Path, groups: Path) -> Iterator[int]:
    """What each control group around this process still allows."""
    for line in _lines(proc / "self" / "cgroup"):
        _, kinds, path = line.split(":", 2)
        if kinds == "":
            root, names = groups, ("memory.max", "memory.current", "inactive_file")
        elif "memory" in kinds.split(","):
            root = groups / "memory"
            names = ("memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file")
        else:
            continue
        folder = root / path.strip("/")
        for each in (folder, *folder.parents):
            if each.is_relative_to(root):
                left = _left_in_group(each, *names)
                if left is not None:
                    yield left


def _left_in_group(folder: Path, limit: str, usage: str, idle: str) -> int | None:
    """The memory limit minus what is used; unused page cache does not count as used."""
    most, used = _number(folder / limit), _number(folder / usage)
    if most is None or used is None or most >= UNLIMITED:
        return None
    files = 0
    for line in _lines(folder / "memory.stat"):
        name, _, value = line.partition(" ")
        if name == idle:
            files = int(value)
    return max(0, most - used + files)


def _left_of_addresses(proc: Path) -> int | None:
    try:
        import resource
    except ImportError:  # there are no such limits on Windows
        return None
    most, _ = resource.getrlimit(resource.RLIMIT_AS)
    sizes = _lines(proc / "self" / "statm")
    if most == resource.RLIM_INFINITY or not sizes:
        return None
    return max(0, most - int(sizes[0].split()[0]) * resource.getpagesize())


def _number(path: Path) -> int | None:
    """The number in a file; None where there is no file, or a word such as `max` in it."""
    lines = _lines(path)
    return int(lines[0]) if lines and lines[0].isdecimal() else None


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def gigabytes(count: int) -> str:
    """`55 GB`, or `0.2 GB` where there are few."""
    return f"{count / GIGABYTE:.0f} GB" if count >= 10 * GIGABYTE else f"{count / GIGABYTE:.1f} GB"


def ran_out(shape: tuple[int, ...], need: int | None = None) -> str:
    """That memory ran out, and the bytes that it takes to think of one instance, where known."""
    takes = "takes more than there is"
    if need is not None:
        takes = f"needs about {gigabytes(max(need, GIGABYTE // 10))} to think"
    return f"out of memory: {instance_of(shape)} {takes}"


def instance_of(shape: tuple[int, ...]) -> str:
    """`an instance of 9 x 9 positions`."""
    return f"an instance of {' x '.join(map(str, shape))} positions"
