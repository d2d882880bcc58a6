"""Bad input gets one clear line, one hint at most, exit 2, no traceback, and nothing on stdout."""

import json

import pytest

pytest.importorskip("thinkers_tsp")

TSPLIB = "NAME: t\nTYPE: TSP\nDIMENSION: {n}\nEDGE_WEIGHT_TYPE: EUC_2D\nNODE_COORD_SECTION\n{rows}"
ROWS = "1 0 0\n2 3 4\n3 6 0\n4 1 1\n"

FILES = {
    "nan.csv": b"0,nan\n1,0\n2,2\n",
    "negative.csv": b"0,-1,2\n1,0,3\n4,5,0\n",
    "oblong.csv": b"0,1,2\n1,0,3\n",
    "empty.tsp": b"",
    "binary.tsp": bytes(range(256)),
    "truncated.tsp": TSPLIB.format(n=4, rows="1 0 0\n2 3").encode(),
    "dimension.tsp": TSPLIB.format(n=7, rows=ROWS + "EOF\n").encode(),
    "word.tsp": TSPLIB.format(n="four", rows=ROWS).encode(),
    "noise.npy": b"\x93NUMPY" + bytes(40),
}


def is_refused(printed, *words):
    assert printed.code == 2, printed
    assert printed.out == ""
    assert "Traceback" not in printed.err
    assert "internal error" not in printed.err
    lines = printed.err.rstrip().splitlines()
    assert lines[0].startswith("error: ")
    assert len(lines) <= 2
    for word in words:
        assert word in printed.err


@pytest.mark.parametrize("name", FILES)
def test_files_that_hold_no_instance(thinkers, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(FILES[name])
    is_refused(thinkers("solve", "tsp", "--input", path), name)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("solve", "tps"), "did you mean 'tsp'?"),
        (("solve", "tsp", "--cities", 2), "cities"),
        (("solve", "tsp", "--cities", -5), "-5"),
        (("solve", "tsp", "--cities", "abc"), "--cities"),
        (("solve", "tsp", "--citis", 5), "--cities"),
        (("solve", "tsp", "--distances", "round"), "round"),
        (("solve", "tsp", "--model", "dt-n"), "did you mean 'tsp/dt-m'?"),
        (("solve", "tsp", "--tolerance", 2), "tolerance"),
        (("solve", "tsp", "--seconds", -1), "seconds"),
        (("solve", "tsp", "--input", "no-such.tsp"), "no-such.tsp"),
        (("solve", "tsp", "--draw", "tour.jpg"), ".svg"),
        (("solve", "tsp", "--draw", "no-such-folder/tour.svg"), "no-such-folder"),
        (("compare", "tsp", "--baseline", "ortols"), "did you mean 'ortools'?"),
        (("compare", "--baseline", "ortols"), "did you mean 'ortools'?"),
        (("compare", "tsp", "--baseline", "ortools-gls:secs=1"), "did you mean 'seconds'?"),
        (("compare", "tsp", "--baseline", "greedy-edge", "--distances", "asymmetric"), "symmetric"),
        (("evaluate", "tsp", "--sizes", "a,b"), "sizes"),
        (("train", "tsp", "--recipe", "dt-n"), "did you mean"),
        (("train", "tsp", "--recipe", "dt-m", "--set", "optimizer.stepps=3"), "'steps'"),
        (("generate", "tsp", "-o", "no-such-folder/a.npz"), "no-such-folder"),
        (("list", "problem"), "problems"),
    ],
)
def test_options_that_cannot_be(thinkers, tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    is_refused(thinkers(*words), said)


def test_a_gpu_that_is_not_there(thinkers, monkeypatch):
    import torch

    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    is_refused(thinkers("solve", "tsp", "--cities", 5, "--device", "cuda"), "--device cpu")


def test_a_damaged_model_file(thinkers, tmp_path):
    path = tmp_path / "m.safetensors"
    path.write_bytes(bytes(100))
    is_refused(thinkers("solve", "tsp", "--model", path), "m.safetensors")


def test_a_foreign_model_file(thinkers, tmp_path):
    header = json.dumps({"__metadata__": {"format": "pt"}}).encode()
    path = tmp_path / "m.safetensors"
    path.write_bytes(len(header).to_bytes(8, "little") + header)
    is_refused(thinkers("solve", "tsp", "--model", path), "not a thinkers model")


def test_an_output_folder_that_is_a_file(thinkers, tmp_path):
    path = tmp_path / "taken"
    path.write_text("")
    printed = thinkers("train", "tsp", "--recipe", "dt-m", "--out", path)
    assert printed.code == 2
    assert "cannot write" in printed.err
    assert printed.out == ""
