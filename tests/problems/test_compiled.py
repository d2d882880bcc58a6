"""A kernel, and what it calls, give the same as plain Python and compiled."""

import signal
from errno import ENOSPC

import numpy as np
import pytest

from thinkers.problems import compiled

STRIDE = 2


def step(numbers, place):
    numbers[place, 0] = numbers[place, 0] * STRIDE
    return 1


def double(numbers, count):
    done = 0
    for place in range(count):
        done += step(numbers, place)
    return done


@pytest.mark.parametrize("fast", [False, True])
def test_arrays_are_written_in_place_by_the_kernel_and_by_what_it_calls(fast):
    if fast:
        pytest.importorskip("numba", reason="the extra `fast` of a plugin brings numba")
    numbers = np.arange(4).reshape(4, 1)
    assert compiled.run_kernel(double, fast, numbers, 3) == 3
    assert numbers[:, 0].tolist() == [0, 2, 4, 3]


def test_without_numba_nothing_can_be_compiled(monkeypatch):
    monkeypatch.setattr(compiled, "find_spec", lambda name: None)
    assert not compiled.can_compile()


def test_with_numba_it_can():
    pytest.importorskip("numba", reason="the extra `fast` of a plugin brings numba")
    assert compiled.can_compile()


def test_plain_python_is_done_with_once_it_has_taken_its_time(monkeypatch):
    monkeypatch.setattr(compiled, "numba_works", lambda: True)
    ticks = iter([0.0, 2.0, 5.0, 6.5])
    monkeypatch.setattr(compiled, "perf_counter", lambda: next(ticks))
    patience = compiled.Patience(3.0)
    with patience.counted():
        assert not patience.ended
    assert not patience.ended
    with pytest.raises(KeyError), patience.counted():
        raise KeyError
    assert patience.ended
    monkeypatch.setattr(compiled, "numba_works", lambda: False)
    assert not patience.ended


@pytest.fixture
def _unknown_numba():
    compiled.numba_works.cache_clear()
    yield
    compiled.numba_works.cache_clear()


@pytest.mark.usefixtures("_unknown_numba")
def test_patience_does_not_end_where_numba_is_not_installed(monkeypatch):
    monkeypatch.setattr(compiled, "can_compile", lambda: False)
    assert not compiled.Patience(-1.0).ended


@pytest.mark.usefixtures("_unknown_numba")
def test_a_numba_that_cannot_be_imported_is_said_once_and_patience_does_not_end(monkeypatch):
    def broken(name):
        raise ImportError("Numba needs an older NumPy")

    monkeypatch.setattr(compiled, "can_compile", lambda: True)
    monkeypatch.setattr(compiled, "import_module", broken)
    patience = [compiled.Patience(-1.0) for _ in range(3)]
    with pytest.warns(UserWarning, match="numba is left out, which is slow: ") as said:
        ended = [each.ended for each in patience]
    assert ended == [False] * 3
    assert len(said) == 1


MODULE = """
def step(numbers, place):
    numbers[place] = numbers[place] * 2
    return 1

def double(numbers, count):
    done = 0
    for place in range(count):
        done += step(numbers, place)
    return done
"""


@pytest.fixture
def kept(monkeypatch, tmp_path):
    """A kernel of a file of its own, and the folder in which numba keeps what it compiles."""
    pytest.importorskip("numba", reason="the extra `fast` of a plugin brings numba")
    monkeypatch.setattr("numba.core.config.CACHE_DIR", str(tmp_path / "cache"))
    path = tmp_path / "mini_kernels.py"
    path.write_text(MODULE, encoding="utf-8")
    space = {"__name__": "mini_kernels", "__file__": str(path)}
    exec(compile(MODULE, str(path), "exec"), space)
    yield space["double"], tmp_path / "cache"
    forget()


def forget():
    """As if the process were new."""
    compiled._compiled.cache_clear()
    compiled._function.cache_clear()


def doubles(kernel):
    """Whether a new process, as it were, finds the kernel compiled and right."""
    forget()
    numbers = np.arange(5)
    assert compiled._compiled(kernel).ready((numbers, 5)) is not None
    assert numbers.tolist() == [0, 1, 2, 3, 4]
    return compiled.run_kernel(kernel, True, numbers, 4) == 4 and numbers.tolist() == [
        0,
        2,
        4,
        6,
        4,
    ]


def test_types_are_looked_up_once_and_others_are_compiled_for_anew(kept, monkeypatch):
    from numba import typeof

    asked = []
    monkeypatch.setattr("numba.typeof", lambda value: asked.append(value) or typeof(value))
    ways = [np.arange(4), np.arange(4.0), np.arange(8)[::2], np.arange(4, dtype=np.int32)]
    for numbers in [*ways, *ways]:
        expected = 2 * numbers
        assert compiled.run_kernel(kept[0], True, numbers, 4) == 4
        np.testing.assert_array_equal(numbers, expected)
    assert len(asked) == 2 * len(ways)


@pytest.mark.parametrize("left", [0, 10, -40])
@pytest.mark.parametrize("suffix", [".nbi", ".nbc"])
def test_a_truncated_file_of_the_cache_costs_time_only(kept, suffix, left):
    kernel, folder = kept
    assert doubles(kernel)
    files = list(folder.rglob(f"*{suffix}"))
    assert files
    for file in files:
        file.write_bytes(file.read_bytes()[:left])
    assert doubles(kernel)


def test_a_full_or_read_only_disk_costs_time_only(kept, monkeypatch):
    def full(cache, path):
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr("numba.core.caching.IndexDataCacheFile._open_for_write", full)
    assert doubles(kept[0])


def test_no_folder_for_a_cache_costs_time_only(kept, monkeypatch):
    monkeypatch.setattr("numba.core.caching.CacheImpl._locator_classes", [])
    assert doubles(kept[0])


def test_a_kernel_that_cannot_be_compiled_is_tried_and_said_once_and_runs_as_python(monkeypatch):
    numba = pytest.importorskip("numba", reason="the extra `fast` of a plugin brings numba")
    tried = []
    monkeypatch.setattr(
        numba, "typeof", lambda value, real=numba.typeof: tried.append(1) or real(value)
    )

    def kernel(numbers):
        return len(f"{open}") * 0 + int(numbers[0])

    calls = [np.array([7])] * 3
    with pytest.warns(UserWarning, match="kernel is not compiled, and slow: ") as said:
        assert [compiled.run_kernel(kernel, True, numbers) for numbers in calls] == [7, 7, 7]
    assert len(said) == 1
    assert said[0].filename == __file__
    assert len(tried) == 2  # kept on the disk, and not


def test_types_that_it_cannot_be_compiled_for_leave_the_others_compiled(kept):
    kernel, _ = kept
    assert compiled.run_kernel(kernel, True, np.arange(3), 3) == 3
    with pytest.warns(UserWarning, match="double is not compiled, and slow: "):
        assert compiled.run_kernel(kernel, True, {0: 3}, 1) == 1
    assert compiled.run_kernel(kernel, True, {0: 3}, 1) == 1
    assert compiled._compiled(kernel).ready((np.arange(3), 3)) is not None


def test_ctrl_c_while_it_is_compiled_is_not_lost(kept, monkeypatch):
    """LLVM calls Python meanwhile, and an exception there goes nowhere."""
    kernel, _ = kept
    numba = pytest.importorskip("numba")
    real = numba.typeof

    def press(argument):
        signal.raise_signal(signal.SIGINT)
        return real(argument)

    monkeypatch.setattr(numba, "typeof", press)
    numbers = np.arange(1)
    with pytest.raises(KeyboardInterrupt):
        compiled.run_kernel(kernel, True, numbers, 1)
    assert numbers[0] == 0
