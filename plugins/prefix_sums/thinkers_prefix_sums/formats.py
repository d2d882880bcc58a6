"""Text, one string of bits a line, and the tensors of the easy-to-hard data (v1.0.0)."""

from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

import numpy as np

from thinkers import InvalidInstanceError
from thinkers_prefix_sums.instance import Bits, as_text


def read(path: Path) -> list[Bits]:
    """The strings of a `.txt` file, or of a `.pth` tensor `(count, bits)` of 0 and 1.

    A text line may hold an answer after a space; it is left to the checker.

    Raises:
        InvalidInstanceError: The file is empty, is not of that form, or cannot be read.
    """
    bits = _read_tensor(path) if path.suffix.lower() == ".pth" else _read_text(path)
    if not bits:
        raise InvalidInstanceError(f"{path} holds no bits")
    return bits


def write(path: Path, instances: Sequence[Bits], solutions: Sequence[Bits] | None) -> None:
    """Write text, one string a line, its answer after a space; or the tensor, without answers.

    Raises:
        InvalidInstanceError: The suffix is unknown, or lengths differ in a tensor.
    """
    if path.suffix.lower() == ".pth":
        _write_tensor(path, instances)
    elif path.suffix.lower() == ".txt":
        lines = [as_text(bits) for bits in instances]
        if solutions is not None:
            answers = [as_text(bits) for bits in solutions]
            lines = [f"{line} {answer}" for line, answer in zip(lines, answers, strict=True)]
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    else:
        raise InvalidInstanceError(f"cannot write {path.name}", "use .txt or .pth")


def _read_text(path: Path) -> list[Bits]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInstanceError(f"cannot read {path}: not a text file of 0 and 1") from error
    instances = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        word = line.strip().split(" ")[0]
        if set(word) - {"0", "1"}:
            raise InvalidInstanceError(f"{path}, line {number}: expected only 0 and 1")
        instances.append(np.array([int(bit) for bit in word]))
    return instances


def _read_tensor(path: Path) -> list[Bits]:
    import torch

    try:
        tensor = torch.load(path, weights_only=True, map_location="cpu")
    except Exception as error:  # torch.load raises what the damage happens to cause
        raise InvalidInstanceError(f"cannot read {path}: not a saved tensor") from error
    if not isinstance(tensor, torch.Tensor) or tensor.ndim != 2 or not tensor.numel():
        _refuse(path)
    if tensor.is_complex() or tensor.is_quantized or tensor.layout != torch.strided:
        _refuse(path)
    values = tensor.detach().double().numpy()
    if not np.isin(values, (0, 1)).all():
        _refuse(path)
    return list(values.astype(np.int64))


def _refuse(path: Path) -> NoReturn:
    raise InvalidInstanceError(f"{path}: expected one tensor (count, bits) of 0 and 1")


def _write_tensor(path: Path, instances: Sequence[Bits]) -> None:
    import torch

    if len({len(bits) for bits in instances}) != 1:
        raise InvalidInstanceError("a tensor needs strings of one length", "use .txt")
    torch.save(torch.from_numpy(np.stack(instances).astype(np.float32)), path)
