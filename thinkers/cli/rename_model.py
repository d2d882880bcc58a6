"""`thinkers rename-model`: a trained model under a name of your own, without training it again."""

from pathlib import Path
from typing import Annotated

import typer

from thinkers.cli import completion, outputs, rendering
from thinkers.errors import ConfigError
from thinkers.models.card import ModelCard
from thinkers.models.renaming import renamed_copy
from thinkers.problems.files import write_whole
from thinkers.registry.registry import installed

ENDING = ".safetensors"

Source = Annotated[
    str,
    typer.Argument(
        metavar="MODEL", help="Name or file; it stays.", autocompletion=completion.models
    ),
]
Name = Annotated[str, typer.Argument(metavar="NAME", help="The new name, such as tsp/mine.")]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="The file; by default the new name's last part here."),
]


def rename_model(model: Source, name: Name, output: Output = None) -> None:
    """Copy a model file under another name, as a plugin that ships it needs."""
    path = output or Path(f"{name.rpartition('/')[2]}{ENDING}")
    source = installed().card(model)
    content = renamed_copy(source, name)
    if path.suffix != ENDING:
        raise ConfigError(f"{path} is no name of a model file", f"let it end in {ENDING}")
    outputs.require_writable(path)
    if path.exists():
        raise ConfigError(f"there is a file {path}", "name another with --output")
    write_whole(path, content)
    ModelCard.read(path).require_whole()
    rendering.print_text(f"wrote {path}: {source.card.name} is {name} there")
