"""The store of comparisons: one SQLite file that several processes may write at once."""

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Self

from thinkers.scoring.contest import Contest
from thinkers.scoring.store.database import Opened, connect
from thinkers.scoring.store.recording import Recording
from thinkers.scoring.store.rows import About
from thinkers.scoring.store.stored import Stored, stored_in


class Store:
    """A store of comparisons. Close it, or use `with`; what has been added is in it already.

    Args:
        file: The file as it was opened.
        database: The connection to it.
    """

    def __init__(self, file: Opened, database: sqlite3.Connection) -> None:
        self._file, self._database = file, database

    @classmethod
    def open(cls, path: Path, *, create: bool = False) -> Self:
        """Open a store; a file that is not there becomes one where `create` says so.

        Raises:
            ConfigError: There is no such file, or it is no store, or one of another version.
        """
        database = connect(path, create=create)
        return cls(Opened.of(path), database)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        with suppress(sqlite3.Error):
            self._database.close()

    def begin(self, contest: Contest, about: About) -> Recording:
        """Note a comparison, or go on with it where it was begun.

        Raises:
            ConfigError: It cannot be written, or its instances are of a kind that has no form.
        """
        recording = Recording(self._file, self._database, contest, about)
        recording.begin()
        return recording

    def comparisons(self) -> list[Stored]:
        """All comparisons, in the order in which they began.

        Raises:
            ConfigError: The file is damaged, or was forged.
            UnknownNameError: The plugin of a problem is not installed.
        """
        return list(stored_in(self._database, self._file.path))
