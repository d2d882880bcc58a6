"""Buttons in the colours of the page, whatever its theme is."""

from collections.abc import Callable
from typing import Any

from nicegui import ui


def button(name: str, work: Callable[..., Any], *, first: bool = False) -> ui.button:
    """A button that does some work.

    Args:
        name: What stands on it.
        work: What it does; called without arguments, awaited where it can be.
        first: Whether it is what a visitor mostly wants of those around it.
    """
    return ui.button(name, on_click=work, color=None).classes("first" if first else "")
