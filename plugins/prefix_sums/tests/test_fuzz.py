"""Whatever becomes of a file, it is read as strings of bits or refused as one that is none."""

import numpy as np
import pytest
from thinkers_prefix_sums.formats import read, write

from thinkers import ThinkersError

PROBLEM_BITS = list(np.random.default_rng(1).integers(0, 2, (3, 9)))


def changed(rng, content):
    """Some bytes replaced, taken out, doubled or cut off."""
    content = bytearray(content)
    for _ in range(rng.integers(1, 4)):
        at, to = sorted(rng.integers(0, len(content) + 1, 2).tolist())
        kind = rng.integers(5)
        if kind == 0:
            content[at : at + 1] = rng.bytes(1)
        elif kind == 1:
            del content[at : min(to, at + 40)]
        elif kind == 2:
            content[at:at] = content[at : min(to, at + 40)]
        elif kind == 3:
            content[at:at] = rng.choice([b" ", b"\n", b"\0", b"\xff", b"9" * 30])
        else:
            del content[max(at, 1) :]
    return bytes(content)


@pytest.mark.parametrize("suffix", [".txt", ".pth"])
def test_changed_files(suffix, tmp_path):
    rng = np.random.default_rng(0)
    path = tmp_path / f"a{suffix}"
    write(path, PROBLEM_BITS, None)
    whole = path.read_bytes()
    for _ in range(200):
        path.write_bytes(changed(rng, whole))
        try:
            found = read(path)
        except ThinkersError as error:
            assert "\n" not in str(error)  # noqa: PT017  either is right
        else:
            assert all(set(bits.tolist()) <= {0, 1} and bits.ndim == 1 for bits in found)
