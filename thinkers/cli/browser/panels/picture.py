"""What one solver has at one place: its picture, its numbers with their curves, the verdict."""

from asyncio import to_thread
from base64 import b64encode
from typing import Any

from nicegui import ui

from thinkers.cli.watching.page import curve_svg
from thinkers.cli.watching.pictures import png
from thinkers.cli.watching.track import Track
from thinkers.problems.wording import printable
from thinkers.registry.registry import AnyProblem


class Picture:
    """A section of the page.

    Args:
        title: What it is called until it shows something.
    """

    def __init__(self, title: str) -> None:
        with ui.element("section") as self._section:
            with ui.element("h3"):
                self._head = ui.label(title)
            self._image = ui.element("img")
            self._curves = ui.element("div")
            self._verdict = ui.label("")
        self._image.set_visibility(False)

    def set_visibility(self, shown: bool) -> None:
        """Show it, or not."""
        self._section.set_visibility(shown)

    def clear(self, words: str) -> None:
        """Show these words alone."""
        self._verdict.set_text(words)
        self._image.set_visibility(False)

    async def show_instance(self, problem: AnyProblem, instance: Any) -> None:
        """Show an instance without an answer."""
        content = await to_thread(lambda: problem.draw(instance, None).png())
        if self._section.is_deleted:  # the page went on meanwhile
            return
        self._show_image(content, f"an instance of {problem.name}")
        self._verdict.set_text("")

    async def show(self, track: Track, place: int) -> None:
        """Show a frame, or the last where there are not so many."""
        content = await to_thread(png, track, place)
        if self._section.is_deleted:
            return
        head, verdict = printable(track.head(place)), printable(track.verdict(place))
        self._show_image(content, f"{head}: {verdict}")
        self._head.set_text(head)
        self._verdict.set_text(verdict)
        self._curves.clear()
        with self._curves:
            for curve in track.curves:
                with ui.element("div").classes("curve"):
                    ui.label(f"{curve.name} {curve.number(track.at(place))}")
                    ui.html(curve_svg(curve, track, place), sanitize=False)

    def _show_image(self, content: bytes, words: str) -> None:
        self._image.props["src"] = f"data:image/png;base64,{b64encode(content).decode()}"
        self._image.props["alt"] = words
        self._image.set_visibility(True)
        self._image.update()
