"""What the tests in a browser share: a server that runs, and its page."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parents[2] / "data" / "good"

QUITS = """
import sys
from mini_coins.problem import Coins
from thinkers import hookimpl

class Quits(Coins):
    name = "quits"
    def generate(self, rng, count, params):
        sys.exit(3)

@hookimpl
def thinkers_problems():
    return [Quits]
"""

PATIENCE = 60_000
"""Milliseconds after which something does not come any more."""


@pytest.fixture(scope="module")
def address(
    served: Callable[..., Any],
    browser: Any,
    plant_in: Callable[..., Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The server's, which knows problems of strangers, too: a good one, and one that exits."""
    del browser  # where there is none, nothing is served
    folder = tmp_path_factory.mktemp("ui")
    quits = plant_in(folder, "quits", QUITS)
    paths = [str(DATA), str(quits), os.environ.get("PYTHONPATH", "")]
    with served(folder=folder, PYTHONPATH=os.pathsep.join(filter(None, paths))) as address:
        yield address


@pytest.fixture
def opened(browser: Any, address: str) -> Iterator[Callable[..., Any]]:
    """Opens the page of a problem; it must complain of nothing, and ask nobody else."""
    contexts, faults = list[Any](), list[str]()

    def foreign(url: str) -> None:
        own = address.removeprefix("http://")
        if not re.match(f"(https?|wss?)://{re.escape(own)}|data:|blob:", url):
            faults.append(url)

    def opened(problem: str, **options: Any) -> Any:
        contexts.append(browser.new_context(**options))
        page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda message: faults.append(message.text))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda request: foreign(request.url))
        page.goto(address)
        page.get_by_role("combobox", name="problem").click()
        page.get_by_role("option", name=re.compile(rf"^{problem} ")).click()
        page.get_by_role("heading", level=3, name=problem, exact=True).wait_for()
        return page

    yield opened
    for each in contexts:
        each.close()
    assert faults == []
