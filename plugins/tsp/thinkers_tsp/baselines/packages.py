"""Solvers that others wrote in packages of their own: each is an extra of this plugin."""

from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from thinkers import MissingPackageError
from thinkers_tsp.baselines.base import TspBaseline
from thinkers_tsp.circuit import integer_scale
from thinkers_tsp.instance import TspInstance


class PackagedBaseline(TspBaseline):
    """A solver of a package that a user may install; without it no instance is suitable.

    Class attributes:
        module: What is imported, inside `solve`; the package has the same name.
    """

    module: ClassVar[str]

    def unsuitable(self, instance: TspInstance) -> str:
        """Instances that are too large, or all where the package is missing."""
        return super().unsuitable(instance) or self._missing()

    def versions(self) -> dict[str, str]:
        """That of the package, where it is installed."""
        try:
            return {self.module: version(self.module)}
        except PackageNotFoundError:
            return {}

    def loaded(self) -> Any:
        """The package.

        Raises:
            MissingPackageError: It is not installed, or not whole.
        """
        try:
            return import_module(self.module)
        except (ImportError, OSError) as error:  # OSError where a library in it cannot be loaded
            raise MissingPackageError(
                f"{self.module} cannot be imported: {error}", f"install it: {self._install()}"
            ) from error

    def _missing(self) -> str:
        return "" if find_spec(self.module) else f"it is not installed: {self._install()}"

    def _install(self) -> str:
        return f"pip install 'thinkers-tsp[{self.name}]'"


def whole_distances(instance: TspInstance, longest: int) -> NDArray[np.int64]:
    """`(n, n)` int64: the distances as a solver takes them that counts in integers.

    Integers that are small enough go in as they are, others times a power of two, then rounded to
    the nearest. A tour is judged by the distances of the instance, not by these.

    Args:
        instance: Its forbidden legs are no longer than needed.
        longest: What the solver takes at most.
    """
    scale = integer_scale(instance.tamed, longest)
    return np.rint(instance.tamed * scale).astype(np.int64)
