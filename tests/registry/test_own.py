"""The architectures of the core come through the plugins' door, without torch until asked."""

import subprocess
import sys

from thinkers.registry import own


def test_the_plugin_is_found_and_its_hook_listed_without_torch():
    script = (
        "import sys; from thinkers.registry.registry import installed\n"
        "[plugin] = [p for p in installed().plugins.loaded if p.name == 'nets']\n"
        "print(plugin.distribution, *plugin.hooks, 'torch' in sys.modules)"
    )
    command = [sys.executable, "-P", "-c", script]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "thinkers thinkers_thinkers False"


def test_the_hook_gives_every_architecture_of_the_core():
    given = own.thinkers_thinkers()
    names = ["dt", "dt-cp", "dt-g", "dt-l", "dt-m", "dt-mono", "dt-mp", "dt-om", "dt-os", "dt-r"]
    assert sorted(thinker.name for thinker in given) == names
