"""Listing: everything installed, as a table or as JSON, and each plugin that was left out."""

import pytest


@pytest.mark.parametrize(
    ("what", "name"),
    [
        ("problems", "prefix_sums"),
        ("baselines", "cumulative-xor"),
        ("models", "prefix_sums/dt-l"),
        ("plugins", "nets"),
        ("thinkers", "dt-l"),
    ],
)
def test_each_kind_lists_by_name(thinkers, what, name):
    found = thinkers("list", what, "--json").objects
    assert name in {row["name"] for row in found}
    assert {row["kind"] for row in found} == {what}
    assert name in thinkers("list", what).out


def test_without_a_kind_all_but_thinkers_are_listed(thinkers):
    kinds = {row["kind"] for row in thinkers("list", "--json").objects}
    assert kinds == {"problems", "baselines", "models", "plugins"}
