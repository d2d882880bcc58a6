"""The tests of an example that is not installed are not collected."""

from importlib.util import find_spec

collect_ignore_glob = [] if find_spec("thinkers_sudoku") else ["test_*.py"]
