"""Where training diverges, by gain and learning rate, under each throttle.

A map W x + b of four numbers to one, seen through a gain, learns another one by 200 full steps of
gradient descent; the curvature grows with the gain squared. A cell has diverged when its loss is
ever above 100, or not finite. χ = 1. The first step of gt-0 is whole: the larger the first loss,
the more cells it alone sends over 100. After EXP-001 of the kappa-budgeting project (ENABOL, 2026).

OMP_NUM_THREADS=1 python benchmarks/throttle.py [--cells 21] [--plot FILE]
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from thinkers.training.step.optional.throttle import Throttle

STEPS = 200
SAMPLES = 128
CHI = 1.0
RULES = ("none", "gt-0", "gt-1", "gt-2", "guard")

Vector = NDArray[np.float64]


@dataclass(frozen=True)
class Quadratic:
    """Half the mean squared error of the map, in its five numbers."""

    rows: NDArray[np.float64]
    target: Vector

    @classmethod
    def of(cls, gain: float, seed: int = 0) -> "Quadratic":
        """The same samples and the same teacher for every gain."""
        rng = np.random.default_rng(seed)
        samples = np.column_stack([rng.uniform(-1, 1, (SAMPLES, 4)), np.ones(SAMPLES)])
        teacher = rng.uniform(-1, 1, 5)
        return cls(gain * samples, gain * samples @ teacher)

    def loss(self, place: Vector) -> float:
        """At a place, `(5,)`."""
        return float(np.mean((self.rows @ place - self.target) ** 2) / 2)

    def slope(self, place: Vector) -> Vector:
        """Its gradient there."""
        return self.rows.T @ (self.rows @ place - self.target) / len(self.rows)

    def curvature(self) -> float:
        """The largest."""
        return float(np.linalg.eigvalsh(self.rows.T @ self.rows / len(self.rows))[-1])


def descend(quadratic: Quadratic, rate: float, rule: str) -> list[float]:
    """The loss before each step and after the last."""
    throttle = None if rule == "none" else Throttle(rule, CHI)  # type: ignore[arg-type]
    place, last, losses = np.zeros(5), None, []
    for _ in range(STEPS):
        losses.append(quadratic.loss(place))
        slope = quadratic.slope(place)
        if throttle is not None and throttle.rule == "guard":
            throttle.look_ahead(load_at(quadratic, place, slope, rate))
        elif throttle is not None and last is not None:
            moved = np.linalg.norm(place - last[0]) + 1e-12
            throttle.follow(rate, float(np.linalg.norm(slope - last[1]) / moved))
        last = place, slope
        place = place - (1.0 if throttle is None else throttle.share) * rate * slope
    return [*losses, quadratic.loss(place)]


def load_at(
    quadratic: Quadratic, place: Vector, slope: Vector, rate: float
) -> Callable[[float], float]:
    """α η C of a trial step of share α."""

    def load(share: float) -> float:
        move = -share * rate * slope
        change = quadratic.slope(place + move) - slope
        return float(share * rate * np.linalg.norm(change) / (np.linalg.norm(move) + 1e-12))

    return load


def measure(rule: str, cells: int) -> NDArray[np.float64]:
    """`(cells, cells, 2)`: the largest loss and the last one, by gain and learning rate."""
    found = np.empty((cells, cells, 2))
    for row, gain in enumerate(np.geomspace(1, 4, cells)):
        quadratic = Quadratic.of(gain)
        for column, rate in enumerate(np.geomspace(0.01, 2, cells)):
            losses = np.nan_to_num(descend(quadratic, rate, rule), nan=np.inf)
            found[row, column] = losses.max(), losses[-1]
    return found


def draw(path: str, found: dict[str, NDArray[np.float64]]) -> None:
    """Write one map a rule: the logarithm of the last loss; cells that ever diverged in red."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    figure = Figure(figsize=(3 * len(found), 3.4), layout="constrained")
    colours = mpl.colormaps["viridis"].with_extremes(bad="red")
    for axes, (rule, losses) in zip(figure.subplots(1, len(found)), found.items(), strict=True):
        last = np.log10(np.maximum(losses[..., 1], 1e-12))
        last[losses[..., 0] > 100] = np.nan
        image = axes.imshow(
            last, origin="lower", extent=(-2, np.log10(2), 0, 2), aspect="auto", cmap=colours,
            vmin=-12, vmax=2,
        )  # fmt: skip
        axes.set(title=rule, xlabel="log10 learning rate", ylabel="log2 gain")
    figure.colorbar(image, label="log10 last loss")
    figure.savefig(path)


def main() -> None:
    """Print the table, and draw the maps where asked to."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--cells", type=int, default=21)
    parser.add_argument("--plot")
    asked = parser.parse_args()
    print(f"largest curvature at gain 1: {Quadratic.of(1).curvature():.3f}")
    print(f"{'% of cells':12}{'ever diverged':>16}{'diverged at end':>18}{'loss < 1e-3':>14}")
    found = {}
    with np.errstate(all="ignore"):
        for rule in RULES:
            found[rule] = measure(rule, asked.cells)
            most, last = np.moveaxis(found[rule], -1, 0)
            shares = [100 * np.mean(each) for each in (most > 100, last > 100, last < 1e-3)]
            print(f"{rule:12}{shares[0]:16.1f}{shares[1]:18.1f}{shares[2]:14.1f}")
    if asked.plot:
        draw(asked.plot, found)


if __name__ == "__main__":
    main()
