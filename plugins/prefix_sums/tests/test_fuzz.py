"""Whatever becomes of a file, it is read as strings of bits or refused as one that holds none."""

import numpy as np
import pytest
from thinkers_prefix_sums.formats import read, read_answers, write

from thinkers.testing.mutations import outcomes

STRINGS = [np.array([0, 1, 1, 0, 1]), np.array([1, 0, 0, 1, 0])]


@pytest.mark.parametrize("name", ["a.txt", "answers.txt", "a.pth"])
def test_damaged_files(name, tmp_path):
    path = tmp_path / name
    write(path, STRINGS, STRINGS if name == "answers.txt" else None)
    for answers in outcomes(read_answers, path, path.read_bytes()):
        strings = read(path)
        assert len(answers) == len(strings) > 0
        assert all(set(bits.tolist()) <= {0, 1} and bits.ndim == 1 for bits in strings)
