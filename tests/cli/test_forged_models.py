"""A model file that says what it likes is refused in one line by every command that reads one."""

import json

import pytest
import torch
from safetensors.torch import load, save

from thinkers.models.card import CARD_KEY
from thinkers.models.digest import digest_of

COMMANDS = {
    "info": ("info",),
    "certify": ("certify", "--quick", "--instances", 1),
    "evaluate": ("evaluate", "prefix_sums", "--sizes", 4, "--instances", 1, "--model"),
    "stress": ("stress", "prefix_sums", "--sizes", 4, "--instances", 1, "--model"),
    "solve": ("solve", "prefix_sums", "--bits", 4, "--model"),
    "compare": ("compare", "prefix_sums", "--bits", 4, "--model"),
}

CARDS = {
    "a deep one": "[" * 100_000,
    "a number too long": '{"steps": ' + "9" * 5000 + "}",
    "a list": "[]",
    "nothing": "",
    "lone surrogates": json.dumps({"name": "\ud800"}),
}

CHANGES = {
    "name": ["\x1b[31m\nerror: x"],
    "thinker": ["\x1b[2J", "dt-l"],
    "encoding": ["\u202e"],
    "config": [{"width": 10**18}, {"width": -1}, {"depth": 1}],
    "budget": [{"minimum": 0}, {"minimum": 10**18}, {"minimum": "x"}],
}


def parts(path):
    """Header and tensors of a file."""
    content = path.read_bytes()
    length = int.from_bytes(content[:8], "little")
    return json.loads(content[8 : 8 + length]), content[8 + length :]


def joined(header, tensors):
    text = header if isinstance(header, bytes) else json.dumps(header).encode()
    return len(text).to_bytes(8, "little") + text + tensors


def forgeries(path):
    """Files that are no model, by what is wrong with them."""
    header, tensors = parts(path)
    told = header["__metadata__"][CARD_KEY]
    card = json.loads(told)
    name = next(each for each in header if each != "__metadata__")
    for what, content in {
        "cut": path.read_bytes()[:-7],
        "empty": b"",
        "a length of 2^60": (1 << 60).to_bytes(8, "little") + tensors,
        "a deep header": joined(b"[" * 100_000, tensors),
        "no card": joined({**header, "__metadata__": {}}, tensors),
        "another type": joined({**header, name: {**header[name], "dtype": "I32"}}, tensors),
        "a huge shape": joined({**header, name: {**header[name], "shape": [1 << 60]}}, tensors),
        "a tensor less": joined({k: v for k, v in header.items() if k != name}, tensors),
    }.items():
        yield what, content
    others = {f"{key} {value!r}": json.dumps({**card, key: value})
              for key, values in CHANGES.items() for value in values}  # fmt: skip
    for what, text in {**CARDS, **others}.items():
        yield what, joined({**header, "__metadata__": {CARD_KEY: text}}, tensors)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_forged_file_is_one_line(thinkers, tiny, tmp_path, command):
    forged = tmp_path / "forged.safetensors"
    for what, content in forgeries(tiny):
        forged.write_bytes(content)
        found = thinkers(*COMMANDS[command], forged)
        if found.code == 0:  # a card may say so, and it is shown escaped
            assert command == "info" or "name" in what, what
        else:
            assert found.code == 2, (what, found)
            assert len(found.err.splitlines()) <= 3, (what, found.err)
        assert "internal error" not in found.err, what
        assert "\x1b" not in found.out + found.err, what
        assert "\u202e" not in found.out + found.err, what


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 0.0])
@pytest.mark.parametrize("command", [each for each in COMMANDS if each != "info"])
def test_sealed_weights_that_nothing_can_be_with_are_refused(
    refused, tiny, tmp_path, command, value
):
    tensors = {key: torch.full_like(each, value) for key, each in load(tiny.read_bytes()).items()}
    card = json.loads(parts(tiny)[0]["__metadata__"][CARD_KEY])
    sealed = json.dumps({**card, "sha256": digest_of(save(tensors))})
    forged = tmp_path / "forged.safetensors"
    forged.write_bytes(save(tensors, {CARD_KEY: sealed}))
    assert "the weights are damaged" in refused(*COMMANDS[command], forged)
