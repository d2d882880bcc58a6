"""A model file gives back what was saved, tells who it is without torch, and is never half good."""

import json
import struct
import subprocess
import sys
from hashlib import sha256

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import load_file, save, save_file

from thinkers import ModelCard, Signature
from thinkers.errors import ConfigError, ModelError
from thinkers.models.card import CARD_KEY, Budget, Card
from thinkers.models.store import Model, digest, load_model, save_model
from thinkers.nets import DT, DTL, DTR

SEQUENCE = Signature("sequence", channels=1, classes=2)
ENCODINGS = {"row": SEQUENCE}


def card(**changes):
    values = {
        "name": "coins/dt-l",
        "problem": "coins",
        "thinker": "dt-l",
        "encoding": "row",
        "config": {"width": 4},
        "budget": Budget(minimum=5, per_size=1.5),
        "scores": [{"size": 8, "instances": 2, "feasible": 1.0, "exact": 0.5, "mean_gap": None}],
        "seed": 3,
    }
    return Card(**values | changes)


def changed(path, **changes):
    """The card of a file, changed, with the file's weights."""
    return ModelCard(path, ModelCard.read(path).card.model_copy(update=changes))


@pytest.fixture
def saved(tmp_path):
    """A small DT-L and its file."""
    torch.manual_seed(0)
    model = Model(card(), DTL.build(SEQUENCE, {"width": 4}))
    path = tmp_path / "dt-l.safetensors"
    save_model(path, model)
    return model, path


def foreign(path, metadata):
    save_file({"weight": np.zeros(2, np.float32)}, path, metadata)
    return path


@pytest.mark.parametrize(
    ("gap", "cells", "by_gap"), [(0.1, None, True), (None, None, False), (0.0, 1.0, False)]
)
def test_scores_are_gaps_only_where_no_position_is_right_by_itself(gap, cells, by_gap):
    score = {
        "size": 8, "instances": 2, "feasible": 1.0, "exact": 1.0, "mean_gap": gap,
        "cell_accuracy": cells,
    }  # fmt: skip
    assert card(scores=[score]).scored_by_gap == by_gap
    assert card(scores=[score, score | {"mean_gap": None}]).scored_by_gap == by_gap


@pytest.mark.parametrize(
    ("shape", "iterations"), [((1,), 5), ((3,), 5), ((8,), 12), ((4, 30), 45), ((30, 4), 45)]
)
def test_the_budget_grows_with_the_longest_axis(shape, iterations):
    assert Budget(minimum=5, per_size=1.5).iterations(shape) == iterations


def test_what_was_saved_is_loaded(saved):
    model, path = saved
    found = ModelCard.read(path)
    assert (found.path, found.card.model_copy(update={"sha256": ""})) == (path, model.card)
    loaded = load_model(found, DTL, ENCODINGS)
    assert not loaded.thinker.training
    for name, value in model.thinker.state_dict().items():
        assert torch.equal(loaded.thinker.state_dict()[name], value), name


def test_a_loaded_model_thinks_as_the_saved_one_to_the_bit(saved):
    model, path = saved
    inputs = torch.randn(2, 1, 9)
    answers = []
    for thinker in (model.thinker.eval(), load_model(ModelCard.read(path), DTL, ENCODINGS).thinker):
        with torch.no_grad():
            thought = thinker.step(thinker.embed(inputs), thinker.recall(inputs))
            answers.append(thinker.readout(thought))
    assert torch.equal(*answers)


def test_the_card_is_read_without_torch(saved):
    _, path = saved
    script = (
        "import sys\nfrom pathlib import Path\nfrom thinkers import ModelCard\n"
        "print(ModelCard.read(Path(sys.argv[1])).card.name, 'torch' in sys.modules)"
    )
    command = [sys.executable, "-P", "-c", script, str(path)]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.stdout == "coins/dt-l False\n", run.stderr


def test_the_card_is_plain_json_in_the_header(saved):
    """The format of safetensors: 8 bytes of length, then the header as JSON."""
    _, path = saved
    content = path.read_bytes()
    [length] = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    assert json.loads(header["__metadata__"][CARD_KEY])["name"] == "coins/dt-l"


def test_a_folder_gives_its_models_sorted_and_no_folder_gives_none(tmp_path):
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
        (json.dumps(card().model_dump() | {"colour": "red"}), "unknown key 'colour'"),
        (json.dumps(card().model_dump() | {"budget": {"minimum": 0}}), "budget.minimum"),
        (json.dumps(card().model_dump() | {"config": "wide"}), "config"),
        (json.dumps(card().model_dump() | {"budget": {"minimum": 10**30}}), "budget.minimum"),
        (
            json.dumps(card().model_dump() | {"budget": {"minimum": 1, "per_size": 1e308}}),
            "budget.per_size",
        ),
        (
            json.dumps(card().model_dump() | {"scores": [{"mean_gap": float("nan")}]}),
            "expected finite numbers, got NaN",
        ),
    ],
)
def test_a_damaged_card_says_so(tmp_path, text, reason):
    path = foreign(tmp_path / "a.safetensors", {CARD_KEY: text})
    with pytest.raises(ModelError, match=r"^the card of .*a\.safetensors is damaged: ") as caught:
        ModelCard.read(path)
    assert reason in str(caught.value)


def whole():
    """A model file in memory, without torch: one weight and a card."""
    return save({"w": np.arange(6, dtype=np.float32)}, {CARD_KEY: card().model_dump_json()})


@settings(max_examples=50, deadline=None)
@given(st.integers(0, len(whole()) - 1))
def test_a_file_cut_short_anywhere_is_refused(tmp_path_factory, length):
    path = tmp_path_factory.getbasetemp() / "cut.safetensors"
    path.write_bytes(whole()[:length])
    with pytest.raises(ModelError, match="cannot read the model") as caught:
        ModelCard.read(path)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("thinker", "config"), [(DT, {"width": 4}), (DTR, {"width": 4})])
def test_weights_of_another_architecture_are_refused(saved, thinker, config):
    _, path = saved
    found = changed(path, thinker=thinker.name, config=config)
    with pytest.raises(ModelError, match=f"weights do not fit {thinker.name}: ") as caught:
        load_model(found, thinker, ENCODINGS)
    assert "\n" not in str(caught.value)
    assert not str(caught.value).rstrip().endswith(":"), "it says what does not fit"


def test_weights_of_another_width_are_refused(saved):
    _, path = saved
    with pytest.raises(ModelError, match=r"weights do not fit dt-l: .*size"):
        load_model(changed(path, config={"width": 8}), DTL, ENCODINGS)


def test_a_card_with_settings_that_the_thinker_does_not_have_is_refused(saved):
    _, path = saved
    for config, said in (
        ({"depth": 4}, "unknown key 'depth'"),
        ({"width": 3}, "width"),
        ({"constraint": "chains"}, "constraint"),
    ):
        with pytest.raises(ModelError, match=f"do not fit dt-l: thinker dt-l: .*{said}"):
            load_model(changed(path, config=config), DTL, ENCODINGS)


def test_an_encoding_that_the_problem_does_not_have_is_refused(saved):
    _, path = saved
    with pytest.raises(ModelError, match="the problem coins has no encoding column"):
        load_model(ModelCard(path, card(encoding="column")), DTL, ENCODINGS)


def header_and_tensors(path):
    content = path.read_bytes()
    [length] = struct.unpack("<Q", content[:8])
    return content[: 8 + length], content[8 + length :]


@pytest.mark.parametrize("place", [0, 0.3, 0.7, 1])
def test_a_flipped_bit_of_the_weights_is_found(saved, place):
    _, path = saved
    header, tensors = header_and_tensors(path)
    flipped = bytearray(tensors)
    flipped[round(place * (len(tensors) - 1))] ^= 4
    path.write_bytes(header + flipped)
    with pytest.raises(ModelError, match="the weights are damaged") as caught:
        load_model(ModelCard.read(path), DTL, ENCODINGS)
    assert str(path) in str(caught.value)


def test_the_card_holds_the_digest_of_the_tensors(saved):
    _, path = saved
    seen = sha256()
    for name, value in sorted(load_file(path).items()):
        what = f"{name} torch.{value.dtype} {value.shape}\n"
        seen.update(what.encode() + value.tobytes())
    assert ModelCard.read(path).card.sha256 == seen.hexdigest()


def test_tensors_that_exchange_their_places_are_damage(saved):
    _, path = saved
    content = path.read_bytes()
    length = int.from_bytes(content[:8], "little")
    header = json.loads(content[8 : 8 + length])
    one, other = [name for name in header if name.startswith("blocks") and "original" in name][:2]
    assert header[one]["shape"] == header[other]["shape"]
    offsets = header[one]["data_offsets"], header[other]["data_offsets"]
    header[other]["data_offsets"], header[one]["data_offsets"] = offsets
    text = json.dumps(header).encode()
    path.write_bytes(len(text).to_bytes(8, "little") + text + content[8 + length :])
    with pytest.raises(ModelError, match="the weights are damaged"):
        load_model(ModelCard.read(path), DTL, ENCODINGS)


def test_numbers_read_as_another_type_are_damage(saved):
    _, path = saved
    content = path.read_bytes()
    length = int.from_bytes(content[:8], "little")
    header = content[8 : 8 + length].replace(b'"F32"', b'"I32"')
    path.write_bytes(content[:8] + header + content[8 + length :])
    with pytest.raises(ModelError, match="the weights are damaged"):
        load_model(ModelCard.read(path), DTL, ENCODINGS)


@pytest.mark.parametrize(
    ("value", "said"), [(np.nan, "nan or infinity"), (np.inf, "nan or infinity"), (0, "zeros only")]
)
def test_weights_that_nothing_can_be_with_are_refused(saved, value, said):
    model, path = saved
    with torch.no_grad():
        next(each for each in model.thinker.parameters() if each.ndim > 2).fill_(value)
    save_model(path, model)
    with pytest.raises(ModelError, match=said):
        load_model(ModelCard.read(path), DTL, ENCODINGS)


@pytest.mark.parametrize("width", [20_000, 2_000_000])
def test_a_card_that_asks_for_more_than_the_file_holds_is_refused_before_room_is_made(saved, width):
    model, path = saved
    config = {**model.card.config, "width": width}
    save_model(path, Model(model.card.model_copy(update={"config": config}), model.thinker))
    with pytest.raises(ModelError, match=f"the card asks for .*{width}, 1, 3"):
        load_model(ModelCard.read(path), DTL, ENCODINGS)


def test_a_file_without_a_digest_is_not_believed(saved):
    model, path = saved
    weights = {name: value.numpy() for name, value in model.thinker.state_dict().items()}
    save_file(weights, path, {CARD_KEY: model.card.model_dump_json()})
    with pytest.raises(ModelError, match="the weights are damaged"):
        load_model(ModelCard.read(path), DTL, ENCODINGS)


def test_weights_that_vanished_after_the_card_was_read_give_one_line(saved):
    _, path = saved
    found = ModelCard.read(path)
    path.unlink()
    with pytest.raises(ModelError, match="cannot read") as caught:
        load_model(found, DTL, ENCODINGS)
    assert "\n" not in str(caught.value)


def test_a_save_that_fails_leaves_the_old_file_whole(saved, full_disk):
    model, path = saved
    before = path.read_bytes()
    full_disk()
    with pytest.raises(ConfigError, match="No space left"):
        save_model(path, model)
    assert path.read_bytes() == before


def test_saving_twice_gives_the_same_bytes_and_nothing_besides(saved):
    model, path = saved
    before = path.read_bytes()
    save_model(path, model)
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("dtype", [torch.float32, torch.float64, torch.bfloat16, torch.int64])
def test_the_digest_is_that_of_names_types_shapes_and_bytes(dtype):
    class Held:
        def state_dict(self):
            return {"b": torch.arange(6, dtype=dtype).reshape(2, 3), "a": torch.ones(2)}

    held = Held()
    parts = b""
    for name, value in sorted(held.state_dict().items()):
        words = f"{name} {value.dtype} {tuple(value.shape)}\n"
        parts += words.encode() + bytes(value.flatten().view(torch.uint8).tolist())
    assert digest(held) == sha256(parts).hexdigest()
