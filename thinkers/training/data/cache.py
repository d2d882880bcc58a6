"""The cache of labelled instances: files are complete or absent, and keyed by their content."""

import hashlib
import os
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np

from thinkers.errors import ConfigError
from thinkers.problems.batch import Batch
from thinkers.problems.files import write_whole

SUFFIX = ".labelled"
"""The name ending of a file: a SHA-256 of 32 bytes, then an `.npz` archive of the arrays."""

HINT = "set THINKERS_CACHE to a folder with room that can be written"

KINDS = {"inputs": "f", "mask": "b", "targets": "if", "decidable_from": "i", "interim_targets": "i"}
"""NumPy's kinds of numbers that each array of a batch may hold."""

DIGEST = hashlib.sha256().digest_size


def cache_folder() -> Path:
    """Where labelled data is kept: `$THINKERS_CACHE`, else the user's cache folder.

    Raises:
        ConfigError: Neither is known, for the user has no home folder.
    """
    for variable, below in (("THINKERS_CACHE", ""), ("XDG_CACHE_HOME", "thinkers")):
        if os.environ.get(variable):
            return Path(os.environ[variable], below)
    try:
        return Path.home() / ".cache" / "thinkers"
    except RuntimeError as error:
        raise ConfigError("there is no home folder to keep labels in", HINT) from error


def read(path: Path, identity: str) -> Batch | None:
    """The batch of that identity, or None when there is none or its file is damaged.

    Args:
        path: A file that `write` wrote.
        identity: All that the batch follows from.
    """
    try:
        content = path.read_bytes()
    except OSError:
        return None
    digest, archive = content[:DIGEST], content[DIGEST:]
    if digest != _digest(identity, archive):
        return None
    try:
        with np.load(BytesIO(archive)) as arrays:
            return _sound(Batch(**arrays))
    except (OSError, ValueError, TypeError, BadZipFile, MemoryError):
        return None


def _sound(batch: Batch) -> Batch | None:
    """The batch, if its arrays are valid: the digest only says that the file is undamaged."""
    count, shape = len(batch.inputs), batch.mask.shape[1:]
    fits = all(
        array.dtype.kind in KINDS[name]
        and len(array) == count
        and array.shape[-len(shape) :] == shape
        and bool(np.isfinite(array).all())
        for name, array in batch.arrays().items()
    )
    return batch if fits else None


def write(path: Path, identity: str, batch: Batch) -> None:
    """Write a labelled batch, whole or not at all.

    Raises:
        ConfigError: The folder cannot be written, or the disk is full.
    """
    buffer = BytesIO()
    np.savez_compressed(buffer, allow_pickle=False, **batch.arrays())
    archive = buffer.getvalue()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"cannot make {path.parent}: {error.strerror}", HINT) from error
    write_whole(path, _digest(identity, archive) + archive)


def _digest(identity: str, archive: bytes) -> bytes:
    return hashlib.sha256(identity.encode() + b"\0" + archive).digest()
