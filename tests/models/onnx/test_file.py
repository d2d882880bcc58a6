"""An ONNX file of ours gives its card and its functions; any other is refused."""

import pickle

import pytest

from thinkers import OnnxModel
from thinkers.errors import ModelError


def test_the_card_and_the_network_are_in_the_file(pair):
    _, model, network = pair("prefix_sums/dt-os")
    assert network.card == model.card
    assert network.settles is model.settles
    assert set(network.sessions) == {"embed", "step", "readout"}
    assert set(network.functions) == {"embed", "step", "readout"}


def test_a_network_goes_to_other_processes(pair):
    network = pair("prefix_sums/dt-os")[2]
    assert network.sessions
    assert pickle.loads(pickle.dumps(network)).functions == network.functions


def test_other_files_are_refused(tmp_path):
    onnx = pytest.importorskip("onnx")
    graph = onnx.helper.make_graph([], "empty", [], [])
    path = tmp_path / "other.onnx"
    path.write_bytes(onnx.helper.make_model(graph).SerializeToString())
    with pytest.raises(ModelError, match="no model of ours in ONNX"):
        OnnxModel.read(path)


@pytest.mark.parametrize("content", [b"", b"\x0a", b"not an ONNX file", bytes(100)])
def test_damaged_files_are_refused(tmp_path, content):
    path = tmp_path / "damaged.onnx"
    path.write_bytes(content)
    with pytest.raises(ModelError, match=r"damaged\.onnx is (damaged|no model)"):
        OnnxModel.read(path)
