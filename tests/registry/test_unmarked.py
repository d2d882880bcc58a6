"""Functions that would be hooks are told when they are not marked as such; others are not."""

from types import ModuleType

import pluggy
import pytest

from thinkers.registry.unmarked import HOOKS, nothing_seen, unseen_hooks


def module(**members):
    found = ModuleType("some_plugin")
    vars(found).update(members)
    return found


def function():
    return []


def marked_for(project):
    @pluggy.HookimplMarker(project)
    def hook():
        return []

    return hook


def test_the_four_hooks_are_known():
    assert set(HOOKS) == {f"thinkers_{each}" for each in ("baselines", "models", "problems",
                                                          "thinkers")}  # fmt: skip


@pytest.mark.parametrize("name", ["thinkers_problems", "thinkers_problem", "thinkers_model"])
def test_an_unmarked_hook_is_told_with_its_place(name):
    [said] = unseen_hooks(module(**{name: function}))
    assert said.startswith("registry/test_unmarked.py, line ")
    assert f"{name} is not marked with @thinkers.hookimpl" in said


def test_a_foreign_marker_is_named():
    [said] = unseen_hooks(module(thinkers_models=marked_for("pytest")))
    assert "thinkers_models is marked for pytest" in said


def test_what_is_marked_or_is_no_hook_is_not_told():
    own = marked_for("thinkers")
    assert unseen_hooks(module(thinkers_models=own, thinkers_of=function, helper=function)) == []


def test_what_is_no_module_is_told_by_its_kind():
    assert "the class int" in nothing_seen(int)
    assert "some_plugin implements no hook" in nothing_seen(module())
