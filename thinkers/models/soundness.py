"""Weights that nothing can be with, found in the bytes of a model's file: no torch."""

import numpy as np
from safetensors import deserialize

EXPONENTS = {
    "F64": ("<u8", 0x7FF0_0000_0000_0000), "F32": ("<u4", 0x7F80_0000), "F16": ("<u2", 0x7C00),
    "BF16": ("<u2", 0x7F80),
}  # fmt: skip
"""The bits of a number of each type, as NumPy reads them, and those of its exponent: all are set in
infinities and in what is no number (IEEE 754-2019, section 3.4)."""


def fault_of(content: bytes) -> str:
    """What is wrong with the numbers of a safetensors file; empty where nothing is."""
    for name, tensor in deserialize(content):  # type: ignore[no-untyped-call]
        if tensor["dtype"] not in EXPONENTS or not tensor["data"]:
            continue
        bits, exponent = EXPONENTS[tensor["dtype"]]
        numbers = np.frombuffer(tensor["data"], bits)
        if (numbers & numbers.dtype.type(exponent) == exponent).any():
            return f"{name} holds nan or infinity"
        without_sign = numbers << numbers.dtype.type(1)
        if "weight" in name and len(tensor["shape"]) > 1 and not without_sign.any():
            return f"{name} holds zeros only"
    return ""
