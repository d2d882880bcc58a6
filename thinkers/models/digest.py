"""The digest of a model's weights, from the bytes of its file: no torch."""

import hashlib

from safetensors import deserialize

TYPES = {
    "F64": "float64", "F32": "float32", "F16": "float16", "BF16": "bfloat16", "I64": "int64",
    "I32": "int32", "I16": "int16", "I8": "int8", "U8": "uint8", "BOOL": "bool",
}  # fmt: skip
"""What torch calls the types of safetensors."""


def digest_of(content: bytes) -> str:
    """The digest of the tensors in a safetensors file, whatever else its header says."""
    seen = hashlib.sha256()
    tensors = deserialize(content)  # type: ignore[no-untyped-call]
    for name, tensor in sorted(tensors, key=lambda each: each[0]):
        kind = TYPES.get(tensor["dtype"], tensor["dtype"])
        seen.update(f"{name} torch.{kind} {tuple(tensor['shape'])}\n".encode())
        seen.update(tensor["data"])
    return seen.hexdigest()
