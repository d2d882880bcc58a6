"""Boards laid side by side: where no rim is near, nothing can be learnt of rims."""

from torch import Tensor

from thinkers.errors import ConfigError


def laid(boards: Tensor, side: int) -> Tensor:
    """`(b, c, h, w)` as `(b / side², c, side h, side w)`, row by row.

    Raises:
        ConfigError: The boards fill no whole mosaics.
    """
    if side == 1:
        return boards
    count, channels, height, width = boards.shape
    if count % side**2:
        raise ConfigError(
            f"{count} instances fill no mosaics of {side} x {side}",
            f"make data.batch, the counts of its groups and loss.pool multiples of {side**2}",
        )
    rows = boards.view(-1, side, side, channels, height, width).permute(0, 3, 1, 4, 2, 5)
    return rows.reshape(-1, channels, side * height, side * width)


def apart(mosaics: Tensor, side: int) -> Tensor:
    """The boards of `laid`, in their order."""
    if side == 1:
        return mosaics
    count, channels, height, width = mosaics.shape
    height, width = height // side, width // side
    boards = mosaics.view(count, channels, side, height, side, width).permute(0, 2, 4, 1, 3, 5)
    return boards.reshape(-1, channels, height, width)
