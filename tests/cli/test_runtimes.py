"""`--runtime onnx` solves without torch, by a network exported once and kept, and scores alike."""

import subprocess
import sys

import pytest

from thinkers import OnnxModel

pytest.importorskip("joblib")  # it sets what it needs in the environment as it is imported


@pytest.fixture(scope="module")
def network(tiny, tmp_path_factory):
    """The tiny model as an ONNX file."""
    from thinkers.cli.app import run

    path = tmp_path_factory.mktemp("networks") / "tiny.onnx"
    assert run(["export", str(tiny), "-o", str(path)]) == 0
    return path


def answers(outcome):
    return [(each["solution"], each["stopped_by"], each["iterations"]) for each in outcome.objects]


def test_answers_are_those_of_torch(works, tiny, network):
    asked = ("solve", "prefix_sums", "--instances", 3, "--bits", 9, "--seed", 4, "--json")
    own = works(*asked, "--model", tiny)
    other = works(*asked, "--model", network)
    assert answers(own) == answers(other)
    assert "onnxruntime" in other.objects[0]["versions"]


def scores(rows):
    """What rows say but for times, and the same of their answers."""
    return [
        {name: scores(value) if name == "answers" else value for name, value in row.items()
         if name not in {"seconds", "circumstances"}}
        for row in rows
    ]  # fmt: skip


@pytest.mark.parametrize(
    "asked",
    [
        ("evaluate", "--sizes", "5,9", "--instances", 6),
        ("stress", "--sizes", "8", "--families", "fair,runs", "--instances", 4),
        ("compare", "--bits", 9, "--instances", 4, "--baseline", "doubling"),
    ],
)
def test_scores_are_those_of_torch(works, tiny, network, asked):
    command, *more = asked
    own, other = (
        works(command, "prefix_sums", *more, "--model", each, "--json").objects
        for each in (tiny, network)
    )
    assert scores(own) == scores(other)
    if command == "compare":
        assert "onnxruntime" in other[0]["circumstances"]["versions"]


def test_a_model_that_is_scored_is_exported_once(works, tiny, tmp_path, monkeypatch):
    monkeypatch.setenv("THINKERS_CACHE", str(tmp_path))
    asked = ("evaluate", "prefix_sums", "--model", tiny, "--sizes", 8, "--instances", 2, "--json")
    own, other = works(*asked).objects, works(*asked, "--runtime", "onnx").objects
    assert scores(own) == scores(other)
    assert len([*(tmp_path / "onnx").iterdir()]) == 1


def test_no_torch_is_imported(network):
    script = (
        "import sys\n"
        "from thinkers.cli.app import run\n"
        f"code = run(['solve', 'prefix_sums', '--model', {str(network)!r}, '--bits', '8'])\n"
        "print(code, sorted({'torch', 'onnx', 'scipy'} & set(sys.modules)))\n"
    )
    run = subprocess.run(
        [sys.executable, "-P", "-c", script], capture_output=True, check=True, text=True
    )
    assert run.stdout.splitlines()[-1] == "0 []", run.stderr


def test_a_model_is_exported_once(works, tiny, tmp_path, monkeypatch):
    monkeypatch.setenv("THINKERS_CACHE", str(tmp_path))
    asked = ("solve", "prefix_sums", "--model", tiny, "--runtime", "onnx", "--bits", 8, "--json")
    first = works(*asked)
    [kept] = (tmp_path / "onnx").iterdir()
    assert OnnxModel.read(kept).card.name == "prefix_sums/tiny"
    monkeypatch.setattr("thinkers.cli.runtimes.exported_content", None)  # it is not made again
    assert answers(works(*asked)) == answers(first)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--runtime", "torch"], "is for onnxruntime, not for torch"),
        (["--until", "certified"], "onnxruntime proves nothing"),
        (["--epsilon", "0.1"], "onnxruntime proves nothing"),
        (["--device", "cuda"], "onnxruntime thinks on the CPU here, not on cuda"),
        (["--acceleration", "anderson"], "iterates plainly, without anderson"),
        (["--precision", "bf16"], "onnxruntime thinks in float32, not in bf16"),
    ],
)
def test_what_onnxruntime_cannot_do_is_refused(refused, network, options, words):
    assert words in refused("solve", "prefix_sums", "--model", network, *options)


def test_a_network_of_another_problem_is_refused(refused, network):
    assert "is a model of prefix_sums, not maze" in refused("solve", "maze", "--model", network)


def test_a_cache_that_cannot_be_written_is_said_to_be_so(refused, tiny, tmp_path, monkeypatch):
    blocked = tmp_path / "file"
    blocked.touch()
    monkeypatch.setenv("THINKERS_CACHE", str(blocked))
    monkeypatch.setattr("thinkers.cli.runtimes.exported_content", lambda *given: (b"", 0.0))
    asked = ("solve", "prefix_sums", "--model", tiny, "--runtime", "onnx")
    assert "write" in refused(*asked)
