"""The one table that turns exceptions into sentences and exit codes."""

from thinkers.errors import ThinkersError

SENTENCES: dict[type[BaseException], tuple[str, int]] = {
    PermissionError: ("no permission to use {error.filename}", 2),
    FileNotFoundError: ("there is no file {error.filename}", 2),
    IsADirectoryError: ("{error.filename} is a folder, expected a file", 2),
    MemoryError: ("out of memory; try fewer instances or a smaller size", 1),
}
"""Exception type, its sentence, and the exit code: 2 for a user's mistake, 1 for a failure."""


def explain(error: BaseException) -> tuple[str, str, int]:
    """What is wrong, what to do next, and the exit code."""
    if isinstance(error, ThinkersError):
        return str(error), error.hint, error.exit_code
    for kind, (sentence, code) in SENTENCES.items():
        if isinstance(error, kind):
            return sentence.format(error=error), "", code
    detail = " ".join(f"{type(error).__name__}: {error}".split())
    return f"internal error: {detail}", "set THINKERS_DEBUG=1 to see where; please report it", 1
