"""What onnxruntime says of memory is understood, and norms are those of all tensors of a state."""

import numpy as np

from thinkers.engine.in_onnx import distances
from thinkers.errors import is_out_of_memory


def test_words_of_onnxruntime_about_memory_are_understood():
    kind = type("RuntimeException", (Exception,), {"__module__": "onnxruntime.capi.state"})
    words = "[ONNXRuntimeError] : 6 : Failed to allocate memory for requested buffer of size 9"
    assert is_out_of_memory(kind(words))
    assert not is_out_of_memory(kind("[ONNXRuntimeError] : 1 : FAIL"))
    assert not is_out_of_memory(Exception(words))


def test_distances_are_of_all_tensors_of_a_state():
    state = [np.zeros((2, 3), np.float32), np.zeros((2, 1, 1), np.float32)]
    image = [np.full((2, 3), 2, np.float32), np.array([[[2]], [[np.inf]]], np.float32)]
    change, size = distances(state, image)
    np.testing.assert_array_equal(change, [4, np.inf])
    np.testing.assert_array_equal(size, change)
