"""`thinkers ui`: a page on which instances are drawn, solved and watched, served to a browser."""

from typing import Annotated

import typer

from thinkers.cli import rendering
from thinkers.errors import ConfigError
from thinkers.extras import extra
from thinkers.registry.registry import installed

Host = Annotated[
    str,
    typer.Option(
        "--host",
        help="Listen on this name or address. Whoever is not on this machine needs the token that "
        "is printed then.",
    ),
]
Port = Annotated[
    int, typer.Option("--port", min=0, max=65535, help="Listen on this port; 0 takes a free one.")
]
Open = Annotated[bool, typer.Option("--open", help="Open the page in a browser.")]


def ui(host: Host = "127.0.0.1", port: Port = 8642, open_it: Open = False) -> None:
    """Serve a page to draw instances on, solve them, and watch solvers think.

    It is served to this machine alone, until Ctrl-C. Nothing is asked of any other machine.
    """
    extra("ui", "nicegui")
    if not installed().problems():
        raise ConfigError("no problem is installed", "see `thinkers list plugins`")
    from thinkers.cli.browser.server import serve

    serve(host, port, rendering.print_text, open_it)
