"""`rename-model` writes a copy under another name, and replaces nothing."""

import pytest


def test_a_renamed_model_solves_under_its_name(works, tiny, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    before = tiny.read_bytes()
    assert works("rename-model", tiny, "prefix_sums/mine").out == (
        "wrote mine.safetensors: prefix_sums/tiny is prefix_sums/mine there\n"
    )
    assert tiny.read_bytes() == before
    [row] = works("info", "mine.safetensors", "--json").objects
    assert row["name"] == "prefix_sums/mine"
    [found] = works("solve", "prefix_sums", "--model", "mine.safetensors", "--json").objects
    assert found["model"] == "prefix_sums/mine"


@pytest.mark.parametrize(
    ("name", "output", "fault"),
    [
        ("tsp/mine", "a.safetensors", "'tsp/mine' is no name of a model of prefix_sums"),
        ("prefix_sums/mine", "a.bin", "a.bin is no name of a model file"),
        ("prefix_sums/mine", "there.safetensors", "there is a file there.safetensors"),
        ("prefix_sums/mine", "none/a.safetensors", "there is no folder none"),
    ],
)
def test_what_cannot_be_is_refused_and_writes_nothing(
    refused, tiny, monkeypatch, tmp_path, name, output, fault
):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.safetensors").write_text("mine")
    assert refused("rename-model", tiny, name, "-o", output).startswith(fault)
    assert [each.name for each in tmp_path.iterdir()] == ["there.safetensors"]


def test_a_model_that_is_not_there_is_refused(refused):
    assert "did you mean 'prefix_sums/dt-l'" in refused(
        "rename-model", "prefix_sums/dt-k", "prefix_sums/mine"
    )
