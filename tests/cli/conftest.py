"""What the command tests share: running a command in this process, and a model that is tiny."""

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import torch
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import Model
from thinkers.cli.app import run
from thinkers.models.card import Budget, Card
from thinkers.models.store import save_model
from thinkers.nets import DTR

PROGRESS = re.compile(r"^(running .*|size .*|labelling .*|labels of .*)\n", re.MULTILINE)
"""Lines that stderr may hold before a complaint."""


@dataclass(frozen=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, Any]]:
        """Its output as JSON, one object a line."""
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def thinkers(capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Runs the program with these arguments."""

    def thinkers(*arguments: object) -> Outcome:
        capsys.readouterr()
        code = run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Outcome(code, out, err)

    return thinkers


@pytest.fixture
def works(thinkers: Callable[..., Outcome]) -> Callable[..., Outcome]:
    """Runs a command that must work."""

    def works(*arguments: object) -> Outcome:
        outcome = thinkers(*arguments)
        assert outcome.code == 0, outcome.err
        return outcome

    return works


@pytest.fixture
def refused(thinkers: Callable[..., Outcome]) -> Callable[..., str]:
    """Runs a command that must be refused: one clear line, exit 2, nothing on stdout."""

    def refused(*arguments: object) -> str:
        outcome = thinkers(*arguments)
        assert outcome.code == 2, outcome
        assert outcome.out == ""
        first, *hint = PROGRESS.sub("", outcome.err).splitlines()
        assert first.startswith("error: "), outcome.err
        assert len(hint) <= 1, outcome.err
        assert all(line.startswith("  ") for line in hint), outcome.err
        assert "internal error" not in first
        return first.removeprefix("error: ")

    return refused


@pytest.fixture
def in_shell() -> Callable[..., Outcome]:
    """Runs the program in a process of its own, its streams redirected by a shell."""

    def in_shell(*words: object, redirect: str = "", **variables: str | None) -> Outcome:
        script = f'exec "$0" -m thinkers "$@" {redirect}'
        wanted = {**os.environ, **variables}
        run = subprocess.run(
            ["sh", "-c", script, sys.executable, *map(str, words)],
            capture_output=True, check=False, timeout=120, cwd=tempfile.gettempdir(),
            env={name: value for name, value in wanted.items() if value is not None},
        )  # fmt: skip
        return Outcome(
            run.returncode, *(each.decode(errors="replace") for each in (run.stdout, run.stderr))
        )

    return in_shell


@pytest.fixture(scope="session")
def save_tiny(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Writes a tiny model of prefix sums, with random weights, whose card is changed."""

    def save(name: str = "tiny", **changes: Any) -> Path:
        torch.manual_seed(0)
        thinker = DTR.build(PrefixSums.encodings["centred"].signature, {"width": 4})
        values: dict[str, Any] = {
            "name": f"prefix_sums/{name}", "problem": "prefix_sums", "thinker": "dt-r",
            "encoding": "centred", "config": {"width": 4}, "budget": Budget(minimum=3),
        }  # fmt: skip
        card = Card(**values | changes)
        path = tmp_path_factory.mktemp("models") / f"{name}.safetensors"
        save_model(path, Model(card, thinker))
        return path

    return save


@pytest.fixture(scope="session")
def tiny(save_tiny: Callable[..., Path]) -> Path:
    """A tiny model of prefix sums that thinks for 3 iterations."""
    return save_tiny()


@contextmanager
def _served(*words: str, folder: Path, **variables: str) -> Iterator[str]:
    command = [sys.executable, "-m", "thinkers", "ui", "--port", "0", *words]
    home, work = folder / "home", folder / "work"
    home.mkdir()
    work.mkdir()
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=work,
        env={**os.environ, "HOME": str(home), **variables},
    )  # fmt: skip
    with process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().removeprefix("open ").strip()
        finally:
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err) == (0, "", "")
    assert list(work.iterdir()) == []


@pytest.fixture(scope="session")
def served() -> Callable[..., AbstractContextManager[str]]:
    """Serves the page, gives its address, and sees that the server complains of nothing and ends.

    Takes further words of the command, a folder to work in, and variables of the environment.
    """
    pytest.importorskip("nicegui", reason="nicegui is not installed")
    return _served


NAMELESS = """() => [...document.querySelectorAll(
  'a, button, input, select, textarea, img, [role=button], [role=checkbox], [role=radio], ' +
  '[role=radiogroup], [role=combobox], [role=tab], [role=tablist], [role=grid], [role=gridcell], ' +
  '[role=group], [role=slider]')].filter(each => each.checkVisibility())
  .filter(each => ![each.getAttribute('aria-label'), each.title, each.alt,
    ...[...(each.labels || [])].map(label => label.innerText),
    ['INPUT', 'TEXTAREA', 'IMG'].includes(each.tagName) ? '' : each.innerText]
    .some(name => name && name.trim()))
  .map(each => each.outerHTML.slice(0, 200))"""
"""Controls and pictures that nothing names: no label, no title, no text of their own."""

FAINT = """() => {
  const parse = text => { const found = text.match(/[\\d.]+/g).map(Number);
    return found.length < 4 ? [...found, 1] : found; };
  const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3]));
  const light = colour => colour.map(part => part / 255)
    .map(s => s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  const paper = each => each === null ? [255, 255, 255]
    : over(parse(getComputedStyle(each).backgroundColor), paper(each.parentElement));
  const faint = [];
  for (const each of document.querySelectorAll('body *')) {
    const own = [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (!own || !each.checkVisibility({ opacityProperty: true })) continue;
    if (each.closest('[disabled], .disabled')) continue;
    const back = paper(each), ink = over(parse(getComputedStyle(each).color), back);
    const [low, high] = [light(ink), light(back)].sort((a, b) => a - b);
    const contrast = (high + 0.05) / (low + 0.05);
    if (contrast < 4.5) faint.push([contrast.toFixed(2), each.innerText, each.className]);
  }
  return faint;
}"""
"""Text of less contrast than WCAG 2.2 asks for (1.4.3)."""


@pytest.fixture
def nameless() -> Callable[[Any], list[str]]:
    """The controls and pictures of a page in a browser that a screen reader has no name for."""
    return lambda page: list(page.evaluate(NAMELESS))


@pytest.fixture
def faint() -> Callable[[Any], list[list[str]]]:
    """The texts of a page in a browser that are hard to read on what is behind them."""
    return lambda page: list(page.evaluate(FAINT))
