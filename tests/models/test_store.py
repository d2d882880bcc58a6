"""A model file gives back what was saved, tells who it is without torch, and is never half good."""

import json
import struct
import subprocess
import sys
from hashlib import sha256

import numpy as np
import pytest
import torch
from safetensors.numpy import load_file, save_file
from thinkers_prefix_sums.centred import CentredEncoding

from thinkers import ModelCard
from thinkers.errors import ConfigError, ModelError
from thinkers.models.card import CARD_KEY
from thinkers.models.store import Model, digest, load_model, save_model
from thinkers.nets import DT, DTL, DTR

SEQUENCE = CentredEncoding.signature
ENCODINGS = {"row": CentredEncoding()}


def changed(path, **changes):
    """The card of a file, changed, with the file's weights."""
    return ModelCard(path, ModelCard.read(path).card.model_copy(update=changes))


@pytest.fixture
def saved(card, tmp_path):
    """A small DT-L and its file."""
    torch.manual_seed(0)
    model = Model(card(), DTL.build(SEQUENCE, {"width": 4}))
    path = tmp_path / "dt-l.safetensors"
    save_model(path, model)
    return model, path


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


def test_an_encoding_that_the_problem_does_not_have_is_refused(card, saved):
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
