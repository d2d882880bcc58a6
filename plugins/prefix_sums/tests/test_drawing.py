"""The picture shows the bits, the answer, and a mark under each wrong bit."""

import struct

import numpy as np
from thinkers_prefix_sums.drawing import WIDTH, WRONG, draw


def test_a_right_answer_has_no_marks():
    figure = draw(np.array([1, 0, 1, 1]), np.array([1, 1, 0, 1]))
    assert figure.text == "bits     1011\nparities 1101"
    assert WRONG not in figure.svg()


def test_wrong_bits_are_marked():
    figure = draw(np.array([1, 0, 1, 1]), np.array([1, 0, 0, 0]))
    assert figure.text.splitlines()[2] == "wrong     ^ ^"
    assert figure.svg().count(WRONG) == 2


def test_pictures_are_as_large_as_what_they_show():
    for bits, answer in ((5, None), (5, 5), (40, 40)):
        string = np.zeros(bits, np.int64)
        figure = draw(string, None if answer is None else string)
        width, height = struct.unpack(">II", figure.png()[16:24])
        assert f'width="{width}" height="{height}"' in figure.svg()
        assert figure.svg().count("<rect") == 1 + bits * (1 if answer is None else 2)


def test_long_strings_are_folded():
    lines = draw(np.ones(WIDTH + 3, int), None).text.splitlines()
    assert [len(line.split()[1]) for line in lines] == [WIDTH, 3]
