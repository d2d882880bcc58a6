"""Mosaics: boards tiled side by side, so that nothing can be learnt from the distance to a rim."""

from torch import Tensor
from torch.nn import functional

from thinkers.errors import ConfigError


def tile(boards: Tensor, side: int, shared: int = 0) -> Tensor:
    """`(b, c, h, w)` as `(b / side², c, side (h - s) + s, side (w - s) + s)`, row by row.

    Args:
        boards: Of one shape.
        side: How many lie along a side.
        shared: s, rows and columns that a board has in common with the next one: it has the next
            one's in place of its own, and at the end of a row or column zeros.

    Raises:
        ConfigError: The boards fill no whole mosaics, or share all that they have.
    """
    if side == 1:
        return boards
    if len(boards) % side**2:
        raise ConfigError(
            f"{len(boards)} instances fill no mosaics of {side} x {side}",
            f"make data.batch, the counts of its groups and loss.pool multiples of {side**2}",
        )
    if shared >= min(boards.shape[2:]):
        raise ConfigError(f"boards of this size cannot share {shared} rows", "lower loss.shared")
    own = boards[..., : boards.shape[2] - shared, : boards.shape[3] - shared]
    _, channels, height, width = own.shape
    rows = own.reshape(-1, side, side, channels, height, width).permute(0, 3, 1, 4, 2, 5)
    whole = rows.reshape(-1, channels, side * height, side * width)
    return functional.pad(whole, (0, shared, 0, shared))


def untile(mosaics: Tensor, side: int, shared: int = 0) -> Tensor:
    """`(b, c, h, w)`, the boards of `tile` in their order; what they share, each of them has."""
    if side == 1:
        return mosaics
    height, width = ((length - shared) // side for length in mosaics.shape[2:])
    rows = mosaics.unfold(2, height + shared, height).unfold(3, width + shared, width)
    return rows.permute(0, 2, 3, 1, 4, 5).flatten(0, 2)
