"""Instances in files are learnt from by the problem's own labels, whatever stands beside them."""

import os

import numpy as np
import pytest
from thinkers_prefix_sums.problem import PrefixSums

from thinkers.errors import ConfigError, InvalidInstanceError
from thinkers.training.data.files import of_files
from thinkers.training.task import Task

PROBLEM = PrefixSums()
TASK = Task(PROBLEM, "centred")


def test_the_instances_of_a_file_come_by_shape_with_their_labels(tmp_path):
    path = tmp_path / "bits.txt"
    path.write_text("0110\n1\n1111\n")
    four, one = of_files(TASK, path)
    np.testing.assert_array_equal(four.targets, [[0, 1, 0, 0], [1, 0, 1, 0]])
    np.testing.assert_array_equal(one.targets, [[1]])


def test_a_folder_gives_all_files_that_the_problem_reads(tmp_path):
    for name, bits in (("b.txt", "000"), ("a.txt", "111"), ("notes.md", "no bits")):
        (tmp_path / name).write_text(bits)
    [batch] = of_files(TASK, tmp_path)
    np.testing.assert_array_equal(batch.targets, [[1, 0, 1], [0, 0, 0]])


def test_a_wrong_answer_beside_an_instance_is_not_learnt(tmp_path):
    path = tmp_path / "failing.txt"
    bits = np.array([0, 1, 0, 1], np.int8)
    PROBLEM.write(path, [bits], [1 - bits.cumsum() % 2])
    [told] = PROBLEM.read_answers(path)
    np.testing.assert_array_equal(told, [1, 0, 0, 1])
    [batch] = of_files(TASK, path)
    np.testing.assert_array_equal(batch.targets, [[0, 1, 1, 0]])


def test_what_is_not_there_is_refused_with_a_sentence(tmp_path):
    with pytest.raises(ConfigError, match=r"there is no file .*none\.txt to train on"):
        of_files(TASK, tmp_path / "none.txt")
    with pytest.raises(ConfigError, match=r"the folder .* has no files of prefix_sums"):
        of_files(TASK, tmp_path)
    (tmp_path / "bad.txt").write_text("01x")
    with pytest.raises(InvalidInstanceError, match=r"bad\.txt"):
        of_files(TASK, tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_what_is_no_file_in_a_folder_is_refused_before_it_is_opened(tmp_path):
    os.mkfifo(tmp_path / "endless.txt")
    with pytest.raises(InvalidInstanceError, match=r"endless\.txt is a named pipe"):
        of_files(TASK, tmp_path)
