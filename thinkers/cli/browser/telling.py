"""What is said to a visitor: lines as of the command line, heard by screen readers as they come."""

from asyncio import CancelledError, to_thread
from collections.abc import Awaitable, Callable
from typing import Any

from nicegui import ui

from thinkers.cli.errors import Explanation, explain
from thinkers.problems.wording import printable


class Telling:
    """A place of the page for one thing to say at a time, and what else is to be said of it."""

    def __init__(self) -> None:
        self._place = ui.element("div").props('role="alert"')

    def say(self, *told: Explanation) -> None:
        """Show these in place of what was said before."""
        self._place.clear()
        with self._place:
            for each in told:
                with ui.element("div").classes("said wrong" if each.exit_code else "said"):
                    word = "error" if each.exit_code else "note"
                    ui.label(f"{word}: {printable(each.message)}")
                    if each.hint:
                        ui.label(printable(each.hint)).classes("faint")

    async def attempt(self, work: Callable[..., Any], *arguments: Any) -> bool:
        """As `heard`, of something that is done in a thread of its own."""
        self.say()
        return await self.heard(to_thread(work, *arguments))

    async def heard(self, work: Awaitable[Any]) -> bool:
        """Wait for something to be done, and say what is wrong.

        Returns:
            Whether it was done, and this part of the page is still there to show it.
        """
        try:
            await work
        except (CancelledError, KeyboardInterrupt):
            raise
        except BaseException as error:  # plugins may raise anything, and end no server
            if not self._place.is_deleted:
                self.say(explain(error))
            return False
        return not self._place.is_deleted
