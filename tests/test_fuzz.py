"""A file under another's name, damaged or not, is read as instances or refused in one line."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from thinkers import InvalidInstanceError, MissingPackageError
from thinkers.registry.registry import installed
from thinkers.testing.mutations import damaged, mutations, told

PROBLEMS = [installed().problem(name) for name in installed().problems()]

READ = [
    pytest.param(problem, form.suffix, id=f"{problem.name}{form.suffix}")
    for problem in PROBLEMS
    for form in problem.formats
    if form.reads
]

SCRAPS = (
    b"",
    b"\n",
    b"\0",
    b"\xff\xfe",
    b"PK\x05\x06" + bytes(18),
    b"\x93NUMPY",
    b"\x28\xb5\x2f\xfd",
)
"""Files of next to nothing."""

SHARE = 50
"""Of as many damaged copies as others try of each file, one is tried of each pair."""


@cache
def contents():
    """A file of each form that is written, of each problem's toy."""
    found = {}
    for problem in PROBLEMS:
        instance, _ = problem.toy()
        for form in problem.formats:
            if form.writes and form.instances:
                with TemporaryDirectory() as folder:
                    path = Path(folder) / f"toy{form.suffix}"
                    try:
                        problem.write(path, [instance], None)
                    except (InvalidInstanceError, MissingPackageError):
                        continue
                    found[problem.name, form.suffix] = path.read_bytes()
    return found


@pytest.mark.parametrize(("problem", "suffix"), READ)
def test_files_of_other_forms(problem, suffix, tmp_path):
    path = tmp_path / f"data{suffix}"
    for content in (*SCRAPS, *contents().values()):
        path.write_bytes(content)
        with told(path):
            problem.require(*problem.read(path))
        for instances in damaged(problem.read, path, content, mutations() // SHARE):
            problem.require(*instances)
