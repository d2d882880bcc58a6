"""The server behind the page: listens, guards, and ends with Ctrl-C."""

import socket
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from secrets import token_urlsafe

import uvicorn
from fastapi import FastAPI
from nicegui import ui

from thinkers.cli.browser.guard import MEGABYTE, Guard, is_loopback
from thinkers.cli.browser.page import Page
from thinkers.errors import ConfigError
from thinkers.problems.files import most_read

CLOSING_SECONDS = 2
"""What open pages are given when the server ends."""


def serve(host: str, port: int, say: Callable[[str], None], show: bool = False) -> None:
    """Serve the page until Ctrl-C.

    Args:
        host: The name or address to listen on.
        port: There; 0 for any that is free.
        say: Told the address of the page.
        show: Whether it is opened in a browser.

    Raises:
        ConfigError: The system does not let it listen there.
    """
    listening = _listening(host, port)
    port = listening.getsockname()[1]
    token = None if is_loopback(host) else token_urlsafe(32)
    app = FastAPI(openapi_url=None)
    ui.run_with(
        app, root=Page, title="thinkers", dark=None, language="en-US", show_welcome_message=False
    )
    most = most_read() + MEGABYTE  # a form has more than its file
    config = uvicorn.Config(
        Guard(app, port, token, host, most), log_level="error", access_log=False,
        server_header=False, ws_max_size=MEGABYTE, timeout_graceful_shutdown=CLOSING_SECONDS,
    )  # fmt: skip
    address = _address(host, port, token)
    say(f"open {address}")
    if show:
        webbrowser.open(address)
    with suppress(KeyboardInterrupt):  # which is how it ends
        uvicorn.Server(config).run(sockets=[listening])


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except (OSError, OverflowError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ConfigError(
            f"cannot listen on {host}, port {port}: {reason}", "--port 0 takes any that is free"
        ) from error


def _address(host: str, port: int, token: str | None) -> str:
    """What is typed into a browser."""
    name = socket.gethostname() if host in {"0.0.0.0", "::"} else host
    shown = f"[{name}]" if ":" in name else name
    return f"http://{shown}:{port}/" + (f"?token={token}" if token else "")
