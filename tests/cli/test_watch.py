"""`watch` tells the answer after each iteration: as lines, as JSON, or in a file that plays."""

import json
import re

import pytest
from PIL import Image

from thinkers.cli.watching import track as module


@pytest.fixture
def watch(works, tiny):
    words = ("watch", "prefix_sums", "--bits", 6, "--model", tiny)
    return lambda *more: works(*words, *more)


def test_a_pipe_gets_a_line_an_iteration(watch):
    lines = watch("--iterations", 5).out.splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        f"prefix_sums/tiny, iteration {number}" for number in range(1, 6)
    ]
    assert all(re.search(r"residual \S+, margin \S+, (wrong|verified)", line) for line in lines)


def test_json_has_an_object_an_iteration_and_the_last_is_the_answer_of_solve(watch, works, tiny):
    found = watch("--iterations", 4, "--json", "--seed", 2).objects
    assert [each["iteration"] for each in found] == [1, 2, 3, 4]
    words = ("solve", "prefix_sums", "--bits", 6, "--model", tiny, "--iterations", 4, "--seed", 2)
    [solved] = works(*words, "--json").objects
    assert found[-1]["solution"] == solved["solution"]
    assert [each["residual"] for each in found] == solved["residuals"]


@pytest.mark.parametrize("suffix", [".gif", ".png", ".webp"])
def test_pictures_have_a_frame_an_iteration(watch, tmp_path, suffix):
    path = tmp_path / f"thinking{suffix}"
    assert watch("--iterations", 7, "-o", path).out == f"wrote {path}: 7 frames\n"
    with Image.open(path) as picture:
        assert picture.n_frames == 7
        assert picture.is_animated


def test_a_page_asks_for_nothing_and_holds_every_frame(watch, tmp_path):
    path = tmp_path / "thinking.html"
    watch("--iterations", 7, "-o", path)
    text = path.read_text("utf-8")
    assert not re.search(r"https?:|src=\"(?!data:)|url\(|@import", text)
    assert "default-src 'none'" in text
    [data] = re.findall(r'id="data">(.*?)</script>', text)
    [model] = json.loads(data)
    assert len(model["frames"]) == 7
    assert all(0 <= each["picture"] < len(model["pictures"]) for each in model["frames"])


def test_a_recording_is_an_asciicast_of_every_frame(watch, tmp_path):
    path = tmp_path / "thinking.cast"
    watch("--iterations", 7, "-o", path)
    header, *events, end = map(json.loads, path.read_text("utf-8").splitlines())
    assert header["version"] == 2
    assert len(events) == 7
    times = [each[0] for each in (*events, end)]
    assert times == sorted(times)
    for number, (_, kind, text) in enumerate(events, start=1):
        assert kind == "o"
        assert f"iteration {number}\r\n" in text
        rows = text.split("\r\n")
        assert len(rows) <= header["height"]


def test_two_models_think_of_one_instance_side_by_side(works, tmp_path):
    words = ("watch", "prefix_sums", "--bits", 6, "--iterations", 3, "--compare", "dt-l,dt-os")
    found = works(*words, "--json").objects
    assert [each["model"].partition("/")[2] for each in found] == ["dt-l"] * 3 + ["dt-os"] * 3
    path = tmp_path / "two.gif"
    works(*words, "-o", path)
    with Image.open(path) as picture:
        assert picture.n_frames == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-o", "thinking.mp4"], "cannot write 'thinking.mp4'"),
        (["-o", "no/folder.gif"], "there is no folder no"),
        (["-o", "a.gif", "--json"], "--json prints"),
        (["--compare", "dt-l"], "expected two models"),
        (["--compare", "dt-l,dt-l"], "expected two models"),
        (["--compare", "dt-l,dt-os", "--model", "dt-l"], "--compare names the models"),
    ],
)
def test_what_does_not_go_together_is_refused(refused, words, said):
    assert refused("watch", "prefix_sums", *words).startswith(said)


def test_several_instances_are_refused(refused, tmp_path):
    (tmp_path / "two.txt").write_text("101\n0110\n")
    said = refused("watch", "prefix_sums", "--input", tmp_path / "two.txt")
    assert said == "expected one instance to watch, got 2"


def test_a_file_of_very_many_frames_is_thinned_and_says_so(watch, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "MOST", 4)
    path = tmp_path / "thinking.png"
    assert watch("--iterations", 10, "-o", path).out.endswith(": 4 frames, thinned from 10\n")
    with Image.open(path) as picture:
        assert picture.n_frames == 4


def test_heat_and_what_lies_beneath_are_in_every_frame(watch, tmp_path):
    path = tmp_path / "thinking.cast"
    watch("--iterations", 3, "--heat", "--under", "cumulative-xor", "-o", path)
    _, *events, _ = map(json.loads, path.read_text("utf-8").splitlines())
    for _, _, text in events:
        assert "margin in logits, 0 to " in text
        assert "cumulative-xor " in text
