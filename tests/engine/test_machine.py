"""The memory that is free is the least that anybody allows; a limit that is none does not count."""

import pytest

from thinkers.engine.machine import free_memory

MEMINFO = "MemTotal:       100 kB\nMemAvailable:   64 kB\n"


@pytest.fixture
def machine(tmp_path):
    """Writes the files in which a kernel tells of memory; gives what is free by them."""

    def machine(meminfo=MEMINFO, cgroup="", **files):
        proc, groups = tmp_path / "proc", tmp_path / "groups"
        (proc / "self").mkdir(parents=True)
        (proc / "meminfo").write_text(meminfo)
        (proc / "self" / "cgroup").write_text(cgroup)
        for name, text in files.items():
            path = groups / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return free_memory(proc, groups)

    return machine


def test_without_groups_it_is_what_the_machine_has(machine):
    assert machine() == 64 * 1024


@pytest.mark.parametrize("folder", ["", "a/", "a/b/"])
def test_each_group_around_the_process_counts(machine, folder):
    files = {f"{folder}memory.max": "5000\n", f"{folder}memory.current": "2000\n"}
    assert machine(cgroup="0::/a/b\n", **files) == 3000


def test_files_that_are_only_kept_in_memory_count_as_free(machine):
    files = {
        "memory/a/memory.limit_in_bytes": "5000\n",
        "memory/a/memory.usage_in_bytes": "4000\n",
        "memory/a/memory.stat": "cache 700\ntotal_inactive_file 500\n",
    }
    assert machine(cgroup="9:name=systemd:/\n4:memory:/a\n", **files) == 1500


@pytest.mark.parametrize("limit", ["max", "9223372036854771712"])
def test_a_group_without_a_limit_does_not_count(machine, limit):
    files = {"memory.max": limit, "memory.current": "2000\n"}
    assert machine(cgroup="0::/\n", **files) == 64 * 1024


def test_a_group_that_has_passed_its_limit_leaves_nothing(machine):
    files = {"memory.max": "5000\n", "memory.current": "6000\n"}
    assert machine(cgroup="0::/\n", **files) == 0


def test_this_machine_has_some():
    assert free_memory() > 1 << 20
