"""`thinkers new-plugin`: a distribution that works at once, to be made one's own."""

from importlib.metadata import version
from pathlib import Path
from typing import Annotated

import typer

from thinkers.cli import rendering, templating
from thinkers.cli.templating import Kind
from thinkers.errors import ConfigError
from thinkers.models.card import ModelCard
from thinkers.problems.signature import Layout
from thinkers.registry.discovery import CORE
from thinkers.registry.registry import installed, pick

Name = Annotated[str, typer.Argument(metavar="NAME", help="What to call it, such as my-puzzle.")]
What = Annotated[Kind, typer.Option("--kind", help="What the plugin provides.")]
Where = Annotated[
    Layout | None,
    typer.Option(
        "--layout", help="How a thinker sees the instances of a problem. [default: sequence]"
    ),
]
Of = Annotated[str, typer.Option("--problem", help="The problem that a baseline solves.")]
File = Annotated[Path | None, typer.Option("--model", help="The model file that is shipped.")]
Out = Annotated[Path, typer.Option("--out", help="The folder that the distribution is put into.")]

SUMMARIES = {
    "problem": "A problem for thinkers",
    "thinker": "A recurrent architecture for thinkers",
    "baseline": "A classical solver of $problem for thinkers",
    "models": "Trained models of $problem for thinkers",
}
"""What is said of a new distribution of each kind."""


def new_plugin(
    name: Name,
    kind: What = "problem",
    layout: Where = None,
    problem: Of = "",
    model: File = None,
    out: Out = Path(),
) -> None:
    """Write a plugin that passes its checks, trains and solves at once, to be made one's own."""
    values = templating.Names(name).values
    card = _card(model, kind)
    values["problem"] = card.card.problem if card else _problem(problem, kind)
    values["model"] = card.card.name if card else ""
    values["summary"] = SUMMARIES[kind].replace("$problem", values["problem"])
    values["version"] = version(CORE)
    if layout is not None and kind != "problem":
        raise ConfigError("--layout is for --kind problem", "leave it out")
    texts = {
        place: text.encode()
        for place, text in templating.filled(kind, layout or "sequence", values).items()
    }
    if model is not None:
        texts[f"{values['package']}/models/{model.name}"] = model.read_bytes()
    folder = out / values["distribution"]
    templating.write(folder, texts)
    rendering.print_text(
        f"wrote {folder}; go on with\n"
        f"  pip install -e {folder}\n"
        f"  thinkers check-plugin {values['name']}"
    )


def _card(model: Path | None, kind: Kind) -> ModelCard | None:
    """The card of the model that a plugin of models ships; None for other kinds."""
    if (model is not None) != (kind == "models"):
        raise ConfigError(
            "--kind models and --model go together",
            "say which file: --kind models --model runs/.../first.safetensors",
        )
    return None if model is None else ModelCard.read(model)


def _problem(name: str, kind: Kind) -> str:
    """The problem of a baseline; empty for other kinds."""
    if bool(name) != (kind == "baseline"):
        raise ConfigError("--kind baseline and --problem go together", "name an installed problem")
    return str(pick("problem", name, installed().problems()).name) if name else ""
