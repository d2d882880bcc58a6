"""The instance, and the answers of its solvers after each iteration, to step through."""

from asyncio import to_thread
from functools import partial
from time import perf_counter
from typing import Any

from nicegui import ui

from thinkers.cli.browser.button import button
from thinkers.cli.browser.panels.picture import Picture
from thinkers.cli.browser.session import Session
from thinkers.cli.browser.telling import Telling
from thinkers.cli.watching.page import page
from thinkers.cli.watching.player import FASTEST, SLOWEST
from thinkers.cli.watching.track import thinned

STEPS = ("First", "Back", "Forward", "Last")
"""What the buttons beside Play are called."""


class Watching:
    """Pictures of all solvers at one place, and the controls of the place."""

    def __init__(self, session: Session, telling: Telling) -> None:
        self._session, self._telling = session, telling
        self._following = True
        self._shown: tuple[object, ...] = ()
        self._pictures: list[Picture] = []
        with ui.element("div").classes("row").props('role="group" aria-label="Steps"') as self._bar:
            self._play = button("Play", self._turn, first=True)
            for name in STEPS:
                button(name, partial(self._step, name))
            self._range = ui.element("input").props('type="range" min="0" aria-label="Frame"')
            self._range.on("input", self._go, js_handler="(e) => emit(+e.target.value)")
            ui.number(
                "frames a second",
                value=session.player.speed,
                min=SLOWEST,
                max=FASTEST,
                on_change=self._hurry,
            )
            button("Share as a page", self._share)
        self._said = ui.label("").props('role="status"')
        self._models = ui.element("div").classes("models")
        self.begin()

    def begin(self) -> None:
        """Show the session's instance, and the solvers that may have begun."""
        self._following, self._shown = True, ()
        self._models.clear()
        self._pictures = []
        with self._models:
            self._task = Picture(self._session.problem.name)
        self._task.clear("no instance yet")

    async def refresh(self) -> None:
        """Show what has changed since, and play on."""
        player, thinking = self._session.player, self._session.thinking
        tracks, running = list(player.tracks), thinking is not None and thinking.running
        self._bar.set_visibility(bool(tracks))
        if tracks:
            player.tick(perf_counter())
            if self._following:
                player.place = max(0, player.there - 1)
            if player.ended:
                player.playing = False
        there = player.there if tracks else 0
        shown = id(self._session.instance), player.place
        state = *shown, len(tracks), there, running, player.playing
        if state != self._shown:
            self._shown = state
            await self._telling.heard(self._show(tracks, running))

    async def _show(self, tracks: list[Any], running: bool) -> None:
        session, player = self._session, self._session.player
        if not tracks and session.instance is not None:
            await self._task.show_instance(session.problem, session.instance)
        self._task.set_visibility(not tracks)
        with self._models:
            while len(self._pictures) < len(tracks):
                self._pictures.append(Picture(tracks[len(self._pictures)].model))
        for picture, track in zip(self._pictures, tracks, strict=False):
            await picture.show(track, player.place)
        if self._bar.is_deleted or player is not session.player:  # the page went on meanwhile
            return
        if tracks:
            self._range.props(f'max="{player.there - 1}"')
            self._range.props["value"] = player.place
            self._range.update()
        self._play.set_text("Pause" if player.playing else "Play")
        self._said.set_text(self._words(tracks, running))

    def _words(self, tracks: list[Any], running: bool) -> str:
        """What a screen reader is told: where it is, but not every frame that passes."""
        place = self._session.player.place
        if running:
            return "solving"
        if self._session.player.playing or not tracks:
            return ""
        told = "; ".join(f"{each.head(place)}: {each.verdict(place)}" for each in tracks)
        return f"frame {place + 1} of {self._session.player.there}: {told}"

    def _turn(self) -> None:
        player = self._session.player
        self._following = False
        if player.ended:
            player.place = 0
        player.press("pause")

    def _step(self, name: str) -> None:
        player = self._session.player
        places = (0, player.place - 1, player.place + 1, player.there - 1)
        self._jump(dict(zip(STEPS, places, strict=True))[name])

    def _go(self, event: Any) -> None:
        if isinstance(event.args, int):
            self._jump(event.args)

    def _jump(self, place: int) -> None:
        player = self._session.player
        self._following, player.playing = False, False
        player.place = max(0, min(place, player.there - 1))

    def _hurry(self, event: Any) -> None:
        if event.value:
            self._session.player.speed = min(max(float(event.value), SLOWEST), FASTEST)

    async def _share(self) -> None:
        tracks = list(self._session.player.tracks)
        places = thinned(max(len(track.frames) for track in tracks))
        content = await to_thread(page, tracks, places)
        ui.download.content(content, f"{tracks[0].problem.name}-thinking.html", "text/html")
