"""Who solves the instance: models and baselines of the problem."""

from collections.abc import Callable
from typing import Any

from nicegui import ui

from thinkers.cli.browser.button import button
from thinkers.cli.browser.session import Session
from thinkers.cli.browser.telling import Telling
from thinkers.cli.browser.thinking import MAX_ITERATIONS, MAX_SECONDS, SECONDS, Wish
from thinkers.registry.registry import installed


class Solvers:
    """A box for each solver, and what begins and ends their work."""

    def __init__(self, session: Session, telling: Telling, begun: Callable[[], None]) -> None:
        self._session, self._telling, self._begun = session, telling, begun
        known = installed().baselines(session.problem.name)
        models = dict.fromkeys(session.models, f"a trained thinker of {session.problem.name}")
        baselines = {name: known[name].summary for name in session.baselines}
        with ui.element("div").classes("row solvers"):
            self._models = self._boxes("Models", models, chosen=1)
            self._baselines = self._boxes("Baselines", baselines, chosen=0)
        with ui.element("div").classes("row"):
            self._iterations = ui.number(
                "iterations", min=1, max=MAX_ITERATIONS, precision=0, placeholder="the model's own"
            ).props('hint="of each model; empty for its own number"')
            self._seconds = ui.number("seconds", value=SECONDS, min=0.1, max=MAX_SECONDS).props(
                'hint="the most for a baseline"'
            )
            button("Solve", self._solve, first=True)
            self._stop = button("Stop", session.stop)

    def show(self, running: bool) -> None:
        """Let what runs be stopped."""
        self._stop.set_enabled(running)

    @staticmethod
    def _boxes(title: str, names: dict[str, str], chosen: int) -> dict[str, Any]:
        with ui.element("div").props(f'role="group" aria-label="{title}"'):
            with ui.element("h3"):
                ui.label(title)
            if not names:
                ui.label("none is installed").classes("faint")
            boxes = {}
            for place, (name, said) in enumerate(names.items()):
                boxes[name] = ui.checkbox(name, value=place < chosen)
                boxes[name].props["aria-description"] = said
                boxes[name].tooltip(said)
        return boxes

    async def _solve(self) -> None:
        iterations, seconds = self._iterations.value, self._seconds.value
        wish = Wish(
            [name for name, box in self._models.items() if box.value],
            [name for name, box in self._baselines.items() if box.value],
            None if iterations is None else int(iterations),
            SECONDS if seconds is None else float(seconds),
        )
        if await self._telling.attempt(self._session.think, wish):
            self._begun()
