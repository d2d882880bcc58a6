"""A plugin that ships models and nothing else is made as the page says, and found."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from thinkers import ModelCard, installed

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "models.md").read_text(encoding="utf-8")


def test_the_model_of_such_a_plugin_solves(tmp_path):
    pytest.importorskip("thinkers_prefix_sums")
    [project] = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    [hooks] = re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL)
    package = tmp_path / "thinkers_parity"
    (package / "models").mkdir(parents=True)
    (package / "__init__.py").write_text(hooks, encoding="utf-8")
    renamed(installed().card("prefix_sums/dt-os"), package / "models" / "parity.safetensors")
    [points] = re.findall(r"\[project.entry-points.thinkers\]\n(.*?)\n\n", project, re.DOTALL)
    info = tmp_path / "thinkers_parity-0.1.0.dist-info"
    info.mkdir()
    points = points.replace('"', "")
    (info / "entry_points.txt").write_text(f"[thinkers]\n{points}\n", encoding="utf-8")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: thinkers-parity\nVersion: 0.1.0\n")
    script = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n"
        "from thinkers_prefix_sums import solve_bits\n"
        "result = solve_bits('0110', model='prefix_sums/parity')\n"
        "print(result.model, result.verdict.right)\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["prefix_sums/parity", "True"], run.stderr


def renamed(model: ModelCard, path: Path) -> None:
    """A copy of a model file under the name that the page gives it; the weights are not touched."""
    from safetensors.numpy import load_file, save_file

    card = json.loads(model.card.model_dump_json()) | {"name": "prefix_sums/parity"}
    save_file(load_file(model.path), path, {"thinkers": json.dumps(card)})
