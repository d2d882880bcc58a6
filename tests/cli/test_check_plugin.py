"""Checking a plugin from the shell: every rule by name, exit 1 when one is broken."""


def test_our_own_plugin_keeps_its_contracts(thinkers):
    printed = thinkers("check-plugin", "prefix_sums")
    assert printed.code == 0, printed.out
    assert "passed  prefix_sums: labels survive decoding" in printed.out
    assert "passed  cumulative-xor: answers are feasible" in printed.out
    assert "FAILED" not in printed.out


def test_the_cores_thinkers_keep_theirs(thinkers):
    printed = thinkers("check-plugin", "nets")
    assert printed.code == 0, printed.out
    assert "passed  dt-m: thinks alone (matrix)" in printed.out


def test_an_unknown_plugin_is_a_users_mistake(thinkers):
    printed = thinkers("check-plugin", "nest")
    assert printed.code == 2
    assert "did you mean 'nets'?" in printed.err
