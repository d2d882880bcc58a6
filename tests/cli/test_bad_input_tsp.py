"""Bad matrices, tours and options of the travelling salesman are refused like any other input."""

import numpy as np
import pytest

pytest.importorskip("thinkers_tsp", reason="the tsp plugin is not installed")

TSPLIB = "NAME: t\nTYPE: TSP\nDIMENSION: {n}\nEDGE_WEIGHT_TYPE: EUC_2D\nNODE_COORD_SECTION\n{rows}"
ROWS = "1 0 0\n2 3 4\n3 6 0\n4 1 1\n"
NPY = b"\x93NUMPY\x01\x00\x76\x00{'descr': '%b', 'fortran_order': False, 'shape': %b, }\n"
ASYMMETRIC = b"0,1,2,3\n4,0,5,6\n7,8,0,9\n1,2,3,0\n"

FILES = {
    "nan.csv": b"0,nan\n1,0\n2,2\n",
    "nan-matrix.csv": b"0,nan,1\n1,0,1\n1,1,0\n",
    "infinite.csv": b"0,inf,1\n1,0,1\n1,1,0\n",
    "negative.csv": b"0,-1,2\n1,0,3\n4,5,0\n",
    "oblong.csv": b"0,1,2,4\n1,0,3,4\n1,1,1,1\n",
    "words.csv": b"a,b,c\nd,e,f\n",
    "ragged.csv": b"0,1,2\n1,0\n2,1,0\n",
    "empty.tsp": b"",
    "empty.csv": b"",
    "empty.npy": b"",
    "binary.tsp": bytes(range(256)),
    "binary.csv": bytes(range(256)),
    "truncated.tsp": TSPLIB.format(n=4, rows="1 0 0\n2 3").encode(),
    "dimension.tsp": TSPLIB.format(n=7, rows=ROWS + "EOF\n").encode(),
    "small-dimension.tsp": TSPLIB.format(n=3, rows=ROWS + "EOF\n").encode(),
    "word.tsp": TSPLIB.format(n="four", rows=ROWS).encode(),
    "noise.npy": b"\x93NUMPY" + bytes(40),
    "void.NPY": NPY % (b"|V8", b"(3, 3)") + bytes(72),
    "huge.npy": NPY % (b"|u1", b"(1, 3, 1000000001, 1000000001)"),
    "comments.txt": b"# nothing\n",
    "thousands.csv": b"x,y\n0,0\n1_0,4\n2,2\n",
    "digits.csv": "x,y\n0,0\n\u0663,4\n2,2\n".encode(),
    "large.csv": b"x,y\n0,0\n1e400,4\n2,2\n",
    "salesmen.tsp": b"SALESMEN 2\n" + TSPLIB.format(n=4, rows=ROWS).encode(),
    "capacity.tsp": b"CAPACITY : 9\n" + TSPLIB.format(n=4, rows=ROWS).encode(),
    "other.tsp": TSPLIB.format(n=4, rows=ROWS).replace("TYPE: TSP", "TYPE: HCP").encode(),
    "fixed.tsp": (TSPLIB.format(n=4, rows=ROWS) + "FIXED_EDGES_SECTION\n1 2\n-1\n").encode(),
    "three-by-three.csv": b"0,1,2\n1,0,3\n2,3,0\n",
    "header-or-city.csv": b"0,1\n3,0\n3,4\n0,9\n",
    "edges.csv": b"from,to,way\n1,2,3\n2,3,4\n3,4,5\n4,1,5\n",
    "unknown.xyz": b"1 2 3\n",
}


def test_arrays_of_another_problem(refused, tmp_path):
    np.savez(tmp_path / "puzzles.npz", fen=np.array(["8/8"]), answer=np.array(["e1e8"]))
    said = refused("solve", "tsp", "--input", tmp_path / "puzzles.npz")
    assert "puzzles.npz holds 'answer', 'fen'" in said


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--columns x,y", "--columns says how --input is read"),
        ("--metric haversine", "--metric says how --input is read"),
        ("--input a.csv --columns x", "columns: expected two columns such as x,y or 2,3"),
        ("--input a.csv --columns a,b", "a.csv: there are no columns a and b"),
        ("--input a.csv --metric haversine", "nothing says which numbers are latitudes"),
        ("--input a.csv --metric miles", "invalid value for '--metric'"),
    ],
)
def test_options_of_reading(refused, tmp_path, monkeypatch, options, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text("0,0\n3,0\n3,4\n")
    assert said in refused("solve", "tsp", *options.split())


def test_a_sparse_file_is_refused_before_it_is_read(refused, tmp_path):
    with (tmp_path / "sparse.tsp").open("wb") as file:
        file.truncate(2 * 10**9)
    said = refused("solve", "tsp", "--input", tmp_path / "sparse.tsp")
    assert "sparse.tsp holds 1,907 MiB, expected at most 256 MiB" in said


@pytest.mark.parametrize("name", FILES)
def test_files_that_hold_no_instance(refused, tmp_path, name):
    path = tmp_path / name
    path.write_bytes(FILES[name])
    assert name in refused("solve", "tsp", "--input", path)


OPTIONS = [
    ("solve tps", "did you mean 'tsp'?"),
    ("solve tsp --cities 2", "cities: "),
    ("solve tsp --cities -5", "got -5"),
    ("solve tsp --cities abc", "invalid value for '--cities'"),
    ("solve tsp --citis 5", "--cities"),
    ("solve tsp --distances round", "round"),
    ("solve tsp --model dt-n", "did you mean 'tsp/dt-m'?"),
    ("compare tsp --baseline ortols", "did you mean 'ortools'?"),
    ("compare tsp --baseline ortools-gls:secs=1", "did you mean 'seconds'?"),
    ("compare tsp --baseline ortools-gls:seconds=abc", "seconds"),
    ("compare tsp --baseline greedy-edge --distances asymmetric", "symmetric"),
    ("compare tsp --baseline held-karp --cities 30", "held-karp does not take instance 0"),
    ("evaluate tsp --sizes 2", "cities: "),
    ("train tsp --recipe dt-n", "did you mean"),
    ("generate tsp -o none/a.npz", "there is no folder none"),
]


@pytest.mark.parametrize(("words", "said"), OPTIONS, ids=[words for words, _ in OPTIONS])
def test_options_that_cannot_be(refused, tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    assert said in refused(*words.split())


def test_an_asymmetric_matrix_is_not_for_a_symmetric_only_baseline(refused, tmp_path):
    path = tmp_path / "asymmetric.csv"
    path.write_bytes(ASYMMETRIC)
    words = ("compare", "tsp", "--baseline", "greedy-edge", "--input", path)
    assert "greedy-edge does not take instance 0" in refused(*words)
