"""The cache of labelled instances: files are complete or absent, and keyed by their content."""

import hashlib
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from thinkers.errors import ConfigError
from thinkers.problems.cache import HINT, cache_folder
from thinkers.problems.files import write_whole
from thinkers.problems.lock import locked
from thinkers.training.data.packing import packed, unpacked
from thinkers.training.processes.jobs import Failure, attempt

SUFFIX = ".labelled"
"""The name ending of a file: a SHA-256 of 32 bytes, then what `packing.packed` gives."""

LOCK = ".lock"
"""The name ending of the file that is locked while another is written."""

DIGEST = hashlib.sha256().digest_size

CODE_DIGITS = 16
"""Digits of a code's digest that name its folder, so that people see which labels are of which."""

PATIENCE = 30.0
"""Seconds to wait for another process that writes the same file; a write takes far less."""


@dataclass(frozen=True, eq=False)
class Labelled:
    """Instances of a problem with their labels, as many of the one as of the other."""

    instances: Sequence[Any]
    labels: Sequence[Any]


def file(problem: str, code: str, key: str) -> Path:
    """The file of a problem's instances, by the digest of its code and a key of their own."""
    return cache_folder() / problem / code[:CODE_DIGITS] / f"{key}{SUFFIX}"


@dataclass(frozen=True)
class Entry:
    """A place in the cache.

    Attributes:
        path: The file.
        identity: All that its content follows from.
        packages: Whose classes may be among it.
    """

    path: Path
    identity: str
    packages: Set[str]

    def read(self) -> Labelled | None:
        """What is kept, or None when there is none or its file is damaged.

        Whether it is what a problem calls instances and labels, is for the caller to see.
        """
        try:
            content = self.path.read_bytes()
        except OSError:
            return None
        digest, archive = content[:DIGEST], content[DIGEST:]
        if digest != self._digest(archive):
            return None
        found = attempt(unpacked, archive, self.packages)
        if isinstance(found, Failure) or not _are_pairs(found):
            return None
        return Labelled(*found)

    def keep(self, own: Labelled, usable: Callable[[Labelled], bool] = lambda _: True) -> Labelled:
        """Write labelled instances, whole or not at all, and return what the cache now holds.

        Of several processes that label the same instances the first is kept, and all get its
        labels.

        Args:
            own: What this process labelled.
            usable: Whether what is there may stay.

        Raises:
            ConfigError: The folder cannot be written, the disk is full, or there is no form to
                keep such things in.
        """
        archive = packed([list(own.instances), list(own.labels)], self.packages)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ConfigError(f"cannot make {self.path.parent}: {error.strerror}", HINT) from error
        with locked(self.path.with_suffix(LOCK), str(self.path), HINT, patience=PATIENCE):
            first = self.read()
            if first is not None and usable(first):
                return first
            write_whole(self.path, self._digest(archive) + archive)
        return own

    def _digest(self, archive: bytes) -> bytes:
        return hashlib.sha256(self.identity.encode() + b"\0" + archive).digest()


def _are_pairs(found: Any) -> bool:
    """The digest only says that the file is undamaged."""
    return (
        isinstance(found, list)
        and len(found) == 2
        and all(isinstance(each, list) for each in found)
        and len(found[0]) == len(found[1])
    )
