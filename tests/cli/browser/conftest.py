"""What the tests in a browser share: a server that runs, and its page."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parents[2] / "data" / "good"

QUITS = """
import sys, time
from mini_coins.problem import Coins
from thinkers import hookimpl

class Quits(Coins):
    name = "quits"
    def generate(self, rng, count, params):
        sys.exit(3)

class Slow(Coins):
    name = "slow"
    def generate(self, rng, count, params):
        time.sleep(params.coins / 10)
        return super().generate(rng, count, params)
    def draw(self, instance, solution, marks=None):
        time.sleep(1)
        return super().draw(instance, solution, marks)

@hookimpl
def thinkers_problems():
    return [Quits, Slow]
"""

PATIENCE = 60_000
"""Milliseconds after which something does not come any more."""


def _choose(page: Any, problem: str) -> None:
    page.get_by_role("combobox", name="problem").click()
    page.get_by_role("option", name=re.compile(rf"^{problem} ")).click()
    page.get_by_role("heading", level=3, name=problem, exact=True).wait_for()


@pytest.fixture(scope="module")
def address(
    served: Callable[..., Any],
    browser: Any,
    plant_in: Callable[..., Path],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The server's, which knows a stranger's problem, too, and two that exit or take their time."""
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
        _choose(page, problem)
        return page

    yield opened
    for each in contexts:
        each.close()
    assert faults == []


@pytest.fixture
def choose() -> Callable[[Any, str], None]:
    """Chooses a problem on a page."""
    return _choose
