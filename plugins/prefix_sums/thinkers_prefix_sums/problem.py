"""Prefix sums: the running parity of a string of bits (Schwarzschild et al. 2021)."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
from pydantic import Field

from thinkers import (
    Figure,
    FileFormat,
    InvalidInstanceError,
    Marks,
    Problem,
    Settings,
    Verdict,
)
from thinkers_prefix_sums.centred import CentredEncoding
from thinkers_prefix_sums.check import check
from thinkers_prefix_sums.instance import Bits, as_text, bits_of
from thinkers_prefix_sums.kinds import KINDS, generate
from thinkers_prefix_sums.traits import traits


class PrefixSumsParams(Settings):
    """Options of the generator.

    Attributes:
        bits: Length of the string, >= 1.
        kind: How strings are drawn, see `kinds`; `mixed`: each of a kind of its own.
    """

    bits: int = Field(default=32, ge=1, description="Length of the string.")
    kind: Literal[
        "fair", "biased", "runs", "constant", "periodic", "sparse", "one-bit", "mixed"
    ] = Field(default="fair", description="How strings are drawn.")


class PrefixSums(Problem[Bits, Bits]):
    """Given bits, say for each position whether the ones so far are odd in number."""

    name = "prefix_sums"
    summary = "prefix sums modulo 2: the running parity of a string of bits"
    Params = PrefixSumsParams
    size_option = "bits"
    encodings = {"centred": CentredEncoding()}
    reference = "cumulative-xor"
    default_model = "prefix_sums/proven"
    families = {kind: {"kind": kind} for kind in KINDS}
    formats = (FileFormat(".txt"), FileFormat(".pth", answers=False))

    def require(self, *instances: object) -> None:
        """Check that all are arrays of bits.

        Raises:
            InvalidInstanceError: One is not; says why.
        """
        super().require(*instances)
        for index, instance in enumerate(instances):
            where = f"instance {index}: " if len(instances) > 1 else ""
            assert isinstance(instance, np.ndarray)
            try:
                bits_of(instance)
            except InvalidInstanceError as error:
                raise InvalidInstanceError(f"{where}{error}") from error
            if instance.dtype.kind not in "iu":
                raise InvalidInstanceError(
                    f"{where}expected whole numbers, got {instance.dtype}",
                    "build one with thinkers_prefix_sums.bits_of(values)",
                )

    def generate(self, rng: np.random.Generator, count: int, params: Settings) -> list[Bits]:
        """Strings of one kind."""
        assert isinstance(params, PrefixSumsParams)
        return generate(rng, count, params.bits, params.kind)

    def check(self, instance: Bits, solution: Bits) -> Verdict:
        """Every parity right, or how many are wrong."""
        return check(instance, solution)

    def label(self, instances: Sequence[Bits]) -> list[Bits]:
        """Cumulative exclusive or."""
        return [np.bitwise_xor.accumulate(bits) for bits in instances]

    def symmetric(
        self, instance: Bits, rng: np.random.Generator
    ) -> tuple[Bits, Callable[[Bits], Bits]]:
        """Exclusive or with another string, whose parities are taken back."""
        other = rng.integers(0, 2, len(instance))
        return instance ^ other, lambda parities: parities ^ np.bitwise_xor.accumulate(other)

    def mutate(self, instance: Bits, rng: np.random.Generator) -> Bits:
        """One bit flipped."""
        return np.asarray(instance ^ (np.arange(len(instance)) == rng.integers(len(instance))))

    def traits(self, instance: Bits) -> frozenset[str]:
        """What fair coins hardly ever are: constant, periodic, biased, with long runs, ..."""
        return traits(instance)

    def draw(self, instance: Bits, solution: Bits | None, marks: Marks[Bits] = Marks()) -> Figure:
        """The bits, the answer below them, and marks under wrong ones."""
        from thinkers_prefix_sums.drawing import draw

        return draw(instance, solution, marks)

    def toy(self) -> tuple[Bits, Bits]:
        """Four bits."""
        return np.array([1, 0, 1, 1]), np.array([1, 1, 0, 1])

    def describe(self, instance: Bits) -> dict[str, Any]:
        """The bits as a string."""
        return {"bits": as_text(instance)}

    def describe_solution(self, solution: Bits) -> dict[str, Any]:
        """The parities as a string."""
        return {"parities": as_text(solution)}

    def words(self, instance: Bits, solution: Bits) -> str:
        """The parities, in groups that a narrow terminal holds."""
        from thinkers_prefix_sums.wording import parities_in_words

        del instance
        return parities_in_words(solution)

    def read(self, path: Path, options: Settings | None = None) -> list[Bits]:
        """Text, one string a line, or the easy-to-hard tensors."""
        del options
        from thinkers_prefix_sums.formats import read

        return read(path)

    def read_answers(self, path: Path, options: Settings | None = None) -> list[Bits | None]:
        """What stands beside the strings of a text file."""
        del options
        from thinkers_prefix_sums.formats import read_answers

        return read_answers(path)

    def write(
        self, path: Path, instances: Sequence[Bits], solutions: Sequence[Bits] | None
    ) -> None:
        """Text, one string a line; answers follow a colon."""
        from thinkers_prefix_sums.formats import write

        write(path, instances, solutions)
