"""A picture of an instance and its answer: text for the terminal, SVG and PNG for files."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from thinkers.errors import ConfigError, PluginError
from thinkers.problems.files import write_whole


@dataclass(frozen=True)
class Figure:
    """One picture in three forms; the forms that cost time are made when asked for.

    Attributes:
        text: Lines for a terminal of 80 columns.
        svg: Makes a whole SVG document.
        png: Makes the bytes of a PNG file.
    """

    text: str
    svg: Callable[[], str]
    png: Callable[[], bytes]

    def save(self, path: Path) -> None:
        """Write the picture in the form that the suffix names.

        Raises:
            ConfigError: The suffix is neither .svg nor .png, or the file cannot be written.
        """
        suffix = path.suffix.lower()
        if suffix not in {".svg", ".png"}:
            raise ConfigError(f"cannot draw to {path.name!r}", "use a name ending in .svg or .png")
        make = self.svg if suffix == ".svg" else self.png
        picture = make()
        if isinstance(picture, str):
            picture = picture.encode()
        if not isinstance(picture, bytes):
            raise PluginError(
                f"the picture for {path.name} is {type(picture).__name__}, no {suffix} file"
            )
        write_whole(path, picture)
