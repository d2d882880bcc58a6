"""`thinkers export`: a model as an ONNX file, checked against torch before it is written."""

from pathlib import Path
from typing import Annotated

import typer

from thinkers.cli import outputs, rendering
from thinkers.cli.info import Name
from thinkers.cli.progress import Line
from thinkers.errors import ConfigError
from thinkers.models.onnx.file import SUFFIX
from thinkers.problems.files import write_whole
from thinkers.registry.registry import installed

Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="The file; by default the model's name's last part here."),
]


def export(model: Name, output: Output = None) -> None:
    """Write a model as ONNX: its embed, step and readout, for inputs of any number and size.

    The file is checked against torch on a few instances first. `thinkers solve --model FILE.onnx`
    takes it, and needs no torch; so does any other program that runs ONNX.
    """
    from thinkers.cli.choosing import find_model
    from thinkers.cli.runtimes import CHECKED, exported_content

    problem, chosen = find_model(installed(), model)
    path = output or Path(f"{chosen.card.name.rpartition('/')[2]}{SUFFIX}")
    if path.suffix != SUFFIX:
        raise ConfigError(f"{path} is no name of an ONNX file", f"let it end in {SUFFIX}")
    outputs.require_writable(path)
    with Line(words=f"exporting {chosen.card.name}"):
        content, apart = exported_content(problem, chosen)
    write_whole(path, content)
    rendering.print_text(
        f"{path}: embed, step and readout of {chosen.card.name}; scores as torch's on {CHECKED} "
        f"instances, up to {apart:.1g}"
    )
