"""What is noted of thoughts is given back for each instance, and takes little room."""

import sys

import numpy as np

from thinkers.engine.progress import Progress
from thinkers.engine.thoughts import Thoughts


def progress(iteration, *residuals):
    return Progress(iteration, np.array(residuals), np.ones(len(residuals)), 0.0)


def test_each_instance_has_the_residuals_of_the_iterations_that_it_thought():
    thoughts, every, two = Thoughts.of(3), np.arange(3), np.array([1, 2])
    thoughts.note(every, progress(1, 0.1, 0.2, 0.3))
    thoughts.note(every, progress(2, 0.0, 0.4, 0.5))
    thoughts.note(two, progress(3, 0.6, 0.7))
    thoughts.note(two[1:], progress(4, 0.8))
    assert thoughts.residuals == [[0.1, 0.0], [0.2, 0.4, 0.6], [0.3, 0.5, 0.7, 0.8]]


def test_before_the_first_iteration_there_are_none():
    assert Thoughts.of(2).residuals == [[], []]


def test_an_iteration_takes_eight_bytes_an_instance():
    thoughts, active = Thoughts.of(4), np.arange(4)
    for iteration in range(1000):
        thoughts.note(active, progress(iteration, 0.1, 0.2, 0.3, 0.4))
    assert sum(sys.getsizeof(each) for each in (thoughts._noted, thoughts._spans)) < 1.2 * 8 * 4000
