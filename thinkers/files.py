"""Writing files so that nothing is lost: a file is replaced whole, or stays as it was."""

import os
import stat
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from thinkers.errors import ConfigError


def write_whole(path: Path, content: bytes) -> None:
    """Replace the content of a file, or leave the file as it was.

    The content goes to a new file beside it, which takes its name once it is on the disk. A link
    keeps pointing at the file that is replaced; devices and pipes are written to as they are.

    Args:
        path: The file; its folder must be there.
        content: All that it is to hold.

    Raises:
        ConfigError: The system refuses; says which file, and why.
    """
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
        else:
            _replace(Path(os.path.realpath(path)), content)
    except OSError as error:
        raise ConfigError(f"cannot write {path}: {error.strerror}") from error


def _replace(path: Path, content: bytes) -> None:
    part = path.with_name(f".{token_hex(8)}.part")
    try:
        with part.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileNotFoundError):
            part.chmod(stat.S_IMODE(path.stat().st_mode))
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
