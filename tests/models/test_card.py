"""A card is read from the header alone, and a file that is none is told in one line."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import save, save_file

from thinkers import ModelCard
from thinkers.errors import ModelError
from thinkers.models.card import CARD_KEY, Budget


def foreign(path, metadata):
    save_file({"weight": np.zeros(2, np.float32)}, path, metadata)
    return path


@pytest.mark.parametrize(
    ("shape", "iterations"), [((1,), 5), ((3,), 5), ((8,), 12), ((4, 30), 45), ((30, 4), 45)]
)
def test_the_budget_grows_with_the_longest_axis(shape, iterations):
    assert Budget(minimum=5, per_size=1.5).iterations(shape) == iterations


def test_the_budget_may_grow_slower():
    rule = Budget(minimum=5, per_size=2.0, power=0.5)
    assert [rule.iterations((size, 16)) for size in (4, 25, 10_000)] == [8, 10, 200]


def test_a_folder_gives_its_models_sorted_and_no_folder_gives_none(card, tmp_path):
    text = card().model_dump_json()
    for name in ("b", "a"):
        foreign(tmp_path / f"{name}.safetensors", {CARD_KEY: text})
    (tmp_path / "notes.txt").write_text("not a model")
    assert [found.path.name for found in ModelCard.folder(tmp_path)] == [
        "a.safetensors",
        "b.safetensors",
    ]
    assert ModelCard.folder(tmp_path / "gone") == []


@pytest.mark.parametrize("content", [b"", b"\x00" * 8, b"PK\x03\x04 a zip file", b"\xff" * 100])
def test_a_file_that_is_no_safetensors_file_gives_one_line(tmp_path, content):
    path = tmp_path / "a.safetensors"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"^cannot read the model .*a\.safetensors: ") as caught:
        ModelCard.read(path)
    assert "\n" not in str(caught.value)


def test_no_file_and_a_folder_give_one_line(tmp_path):
    for path in (tmp_path / "gone.safetensors", tmp_path):
        with pytest.raises(ModelError, match=r"^cannot read the model "):
            ModelCard.read(path)


@pytest.mark.parametrize("metadata", [None, {}, {"format": "pt"}])
def test_a_foreign_safetensors_file_is_told_from_a_damaged_one(tmp_path, metadata):
    path = foreign(tmp_path / "bert.safetensors", metadata)
    with pytest.raises(ModelError, match="is a safetensors file, but not a thinkers model"):
        ModelCard.read(path)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "Expecting value"),
        ("{", "Expecting property name"),
        ("[1, 2]", ""),
        ("null", ""),
        ("{}", "field required"),
    ],
)
def test_a_damaged_card_says_so(tmp_path, text, reason):
    path = foreign(tmp_path / "a.safetensors", {CARD_KEY: text})
    with pytest.raises(ModelError, match=r"^the card of .*a\.safetensors is damaged: ") as caught:
        ModelCard.read(path)
    assert reason in str(caught.value)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"colour": "red"}, "unknown key 'colour'"),
        ({"budget": {"minimum": 0}}, "budget.minimum"),
        ({"config": "wide"}, "config"),
        ({"budget": {"minimum": 10**30}}, "budget.minimum"),
        ({"budget": {"minimum": 1, "per_size": 1e308}}, "budget.per_size"),
        ({"scores": [{"mean_gap": float("nan")}]}, "expected finite numbers, got NaN"),
    ],
)
def test_a_card_of_wrong_values_is_damaged(card, tmp_path, changes, reason):
    text = json.dumps(card().model_dump() | changes)
    test_a_damaged_card_says_so(tmp_path, text, reason)


@pytest.fixture(scope="session")
def whole(card):
    """A model file in memory, without torch: one weight and a card."""
    return save({"w": np.arange(6, dtype=np.float32)}, {CARD_KEY: card().model_dump_json()})


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_a_file_cut_short_anywhere_is_refused(tmp_path_factory, whole, data):
    length = data.draw(st.integers(0, len(whole) - 1))
    path = tmp_path_factory.getbasetemp() / "cut.safetensors"
    path.write_bytes(whole[:length])
    with pytest.raises(ModelError, match="cannot read the model") as caught:
        ModelCard.read(path)
    assert "\n" not in str(caught.value)
