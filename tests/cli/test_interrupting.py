"""The first Ctrl-C asks for what there is, the second ends; the handler before comes back."""

import signal
import threading

import pytest

from thinkers.cli.interrupting import interruptible


def test_the_first_sets_the_event_and_the_second_raises():
    before = signal.getsignal(signal.SIGINT)
    with interruptible() as event:
        assert not event.is_set()
        signal.raise_signal(signal.SIGINT)
        assert event.is_set()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_a_program_that_ignores_it_goes_on_ignoring_it():
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with interruptible() as event:
            signal.raise_signal(signal.SIGINT)
            assert not event.is_set()
    finally:
        signal.signal(signal.SIGINT, before)


def test_in_another_thread_nothing_is_changed():
    found = []

    def work():
        with interruptible() as event:
            found.append(event.is_set())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [False]


@pytest.mark.parametrize("json", [[], ["--json"]])
def test_solve_prints_what_it_has_marks_it_and_exits_with_130(
    thinkers, tiny, monkeypatch, tmp_path, json
):
    from thinkers.engine import loop as thinking

    end = thinking._Batch._end

    def interrupted(batch, iteration, *more):
        if iteration == 2:
            signal.raise_signal(signal.SIGINT)
        return end(batch, iteration, *more)

    monkeypatch.setattr(thinking._Batch, "_end", interrupted)
    (tmp_path / "two.txt").write_text("10\n101\n")
    path = tmp_path / "out.txt"
    words = ["solve", "prefix_sums", "--model", tiny, "--input", tmp_path / "two.txt", "-o", path]
    outcome = thinkers(*words, *json)
    assert outcome.code == 130
    assert "error: interrupted: 1 of 2 instances have an answer, the best so far" in outcome.err
    assert len(path.read_text().splitlines()) == 1
    if json:
        [found] = outcome.objects
        assert (found["stopped_by"], found["iterations"]) == ("interrupted", 2)
        assert found["interrupted"]
    else:
        assert "interrupted after 2 iterations" in outcome.out
