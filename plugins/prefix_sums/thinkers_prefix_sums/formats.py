"""Text, one string of bits a line, and the tensors of the easy-to-hard data (v1.0.0)."""

from collections.abc import Sequence
from pathlib import Path

from thinkers import InvalidInstanceError, read_text, require_count, write_whole
from thinkers_prefix_sums.instance import BLANK, WAYS, Bits, as_text, bits_in, bits_of
from thinkers_prefix_sums.tensors import read_tensor, tensor_content

Labelled = tuple[Bits, Bits | None]
"""A string of a file, and the answer that stands beside it."""

OF = ":"
"""Stands between a string and its answer: blanks may stand between any two bits."""


def read(path: Path) -> list[Bits]:
    """The strings of a `.txt` file, or of a `.pth` tensor `(count, bits)` of 0 and 1.

    Raises:
        InvalidInstanceError: The file is empty, is not of that form, or cannot be read.
    """
    return [bits for bits, _ in _read(path)]


def read_answers(path: Path) -> list[Bits | None]:
    """The answers beside the strings of a `.txt` file, None where there is none.

    Raises:
        InvalidInstanceError: The file is empty, is not of that form, or cannot be read.
    """
    return [answer for _, answer in _read(path)]


def write(path: Path, instances: Sequence[Bits], solutions: Sequence[Bits] | None) -> None:
    """Write text, one string a line, its answer after a colon; or the tensor, without answers.

    Raises:
        InvalidInstanceError: The suffix is unknown; a tensor cannot hold answers or lengths that
            differ; an answer is no string as long as its own.
        ConfigError: The file cannot be written.
    """
    suffix = path.suffix.lower()
    if suffix == ".pth" and solutions is not None:
        raise InvalidInstanceError("a tensor holds no answers", "use .txt")
    if suffix == ".pth":
        write_whole(path, tensor_content(instances))
    elif suffix == ".txt":
        answers: Sequence[Bits | None] = solutions or [None] * len(instances)
        lines = [_line(*pair) for pair in zip(instances, answers, strict=True)]
        write_whole(path, "".join(f"{line}\n" for line in lines).encode())
    else:
        raise InvalidInstanceError(f"cannot write {path.name}", "use .txt or .pth")


def _read(path: Path) -> list[Labelled]:
    if path.suffix.lower() == ".pth":
        return [(bits, None) for bits in read_tensor(path)]
    lines = read_text(path).split("\n")
    filled = [pair for pair in enumerate(lines, start=1) if not BLANK.fullmatch(pair[1])]
    if not filled:
        raise InvalidInstanceError(f"{path} holds no bits", WAYS)
    require_count(len(filled), path, what="strings")
    return [_labelled(line, f"{path}, line {number}") for number, line in filled]


def _labelled(line: str, where: str) -> Labelled:
    """The string before a colon and the answer behind it; without one the line is a string."""
    string, colon, answer = line.partition(OF)
    bits = bits_in(string, where)
    if not colon:
        return bits, None
    found = bits_in(answer, where, len(string) + 2)
    if len(found) != len(bits):
        raise InvalidInstanceError(
            f"{where}: expected an answer of {len(bits)} bits, got {len(found)}", WAYS
        )
    return bits, found


def _line(bits: Bits, answer: Bits | None) -> str:
    if answer is None:
        return as_text(bits)
    if answer.shape != bits.shape:
        raise InvalidInstanceError(f"expected an answer of {len(bits)} bits, got {len(answer)}")
    return f"{as_text(bits)} {OF} {as_text(bits_of(answer))}"
