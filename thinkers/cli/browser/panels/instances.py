"""Where an instance comes from: drawn by chance or by hand, a file, or text that is pasted."""

from collections.abc import Callable
from typing import Any

from nicegui import events, ui

from thinkers.cli.browser.board import Board
from thinkers.cli.browser.button import button
from thinkers.cli.browser.drawing import MOST
from thinkers.cli.browser.drop import Drop
from thinkers.cli.browser.panels.options import Options
from thinkers.cli.browser.session import Session
from thinkers.cli.browser.telling import Telling
from thinkers.cli.errors import Explanation
from thinkers.problems.files import most_read

LONGEST_TEXT = 200_000
"""Letters that may be pasted; more are sent as a file (our choice)."""


class Instances:
    """The tabs of a problem; `changed` is called once there is another instance."""

    def __init__(self, session: Session, telling: Telling, changed: Callable[[], None]) -> None:
        self._session, self._telling, self._changed = session, telling, changed
        makers = {"At random": self._by_chance}
        if session.drawing is not None:
            makers["By hand"] = self._by_hand
        if session.formats:
            makers |= {"From a file": self._from_file, "From text": self._from_text}
        with ui.tabs().props(
            'aria-label="Where the instance comes from" no-caps align="left"'
        ) as tabs:
            named = {name: ui.tab(name) for name in makers}
        with ui.tab_panels(tabs, value="At random", animated=False).classes("w-full"):
            for name, make in makers.items():
                with ui.tab_panel(named[name]):
                    make()

    async def _do(self, work: Callable[..., None], *arguments: Any) -> None:
        if await self._telling.attempt(work, *arguments):
            self._changed()

    def _by_chance(self) -> None:
        options = Options(self._session.problem.Params, self._session.problem.families)
        seed = ui.input("seed", value="0").props('inputmode="numeric"')

        async def draw() -> None:
            await self._do(self._session.generate, options.given, seed.value.strip())

        button("Draw an instance", draw, first=True)

    def _by_hand(self) -> None:
        session, drawing = self._session, self._session.drawing
        assert drawing is not None
        ui.label(
            "Draw with the mouse; or move with the arrow keys, and press space, or the mark itself."
        ).classes("faint")
        names = {letter: f"{name} ({letter})" if letter.strip() else name
                 for letter, name in drawing.sketch.marks.items()}  # fmt: skip
        brush = ui.radio(names, value=list(names)[1]).props('inline aria-label="What is drawn"')
        board = Board(drawing)
        brush.on_value_change(lambda event: board.take(event.value))
        with ui.element("div").classes("row"):
            rows, columns = (
                ui.number(name, value=len(each), min=1, max=MOST, precision=0)
                for name, each in (("rows", drawing.rows), ("columns", drawing.rows[0]))
            )

            async def clear() -> None:
                size = int(rows.value or 0), int(columns.value or 0)
                if await self._telling.attempt(drawing.clear, *size):
                    board.show()

            async def shown() -> None:
                if await self._telling.attempt(session.draw_shown):
                    rows.value, columns.value = len(drawing.rows), len(drawing.rows[0])
                    board.show()

            async def use() -> None:
                await self._do(session.read_drawing)

            button("Clear", clear)
            button("Copy the instance shown", shown)
            button("Use the drawing", use, first=True)

    def _from_file(self) -> None:
        formats, most = ", ".join(self._session.formats), most_read()
        options = Options(self._session.problem.Reading)

        async def got(event: events.UploadEventArguments) -> None:
            content = await event.file.read()
            await self._do(self._session.read_file, event.file.name, content, options.given)

        def refused() -> None:
            words = f"the file holds more than {most >> 20} MiB"
            hint = "set THINKERS_MAX_UNPACKED_MB to the MiB that it may have"
            self._telling.say(Explanation(words, hint, 2))

        words = f"Drop a file here, or choose one: {formats}"
        Drop(label=words, max_file_size=most, on_upload=got, on_rejected=refused)

    def _from_text(self) -> None:
        text = ui.textarea("text, as a file would hold it").props(
            f"outlined maxlength={LONGEST_TEXT}"
        )
        text.classes("w-full")
        formats = {"": "found from the text", **{each: each for each in self._session.formats}}
        form = ui.select(formats, label="format", value="").classes("w-64")
        options = Options(self._session.problem.Reading)

        async def read() -> None:
            await self._do(self._session.read_text, text.value or "", form.value, options.given)

        button("Use the text", read, first=True)
