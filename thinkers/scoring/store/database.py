"""The SQLite file of a store: opened, told from other files, and its faults in one line."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from thinkers.errors import ConfigError
from thinkers.scoring.store.schema import APPLICATION, TABLES, VERSION

PATIENCE = 60.0
"""Seconds to wait for another process that is writing (our choice)."""

NO_ROOM = {
    "SQLITE_FULL", "SQLITE_IOERR_WRITE", "SQLITE_IOERR_TRUNCATE", "SQLITE_IOERR_FSYNC",
    "SQLITE_IOERR_SHMSIZE",
}  # fmt: skip
"""What SQLite says where the system takes no more bytes."""

ANOTHER = "name another file, or remove this one"


def connect(path: Path, *, create: bool) -> sqlite3.Connection:
    """Open a store; a file that is empty or not there becomes one where `create` says so.

    Raises:
        ConfigError: There is no such file, or it is no store, or one of another version.
    """
    if path.exists() and not path.is_file():
        raise ConfigError(f"{path} is no regular file", "name another")
    if not create and not path.exists():
        raise ConfigError(f"there is no file {path}", "write one with compare --out FILE")
    with told(path):
        database = _open(path, "mode=rwc" if create else _reading(path))
        try:
            database.execute("PRAGMA trusted_schema = OFF")
            if create:
                _create(database)
            _require_store(database, path)
        except BaseException:
            database.close()
            raise
    return database


def _open(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?{mode}"
    return sqlite3.connect(uri, PATIENCE, isolation_level=None, uri=True)


def _reading(path: Path) -> str:
    """How a file is opened to read: where nothing can be written beside it, as it stands.

    Elsewhere as writers open it, since SQLite tells by files beside it whether somebody writes.
    """
    try:
        with closing(_open(path, "mode=rw")) as database:
            database.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        journal = path.with_name(f"{path.name}-wal")
        is_whole = not journal.exists() or not journal.stat().st_size
        return "mode=ro&immutable=1" if is_whole else "mode=ro"
    return "mode=rw"


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what SQLite says of a file into a sentence that names it.

    Raises:
        ConfigError: In place of any error of SQLite's.
    """
    try:
        yield
    except sqlite3.Error as error:
        name = str(getattr(error, "sqlite_errorname", ""))
        if name == "SQLITE_NOTADB":
            raise ConfigError(f"{path} is no store of comparisons", ANOTHER) from error
        if name in NO_ROOM:
            raise ConfigError(
                f"cannot write {path}: no room on the disk, or a limit on the size of files "
                f"({error})", "what it holds is whole: make room, and the same command goes on",
            ) from error  # fmt: skip
        if name.startswith("SQLITE_CORRUPT"):
            raise ConfigError(f"{path} is damaged: {error}", ANOTHER) from error
        raise ConfigError(f"cannot use {path}: {error}") from error


@dataclass(frozen=True)
class Opened:
    """A store's file as it was opened: told from another that has its name later.

    Attributes:
        path: Its name.
        identity: Device and inode.
    """

    path: Path
    identity: tuple[int, int]

    @classmethod
    def of(cls, path: Path) -> Self:
        """What the name stands for now.

        Raises:
            OSError: There is nothing.
        """
        found = path.stat()
        return cls(path, (found.st_dev, found.st_ino))

    def require_same(self) -> None:
        """See that who looks for the file by its name finds what is written.

        Raises:
            ConfigError: It was removed, or moved, or another stands in its place.
        """
        with suppress(OSError):
            if Opened.of(self.path) == self:
                return
        raise ConfigError(
            f"{self.path} was removed, moved or replaced while it was written", "see that nothing "
            "else touches it, and give the same command again: it seeks what the file lacks",
        )  # fmt: skip


@contextmanager
def transaction(database: sqlite3.Connection, file: Opened) -> Iterator[sqlite3.Connection]:
    """All that is written in a block, or nothing of it.

    Raises:
        ConfigError: It cannot be written, or is not what its name stands for any more.
    """
    with told(file.path):
        database.execute("BEGIN IMMEDIATE")
        try:
            yield database
            database.execute("COMMIT")
        except BaseException:
            if database.in_transaction:  # SQLite may have ended it itself, as on a full disk
                database.execute("ROLLBACK")
            raise
        file.require_same()


def insert(database: sqlite3.Connection, table: str, row: Mapping[str, Any]) -> None:
    """Insert a row; one with the same key stays as it is."""
    values = ", ".join(f":{name}" for name in row)
    database.execute(
        f"INSERT INTO {table} ({', '.join(row)}) VALUES ({values}) ON CONFLICT DO NOTHING", row
    )


def _create(database: sqlite3.Connection) -> None:
    """Make the tables in a file that has none; of several processes one does."""
    if database.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        return
    if database.execute("PRAGMA application_id").fetchone()[0]:
        return
    database.execute("PRAGMA journal_mode = WAL")
    database.execute("BEGIN IMMEDIATE")
    for name, table in TABLES.items():
        if not _tables(database).get(name):
            database.execute(table)
    database.execute(f"PRAGMA application_id = {APPLICATION}")
    database.execute(f"PRAGMA user_version = {VERSION}")
    database.execute("COMMIT")


def _require_store(database: sqlite3.Connection, path: Path) -> None:
    """See that it is a store of this version, whose tables are ours and nothing else is there."""
    [application] = database.execute("PRAGMA application_id").fetchone()
    [version] = database.execute("PRAGMA user_version").fetchone()
    if application != APPLICATION:
        raise ConfigError(f"{path} is no store of comparisons", ANOTHER)
    if version != VERSION:
        raise ConfigError(
            f"{path} is a store of version {version}, expected {VERSION}",
            "read it with the version of thinkers that wrote it, or name another file",
        )
    if _tables(database) != TABLES:
        raise ConfigError(f"{path} is no store of comparisons: its tables are others", ANOTHER)


def _tables(database: sqlite3.Connection) -> dict[str, str]:
    """What made each table, view and trigger; indices that tables need have nothing."""
    made = database.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    return dict(made.fetchall())
