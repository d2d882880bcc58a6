"""Checking a plugin from the shell: every rule by name, exit 1 when one is broken."""

import pytest

from thinkers.testing import problem_checks


def test_our_own_plugin_keeps_its_contracts(thinkers):
    printed = thinkers("check-plugin", "prefix_sums")
    assert printed.code == 0, printed.out
    for subject, rule in [
        ("prefix_sums", "labels survive decoding"),
        ("cumulative-xor", "answers are feasible"),
        ("prefix_sums/dt-l", "it solves the toy"),
    ]:
        assert f"passed  {subject}: {rule}\n" in printed.out
    assert "\nprefix_sums keeps its contracts: " in printed.out
    assert "FAILED" not in printed.out


def test_the_cores_thinkers_keep_theirs(thinkers):
    printed = thinkers("check-plugin", "nets")
    assert printed.code == 0, printed.out
    assert "passed  dt-m: thinks alone (matrix)" in printed.out


@pytest.fixture
def check(door, monkeypatch, thinkers):
    """Checks a plugin of `tests/data`, which is installed together with the good one."""

    def check(folder, name):
        registry = door("good", folder)
        monkeypatch.setattr("thinkers.cli.check_plugin.installed", lambda: registry)
        return thinkers("check-plugin", name)

    return check


def test_a_strangers_plugin_can_be_checked(check):
    printed = check("raises", "coins")
    assert printed.code == 0, printed.out
    assert "passed  turner: answers are repeatable" in printed.out


def test_a_plugin_that_cannot_be_loaded_fails(check):
    printed = check("import_error", "absent")
    assert printed.code == 1
    assert printed.out.startswith("FAILED  absent (mini-absent 1.1): ModuleNotFoundError")
    assert printed.out.endswith(
        "absent breaks its contracts: 0 checks passed, 1 failed, 0 skipped\n"
    )


def test_a_hook_that_raises_fails(check):
    printed = check("raises", "raises")
    assert printed.code == 1
    assert "FAILED  raises (mini-raises 1.3): thinkers_problems raised RuntimeError" in printed.out


def parts(line):
    """The outcome, the subject and the rule of a line; of a skipped one without the reason."""
    outcome, _, rest = line.partition(" ")
    subject, _, rule = rest.strip().partition(": ")
    return outcome, subject, rule.partition(": ")[0] if outcome == "skipped" else rule


def test_a_broken_rule_is_named_and_the_others_still_run(thinkers, monkeypatch):
    from thinkers_prefix_sums.problem import PrefixSums

    monkeypatch.setattr(PrefixSums, "summary", "")
    printed = thinkers("check-plugin", "prefix_sums")
    assert printed.code == 1
    assert "FAILED  prefix_sums: described\n        ContractError: summary says" in printed.out
    tried = {(word, rule) for word, _, rule in map(parts, printed.out.splitlines())}
    for check in problem_checks(PrefixSums()):
        assert {
            ("passed", check.name),
            ("skipped", check.name),
        } & tried or check.name == "described"
    assert ", 1 failed, " in printed.out.splitlines()[-1]


def test_an_unknown_plugin_is_a_users_mistake(refused):
    assert "did you mean 'nets'?" in refused("check-plugin", "nest")
