"""Arrays come back as they were saved; what a header claims is held against what is there."""

import io
import tracemalloc
from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from thinkers import InvalidInstanceError, read_npy

WHERE = "a.npy"


def saved(array, **how):
    stream = io.BytesIO()
    np.save(stream, array, **how)
    return stream.getvalue()


def header(descr, shape):
    stream = io.BytesIO()
    described = {"descr": descr, "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(stream, described)
    return stream.getvalue()


@settings(deadline=None)
@given(
    arrays.arrays(
        st.one_of(arrays.integer_dtypes(), arrays.floating_dtypes(sizes=(32, 64))),
        arrays.array_shapes(min_dims=0, max_dims=3, min_side=0),
    ),
    st.booleans(),
)
def test_numbers_come_back(array, by_columns):
    array = np.asfortranarray(array) if by_columns and array.ndim else array
    found = read_npy(io.BytesIO(saved(array)), WHERE)
    assert found.dtype == array.dtype
    assert found.shape == array.shape
    assert np.array_equal(found, array, equal_nan=array.dtype.kind == "f")


def test_text_is_read_where_it_is_wanted():
    words = np.array(["", "Zürich", "wide"])
    assert read_npy(io.BytesIO(saved(words)), WHERE, "U").tolist() == words.tolist()
    with pytest.raises(InvalidInstanceError, match="expected numbers, got <U6"):
        read_npy(io.BytesIO(saved(words)), WHERE)
    with pytest.raises(InvalidInstanceError, match="expected text, got <U6"):
        read_npy(io.BytesIO(saved(words)), WHERE, "U", longest=20)


@pytest.mark.parametrize(
    ("descr", "shape", "said"),
    [
        ("<f8", (1 << 40,), "would fill 8.8e\\+03 GB"),
        ("<f8", (4, 2), "is damaged"),
        ("<f8", (-3, 2), "is damaged"),
        ("|O", (2,), "expected numbers, got object"),
        ("|V8", (2,), r"expected numbers, got \|V8"),
    ],
)
def test_what_a_header_claims_is_not_believed(descr, shape, said):
    tracemalloc.start()
    with pytest.raises(InvalidInstanceError, match=said):
        read_npy(io.BytesIO(header(descr, shape) + bytes(10)), WHERE)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 1 << 20


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_damaged_files_are_read_or_refused(data):
    content = bytearray(saved(np.arange(12.0).reshape(3, 4)))
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(InvalidInstanceError):
        read_npy(io.BytesIO(content), WHERE)
