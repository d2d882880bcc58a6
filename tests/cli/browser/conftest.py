"""What the tests in a browser share: a server that runs, and its page."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parents[2] / "data" / "good"

PATIENCE = 60_000
"""Milliseconds after which something does not come any more."""


@pytest.fixture(scope="module")
def address(
    served: Callable[..., Any], browser: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The server's, which knows a stranger's problem, too."""
    del browser  # where there is none, nothing is served
    paths = os.pathsep.join(filter(None, (str(DATA), os.environ.get("PYTHONPATH"))))
    with served(folder=tmp_path_factory.mktemp("ui"), PYTHONPATH=paths) as address:
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
