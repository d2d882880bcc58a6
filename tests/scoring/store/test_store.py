"""A store gives back what was compared, repeats nothing, and believes no file that is another."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from itertools import islice

import numpy as np
import pytest
from thinkers_prefix_sums.baselines import CumulativeXor
from thinkers_prefix_sums.problem import PrefixSums

from thinkers import Baseline, BaselineAnswer, SolveError
from thinkers.errors import ConfigError, UnknownNameError
from thinkers.scoring.comparing import compared, contest_of
from thinkers.scoring.identity import digest_of
from thinkers.scoring.judging import Judging
from thinkers.scoring.store.rows import About
from thinkers.scoring.store.store import Store

BITS = [np.array(bits) for bits in ([0, 1, 1, 0], [1, 1, 0, 0], [1, 0, 0, 1], [0, 1, 1, 0])]
"""The first and the last are one instance."""


ASKED = []
"""What the coin was asked."""


class Coin(Baseline):
    """Right or not, by chance; and never where a string begins with 1 0."""

    name, problem, summary = "coin", "prefix_sums", "for tests"

    def solve(self, instance, rng):
        ASKED.append(instance)
        if list(instance[:2]) == [1, 0]:
            raise SolveError("no mood")
        return BaselineAnswer(np.cumsum(instance) % 2 ^ rng.integers(2), proved=True)


@pytest.fixture
def contest():
    ASKED.clear()
    return contest_of(PrefixSums(), BITS, [], [CumulativeXor(), Coin()], seed=3)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "results.sqlite"


def told(comparison):
    return [*comparison.records(), *map(str, comparison.rows)]


def record(path, contest, cells=None, about=About()):  # noqa: B008
    """Go on with a comparison, for some cells; gives all answers that there are then."""
    with Store.open(path, create=True) as store:
        recording = store.begin(contest, about)
        done = recording.done()
        found = list(done.values())
        new = (cell for cell in contest.answers(done=done) if cell[0].place not in done)
        for given in islice(new, cells):
            recording.add(given)
            found += given
        if cells is not None:
            return found
        recording.finish()
    return found


def test_a_stored_comparison_is_the_one_that_was_made(path, contest):
    judging = Judging(1e-3, {"name": 2.0})
    about = About("thinkers compare", judging, {"seed": 3}, size=4, family="one-bit")
    made = compared(contest, record(path, contest, about=about))
    with Store.open(path) as store:
        [stored] = store.comparisons()
    again = compared(stored.contest, stored.given)
    assert told(again) == told(made)
    assert stored.judging == judging
    assert (stored.command, stored.circumstances) == ("thinkers compare", {"seed": 3})
    assert (set(stored.sizes), set(stored.families)) == ({4}, {"one-bit"})
    assert stored.begun <= stored.ended
    assert all(np.array_equal(*pair) for pair in zip(stored.contest.instances, BITS, strict=True))


@pytest.mark.parametrize("cells", range(9))
def test_what_was_ended_early_goes_on_and_nothing_is_asked_twice(path, contest, cells):
    record(path, contest, cells)
    found = record(path, contest)
    assert len(ASKED) == len(BITS)
    whole = [each for cell in contest.answers() for each in cell]

    def verdicts(given):
        return {each.place: each.answers[0].verdict for each in given}

    assert verdicts(found) == verdicts(whole)
    with Store.open(path) as store:
        assert [bool(each.ended) for each in store.comparisons()] == [True]


def test_other_options_seeds_and_instances_are_other_answers(path, contest):
    record(path, contest)
    record(path, contest_of(PrefixSums(), BITS, [], [Coin()], seed=4))
    assert len(ASKED) == 2 * len(BITS)
    record(path, contest_of(PrefixSums(), BITS[:2], [], [Coin()], seed=3))
    assert len(ASKED) == 2 * len(BITS)
    with Store.open(path) as store:
        assert [len(each.given) for each in store.comparisons()] == [8, 4, 2]


def test_several_writers_at_once_leave_every_answer_once(path, contest):
    threads = [threading.Thread(target=record, args=(path, contest)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT count(*) FROM answers").fetchone() == (8,)
    database.close()


def test_people_can_ask_by_sql(path, contest):
    record(path, contest)
    with sqlite3.connect(path) as database:
        rows = database.execute(
            "SELECT solver, number, feasible, reason, answer FROM answers WHERE instance = ?"
            " ORDER BY id",
            (digest_of(PrefixSums(), BITS[0]),),
        ).fetchall()
    database.close()
    assert [row[:2] for row in rows[:2]] == [("cumulative-xor", 0), ("cumulative-xor", 3)]
    assert json.loads(rows[0][-1]) == {"parities": "0100"}


def empty(path):
    path.write_bytes(b"")


def text(path):
    path.write_text("no database" * 1000, encoding="utf-8")


def folder(path):
    path.mkdir()


def sql(*statements):
    def act(path):
        database = sqlite3.connect(path)
        for each in statements:
            database.execute(each)
        database.commit()
        database.close()

    return act


OTHERS = {
    "text": text, "a folder": folder, "another database": sql("CREATE TABLE t (x)"),
    "a database of another program": sql("PRAGMA application_id = 7"),
}  # fmt: skip


@pytest.mark.parametrize("other", OTHERS)
def test_a_file_that_is_no_store_is_refused_and_stays(path, other):
    OTHERS[other](path)
    before = path.read_bytes() if path.is_file() else None
    for create in (True, False):
        with pytest.raises(ConfigError):
            Store.open(path, create=create)
    assert before == (path.read_bytes() if path.is_file() else None)


def test_an_empty_file_becomes_a_store_only_to_write_to(path):
    empty(path)
    with pytest.raises(ConfigError, match="is no store"):
        Store.open(path)
    Store.open(path, create=True).close()
    with Store.open(path) as store:
        assert store.comparisons() == []


def test_a_store_that_is_not_there_is_not_read(path):
    with pytest.raises(ConfigError, match="there is no file"):
        Store.open(path)
    assert not path.exists()


FORGED = {
    "another version": "PRAGMA user_version = 2",
    "a trigger": "CREATE TRIGGER t AFTER INSERT ON answers BEGIN DELETE FROM runs; END",
    "a view": "CREATE VIEW v AS SELECT 1",
    "another table": "ALTER TABLE answers ADD COLUMN more TEXT",
    "no bytes": "UPDATE answers SET kept = x''",
    "another answer's bytes": "UPDATE answers SET kept = (SELECT kept FROM instances)",
    "another's answer": "UPDATE answers SET kept = (SELECT kept FROM answers WHERE id = 1)",
    "another instance": "UPDATE instances SET kept = (SELECT max(kept) FROM instances)",
    "an instance's bytes": "UPDATE instances SET kept = x'00'",
    "no instance": "DELETE FROM instances",
    "no JSON": "UPDATE runs SET solvers = '['",
    "other JSON": "UPDATE runs SET solvers = '[3]'",
    "digests of another kind": "UPDATE runs SET instances = '[3]'",
    "no kinds": "UPDATE runs SET solvers = replace(solvers, 'kinds', 'sorts')",
    "a problem that nobody has": "UPDATE runs SET problem = 'x'",
    "judging of another kind": "UPDATE runs SET judging = '[]'",
    "nested JSON": f"UPDATE runs SET judging = '{'[' * 100_000}'",
}


@pytest.mark.parametrize("forged", FORGED)
def test_what_was_forged_is_one_line(path, contest, forged):
    record(path, contest)
    sql(FORGED[forged])(path)

    def read():
        with Store.open(path) as store:
            store.comparisons()

    with pytest.raises((ConfigError, UnknownNameError)) as caught:
        read()
    assert caught.value.exit_code == 2
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.8])
def test_a_file_that_was_cut_is_one_line(path, contest, share):
    record(path, contest)
    content = path.read_bytes()
    path.write_bytes(content[: int(share * len(content))])
    with pytest.raises(ConfigError), Store.open(path) as store:
        store.comparisons()


def test_a_full_disk_keeps_what_was_written_before(path):
    long = PrefixSums().generate(np.random.default_rng(0), 40, PrefixSums.Params(bits=500))
    contest, written = contest_of(PrefixSums(), long, [], [CumulativeXor()]), []
    with Store.open(path, create=True) as store:
        recording = store.begin(contest, About())
        [pages] = store._database.execute("PRAGMA page_count").fetchone()
        store._database.execute(f"PRAGMA max_page_count = {pages + 3}")

        def go_on():
            for cell in contest.answers():
                recording.add(cell)
                written.extend(cell)

        with pytest.raises(ConfigError, match="full"):
            go_on()
    with Store.open(path) as store:
        [stored] = store.comparisons()
    assert 0 < len(stored.given) == len(written) < len(long)


def limited(script, *arguments, size=0):
    """What a process prints that may write no file of more bytes."""
    before = f"import resource; resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))\n"
    words = [sys.executable, "-B", "-c", before + script, *map(str, arguments)]
    return subprocess.run(words, capture_output=True, text=True, check=True, timeout=100).stdout


READ = """
import sys
from pathlib import Path
from thinkers.scoring.store.store import Store
with Store.open(Path(sys.argv[1])) as store:
    print(len(store._database.execute("SELECT * FROM answers").fetchall()))
"""

CREATE = """
import sys
from pathlib import Path
from thinkers.errors import ConfigError
from thinkers.scoring.store.store import Store
try:
    Store.open(Path(sys.argv[1]), create=True)
except ConfigError as error:
    print(error, error.hint, sep="; ")
"""


def test_a_store_is_read_where_nothing_can_be_written(path, contest):
    record(path, contest)
    before = path.read_bytes()
    for _ in range(2):
        assert limited(READ, path) == "8\n"
    assert path.read_bytes() == before
    assert len(record(path, contest)) == 8


@pytest.mark.parametrize("size", [0, 1 << 12, 1 << 14])
def test_a_limit_on_file_sizes_is_told_and_the_file_goes_on(path, contest, size):
    said = limited(CREATE, path, size=size)
    assert said.startswith(f"cannot write {path}: no room on the disk, or a limit on the size")
    assert "the same command goes on" in said
    assert len(record(path, contest)) == 8


@pytest.mark.parametrize("create", [False, True])
def test_a_pipe_is_no_store(path, create):
    os.mkfifo(path)
    with pytest.raises(ConfigError, match="no regular file"):
        Store.open(path, create=create)


def test_a_copy_of_a_closed_store_is_whole(path, contest, tmp_path):
    record(path, contest)
    copy = tmp_path / "copy.sqlite"
    shutil.copy(path, copy)
    with Store.open(copy) as store:
        assert len(store.comparisons()[0].given) == 8
