"""Messages are taken apart into what they were put together from, and damage is an error."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thinkers.models.onnx.wire import fields, message, whole

NUMBERS = st.integers(1, 2**29 - 1)


@given(st.lists(st.tuples(NUMBERS, st.binary(max_size=300))))
def test_fields_come_back_in_their_order(parts):
    assert [(number, bytes(payload)) for number, payload in fields(message(parts))] == parts


@given(NUMBERS, st.integers(0, 2**63 - 1))
def test_a_whole_number_is_written_as_protocol_buffers_say(number, value):
    [(found, payload)] = fields(whole(number, value))
    bits = "".join(f"{byte & 127:07b}" for byte in reversed(bytes(payload)))
    assert (found, int(bits, 2)) == (number, value)


def test_onnx_reads_what_is_written():
    onnx = pytest.importorskip("onnx")
    node = onnx.NodeProto.FromString(message([(1, "a"), (2, "b"), (4, "Identity")]))
    assert (list(node.input), list(node.output), node.op_type) == (["a"], ["b"], "Identity")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"\x0a\x05ab", "ends too early"),
        (b"\x0a", "within a number"),
        (b"\x80" * 12, "more than 64 bits"),
        (b"\x0b", "wire type"),
        (b"\x0d\x00", "ends too early"),
    ],
)
def test_damage_is_an_error(content, fault):
    with pytest.raises(ValueError, match=fault):
        list(fields(content))


@given(st.binary(max_size=60))
def test_no_bytes_are_taken_for_more_than_there_are(content):
    try:
        found = list(fields(content))
    except ValueError:
        return
    assert sum(len(payload) for _, payload in found) <= len(content)
