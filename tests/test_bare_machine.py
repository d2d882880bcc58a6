"""Nothing can be written, there is no folder for temporary files and no home: all still works."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

READ_ONLY = """
mount -o remount,bind,ro / && mount -o remount,bind,ro /dev/shm 2>/dev/null
mount -t tmpfs none /mnt || exit 77
for place in $(awk '{print $2}' /proc/mounts); do
    test "$place" = /mnt || test ! -w "$place" || test ! -d "$place" ||
        mount -o remount,bind,ro "$place" 2>/dev/null
done
test -w /tmp && exit 77
cd /
exec "$@"
"""
"""Runs a command where only /mnt can be written; exits 77 where that cannot be had."""

HOMELESS = {"HOME", "USER", "LOGNAME", "XDG_CACHE_HOME", "THINKERS_CACHE", "TMPDIR"}

TINY = (
    "config.width=4", "optimizer.steps=2", "optimizer.warmup=0", "validate_every=2",
    "loss.iterations=4", "scores.sizes=[4]", "scores.instances=2", "data.batch=2",
    "data.train=[{count = 4, params = {bits = 4}}]",
    "data.validation=[{count = 2, params = {bits = 4}}]",
)  # fmt: skip


@pytest.fixture
def bare():
    """Runs the program on a bare machine."""

    def bare(*words):
        command = ["unshare", "-m", "sh", "-c", READ_ONLY, "sh", sys.executable, "-m", "thinkers"]
        environment = {k: v for k, v in os.environ.items() if k not in HOMELESS}
        run = subprocess.run(
            [*command, *words], capture_output=True, text=True, check=False, env=environment
        )
        if run.returncode == 77:
            pytest.skip("the file system cannot be made read-only here")
        return run

    tool = shutil.which("unshare")
    if tool is None or subprocess.run([tool, "-m", "true"], check=False).returncode:
        pytest.skip("needs the right to mount")
    return bare


@pytest.mark.parametrize(
    "words",
    [("solve", "maze", "--size", "5"), ("solve", "tsp", "--cities", "12", "--refine")],
    ids=" ".join,
)
def test_compiled_code_falls_back(bare, words):
    run = bare(*words)
    assert (run.returncode, run.stderr) == (0, "")
    assert "length" in run.stdout


def test_training_needs_only_its_own_folder(bare):
    changes = [word for setting in TINY for word in ("--set", setting)]
    run = bare("train", "prefix_sums", "--recipe", "dt-l", *changes, "--out", "/mnt/run")
    assert run.returncode == 0, run.stderr
    assert run.stdout == "wrote /mnt/run/dt-l.safetensors\n"
    assert run.stderr.count("labels are not cached") == 2


def test_a_file_that_cannot_be_written_is_the_users_to_mend(bare):
    run = bare("generate", "prefix_sums", "-o", str(Path("/bits.txt")))
    assert run.returncode == 2
    assert run.stderr.startswith("error: cannot write /bits.txt")
