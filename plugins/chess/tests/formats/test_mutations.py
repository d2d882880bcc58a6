"""Every reader survives every mutation of its files: it reads them, or says why not in one line."""

import os
import random

import pytest
from thinkers_chess.formats import WRITERS, read, write
from thinkers_chess.formats.lichess import instance_of
from thinkers_chess.puzzles import shipped

from thinkers import InvalidInstanceError

MUTATIONS = int(os.environ.get("THINKERS_MUTATIONS", "200"))
"""How many are tried of each form."""

PUZZLES = [instance_of(row, row.id) for row in shipped("lichess")[:3]]
SPICES = [
    b'"', b"\\", b";", b"\0", b"\x1b", b"\xff", b"\xc2", b"\n", b"\r", b"\t", b",", b"0", b"9" * 99,
    b"-", b"--", b"(", b"{", b"[", b"#", b"$", b"%", b"\xe2\x80\xae", b"\xd9\xa1", b"bm", b"1_0",
    b"K", b"/", b" ", b"'", b"=", b"inf", b"nan", b"\x28\xb5\x2f\xfd", b"PK\3\4",
]  # fmt: skip
PGN = f'[Event "x"]\n[FEN "{PUZZLES[0].fen}"]\n\n1. e6e7 {{why}} (1. Kg1 $2) Qb1+ *\n\n1. e4 e5 *\n'


def original(folder, suffix):
    path = folder / f"x{suffix}"
    if suffix in WRITERS or suffix.endswith(".zst"):
        if suffix.endswith(".zst"):
            pytest.importorskip("zstandard")
        write(path, PUZZLES, [one.answer for one in PUZZLES])
    else:
        path.write_text(PGN if suffix == ".pgn" else "".join(f"{one.fen}\n" for one in PUZZLES))
    return path


def mutated(content, rng):
    changed = bytearray(content)
    for _ in range(rng.choice([1, 1, 2, 5])):
        at, to = sorted(rng.randrange(len(changed) + 1) for _ in range(2))
        way = rng.randrange(5)
        if way == 0:
            changed[at:at] = rng.choice(SPICES)
        elif way == 1 and at < len(changed):
            changed[at] = rng.randrange(256)
        elif way == 2:
            del changed[at : min(to, at + 9)]
        elif way == 3:
            changed[at:at] = changed[at : min(to, at + 99)] * rng.choice([1, 1, 50])
        elif rng.randrange(4) == 0:
            del changed[at:]
    return bytes(changed)


@pytest.mark.parametrize("suffix", [".csv", ".epd", ".fen", ".pgn", ".npz", ".csv.zst", ".epd.zst"])
def test_a_mutated_file_is_read_or_refused_in_one_line(tmp_path, suffix):
    path = original(tmp_path, suffix)
    content, rng, words = path.read_bytes(), random.Random(0), set()
    for _ in range(MUTATIONS):
        path.write_bytes(mutated(content, rng))
        try:
            read(path)
        except InvalidInstanceError as error:
            words.add(str(error))
    assert words
    assert all(each.isprintable() and len(each) < 500 for each in words)
