"""Every test has folders of its own, computes with one thread, and leaves nothing behind."""

import errno
import json
import logging
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from thinkers.registry.discovery import Plugin, discover
from thinkers.registry.registry import Registry, installed

DATA = Path(__file__).parent / "data"
"""Mini distributions with real metadata: a good one, and one broken in each way."""

SURROUNDINGS = {"COLUMNS": "100", "NO_COLOR": "1", "OMP_NUM_THREADS": "1", "TERM": "dumb"}
"""What every test, and every process that it starts, finds in its environment."""


OTHERS_VARIABLES = {
    "PYTEST_CURRENT_TEST",
    "PYTORCH_NVML_BASED_CUDA_CHECK",  # lightning_fabric sets it when imported
    "TORCHINDUCTOR_CACHE_DIR",  # torch sets it when lightning_fabric is imported
}
"""What pytest and libraries write into the environment; it is not a test's trace."""


@pytest.fixture(autouse=True)
def isolated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Hide the user's folders and settings from a test, and the test's traces from the next."""
    before = _traces()
    home = tmp_path_factory.mktemp("home", numbered=True)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in SURROUNDINGS.items():
            patch.setenv(name, value)
        patch.setenv("HOME", str(home))
        patch.setenv("XDG_CACHE_HOME", str(home / "cache"))
        patch.setenv("THINKERS_CACHE", str(home / "cache" / "thinkers"))
        patch.delenv("THINKERS_PLUGINS", raising=False)
        patch.delenv("THINKERS_DEBUG", raising=False)
        if "torch" in sys.modules:
            sys.modules["torch"].set_num_threads(1)
        inside = _traces()
        yield
        assert _traces() == inside, "a test changed what other tests see"
    assert _traces() == before, "a test changed what other tests see"


def _traces() -> dict[str, Any]:
    """What a test could leave behind in this process."""
    environment = {
        name: value for name, value in os.environ.items() if name not in OTHERS_VARIABLES
    }
    state = np.random.get_state()  # noqa: NPY002  nobody may use it, so it never changes
    return {
        "environment": environment,
        "folder": Path.cwd(),
        "path": list(sys.path),
        "handlers": list(logging.getLogger().handlers),
        "plugins": sorted(name for name in sys.modules if name.startswith("mini_")),
        "random": (state[1].tobytes(), state[2]),
    }


@pytest.fixture
def full_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Fills the disk when called: from then on nothing that is written gets there."""

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    return lambda: monkeypatch.setattr(os, "fsync", full)


class Door:
    """Installs folders of `tests/data` by putting them on the path, and opens the plugin door."""

    data = DATA

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.patch = patch

    def __call__(self, *folders: str | Path) -> Registry:
        """What is provided once `folders` are installed; the first comes first on the path."""
        for folder in reversed(folders):
            self.patch.syspath_prepend(str(DATA / folder))
        return Registry(discover())

    @staticmethod
    def loaded(registry: Registry) -> list[Plugin]:
        """The plugins of `tests/data` that work."""
        return [each for each in registry.plugins.loaded if each.distribution.startswith("mini-")]

    @staticmethod
    def left_out(registry: Registry) -> list[str]:
        """What else of `tests/data` was left out, and why; each in one line."""
        lines = [f"{each}: {each.skipped}" for each in registry.plugins.skipped]
        assert all("\n" not in line for line in lines)
        return [line for line in lines if "(mini-" in line]


@pytest.fixture(scope="session")
def plant_in() -> Callable[..., Path]:
    """Writes a distribution of one module below a folder; gives what is to be on the path."""

    def plant_in(
        above: Path, name: str, code: str, distribution: str = "", entry_point: str = ""
    ) -> Path:
        folder = above / name
        info = folder / f"mini_{name}-1.0.dist-info"
        info.mkdir(parents=True)
        (folder / f"mini_{name}.py").write_text(code, encoding="utf-8")
        metadata = f"Metadata-Version: 2.1\nName: {distribution or f'mini-{name}'}\nVersion: 1.0\n"
        (info / "METADATA").write_text(metadata, encoding="utf-8")
        (info / "entry_points.txt").write_text(
            f"[thinkers]\n{entry_point or name} = mini_{name}\n", encoding="utf-8"
        )
        return folder

    return plant_in


@pytest.fixture
def plant(plant_in: Callable[..., Path], tmp_path: Path) -> Callable[..., Path]:
    """Writes a distribution of one module, whose folder the door can install."""
    return partial(plant_in, tmp_path)


COINS = """
from mini_coins.problem import Coins
from thinkers import hookimpl

@hookimpl
def thinkers_problems():
    return [type("Coin", (Coins,), {{"name": name}}) for name in {names}]
"""


@pytest.fixture
def plant_problems(plant: Callable[..., Path]) -> Callable[..., Path]:
    """Writes a distribution of problems that differ from those of `good` in their names alone."""

    def plant_problems(distribution: str, *names: str, entry_point: str = "") -> Path:
        return plant(distribution, COINS.format(names=names), entry_point=entry_point)

    return plant_problems


@pytest.fixture
def door(monkeypatch: pytest.MonkeyPatch) -> Iterator[Door]:
    """The plugin door; what it let in is forgotten afterwards."""
    yield Door(monkeypatch)
    for name in [name for name in sys.modules if name.startswith("mini_")]:
        del sys.modules[name]
    installed.cache_clear()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A real browser, of the system: Debian's Chromium, driven by Playwright."""
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    if path is None:
        pytest.skip("there is no chromium on PATH")
    flags = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    with (
        sync_api.sync_playwright() as playwright,
        closing(playwright.chromium.launch(executable_path=path, args=flags)) as browser,
    ):
        yield browser


def _quiet(command: list[str], folder: Path) -> "subprocess.Popen[bytes]":
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(command, cwd=folder, stdout=nowhere, stderr=nowhere)


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[Any]]]:
    """The address of a real scheduler on loopback, and its two workers.

    The second has a nanny, as by default: it is a daemonic process.
    """
    pytest.importorskip("distributed")
    file = tmp_path / "scheduler.json"
    worker = ["dask_worker", "--scheduler-file", str(file), "--nthreads", "1", "--no-dashboard",
              "--host", "127.0.0.1"]  # fmt: skip
    commands = [
        ["dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard",
         "--scheduler-file", str(file)],
        [*worker, "--no-nanny"],
        worker,
    ]  # fmt: skip
    with ExitStack() as stack:
        running = []
        for program, *words in commands:
            command = [sys.executable, "-m", f"distributed.cli.{program}", *words]
            running.append(stack.enter_context(_quiet(command, tmp_path)))
            stack.callback(running[-1].kill)
        until = time.monotonic() + 60
        while not file.exists():
            assert time.monotonic() < until
            time.sleep(0.1)
        yield json.loads(file.read_text(encoding="utf-8"))["address"], running[1:]


class Tape:
    """Stands for CUDA graphs: what came first for a key is done again, on tensors of its own.

    Then nothing is left of what the last call gave.
    """

    def __init__(self) -> None:
        self.first: dict[Any, Any] = {}
        self.last: dict[str, Any] = {}
        self.replays = 0

    def __call__(self, key: Any, work: Any, given: Any) -> Any:
        import torch

        key = key, *((name, each.shape, each.dtype) for name, each in given.items())
        if key not in self.first:
            self.first[key] = work, {name: torch.empty_like(each) for name, each in given.items()}
            return work(given)
        recorded, own = self.first[key]
        for name, each in given.items():
            own[name].copy_(each)
        for each in self.last.values():
            each.fill_(-1 if each.dtype == torch.int64 else torch.nan)
        self.replays += 1
        self.last = recorded(own)
        return self.last


@pytest.fixture
def tape_of() -> type[Tape]:
    """Makes stand-ins for CUDA graphs."""
    return Tape
