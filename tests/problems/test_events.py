"""Progress counts what is done, and labels made in parts are those made at once."""

import pytest

from thinkers.problems.events import LABELS_AT_ONCE, Advance, in_parts


@pytest.mark.parametrize(
    ("advance", "share"),
    [
        (Advance("labelling", 1, 4), 0.25),
        (Advance("thinking", 0, 4, iteration=5, limit=10, batch=2), 0.25),
        (Advance("thinking", 2, 4, iteration=5, limit=10, batch=2), 0.75),
        (Advance("thinking", 2, 4, iteration=5, batch=2), 0.5),
        (Advance("solving", 0, 0), 1.0),
    ],
)
def test_a_batch_counts_by_its_iterations(advance, share):
    assert advance.share == share


@pytest.mark.parametrize("count", [0, 1, LABELS_AT_ONCE, 2 * LABELS_AT_ONCE + 1])
def test_labels_in_parts_are_all_labels_in_order(count):
    said, parts = [], []

    def label(tasks):
        parts.append(len(tasks))
        return [2 * task for task in tasks]

    assert in_parts(label, range(count), said.append) == [2 * task for task in range(count)]
    assert all(0 < part <= LABELS_AT_ONCE for part in parts)
    assert [each.done for each in said] == [*range(0, count, LABELS_AT_ONCE), count]
    assert {(each.work, each.total) for each in said} == {("labelling", count)}
