"""The page: one session for each visitor, from the problem down to its solvers' thinking."""

from importlib.resources import files
from typing import Any

from nicegui import ui

from thinkers.cli.browser.panels.instances import Instances
from thinkers.cli.browser.panels.solvers import Solvers
from thinkers.cli.browser.panels.watching import Watching
from thinkers.cli.browser.session import Session
from thinkers.cli.browser.telling import Telling
from thinkers.registry.registry import installed

MOMENT = 0.2
"""Seconds after which the page looks what is new (our choice)."""

THEMES = {"auto": None, "light": False, "dark": True}
"""What the colours follow; None for what the browser prefers."""


class Page:
    """One visitor's page."""

    def __init__(self) -> None:
        style = files("thinkers.cli.browser").joinpath("style.css").read_text(encoding="utf-8")
        ui.add_css(style)
        ui.colors(primary="#1d4f91")
        known = {name: f"{name} ({each.summary})" for name, each in installed().problems().items()}
        self._session = Session(next(iter(known)))
        with ui.element("div").classes("work"):
            with ui.element("h1"):
                ui.label("thinkers")
            self._theme()
            ui.select(
                known, label="problem", value=self._session.problem.name, on_change=self._choose
            ).classes("w-full")
            self._rest = ui.element("div")
            self._build()
        ui.context.client.on_delete(self._session.stop)
        ui.timer(MOMENT, self._refresh)

    def _theme(self) -> None:
        dark = ui.dark_mode(None)

        def turn(event: Any) -> None:
            dark.value = THEMES[event.value]

        ui.radio(list(THEMES), value="auto", on_change=turn).props('inline aria-label="Colours"')

    def _build(self) -> None:
        self._rest.clear()
        self._heard = 0
        with self._rest:
            _heading("Instance")
            telling = Telling()
            Instances(self._session, telling, self._changed)
            _heading("Solvers")
            self._solvers = Solvers(self._session, telling, self._begun)
            _heading("Thinking")
            self._which = ui.number("instance", min=1, precision=0, on_change=self._pick)
            self._notes = Telling()
            self._watching = Watching(self._session, telling)
            self._changed()

    def _choose(self, event: Any) -> None:
        self._session.choose(event.value)
        self._build()

    def _changed(self) -> None:
        """Show the first of other instances."""
        count = len(self._session.instances)
        self._which.set_visibility(count > 1)
        self._which.max = count
        self._which.props["hint"] = f"of {count} that were read"
        self._which.value = 1
        self._watching.begin()

    def _pick(self, event: Any) -> None:
        if event.value is not None and event.value - 1 != self._session.place:
            self._session.show(int(event.value) - 1)
            self._watching.begin()

    def _begun(self) -> None:
        self._heard = 0
        self._notes.say()
        self._watching.begin()

    async def _refresh(self) -> None:
        thinking = self._session.thinking
        self._solvers.show(thinking is not None and thinking.running)
        if thinking is not None and len(thinking.told) > self._heard:
            self._heard = len(thinking.told)
            self._notes.say(*thinking.told)
        await self._watching.refresh()


def _heading(words: str) -> None:
    with ui.element("h2"):
        ui.label(words)
