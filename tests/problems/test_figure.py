"""A figure is written in the form that the file's name asks for, or one line says why not."""

import pytest

from thinkers import Figure
from thinkers.errors import ConfigError


def counted(calls):
    """A figure that records which of its forms were made."""

    def svg():
        calls.append("svg")
        return "<svg>é</svg>"

    def png():
        calls.append("png")
        return b"\x89PNG"

    return Figure("text", svg, png)


@pytest.mark.parametrize(
    ("name", "form", "content"),
    [
        ("tour.svg", "svg", "<svg>é</svg>".encode()),
        ("tour.SVG", "svg", "<svg>é</svg>".encode()),
        ("tour.png", "png", b"\x89PNG"),
    ],
)
def test_only_the_form_that_is_asked_for_is_made(tmp_path, name, form, content):
    calls = []
    counted(calls).save(tmp_path / name)
    assert (tmp_path / name).read_bytes() == content
    assert calls == [form]


@pytest.mark.parametrize("name", ["tour.pdf", "tour", ".svg"])
def test_another_suffix_is_refused_before_anything_is_drawn(tmp_path, name):
    calls = []
    with pytest.raises(ConfigError, match="cannot draw to") as caught:
        counted(calls).save(tmp_path / name)
    assert caught.value.hint == "use a name ending in .svg or .png"
    assert (calls, list(tmp_path.iterdir())) == ([], [])


def test_a_folder_that_is_not_there_gives_one_line(tmp_path):
    with pytest.raises(ConfigError, match=r"cannot write .*gone.*: No such file or directory"):
        counted([]).save(tmp_path / "gone" / "tour.svg")
