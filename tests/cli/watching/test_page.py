"""In a real browser: the page that `watch` writes plays and scrubs, and asks for nothing."""

import re

import pytest


@pytest.fixture
def shown(works, tiny, browser, tmp_path, request):
    """Watches 6 iterations into a page, and opens it; it must complain of and ask for nothing."""
    path, asked = tmp_path / "page.html", []
    works("watch", "prefix_sums", "--bits", 6, "--model", tiny, "--iterations", 6, "-o", path)
    page = browser.new_page(color_scheme=getattr(request, "param", "light"))
    page.on("console", lambda message: asked.append(message.text))
    page.on("pageerror", lambda error: asked.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path.as_uri())
    yield page
    page.close()
    assert [each for each in asked if not each.startswith("data:")] == [path.as_uri()]


def at(page):
    """The iteration that is shown, by heading, picture and what a screen reader is told alike."""
    told = [
        page.get_by_role("heading", level=2).inner_text(),
        page.get_by_role("img").get_attribute("alt"),
    ]
    found = {int(re.search(r"iteration (\d+)", each)[1]) for each in told}
    assert len(found) == 1
    return found.pop()


def test_it_begins_at_the_first_frame_and_is_scrubbed(shown):
    frame = shown.get_by_label("Frame", exact=True)
    assert at(shown) == 1
    frame.fill("3")
    assert at(shown) == 4
    frame.press("ArrowRight")
    assert at(shown) == 5
    frame.press("End")
    assert at(shown) == 6
    assert "iteration 6" in shown.get_by_role("status").inner_text()


def test_keys_step_anywhere_on_the_page(shown):
    for key, place in (("ArrowRight", 2), ("End", 6), ("ArrowLeft", 5), ("Home", 1)):
        shown.keyboard.press(key)
        assert at(shown) == place


def test_it_plays_to_its_end_and_pauses(shown):
    shown.get_by_label("Frames a second").select_option("32")
    shown.get_by_role("button", name="Play").click()
    shown.get_by_role("heading", name=re.compile("iteration 6")).wait_for()
    shown.get_by_role("button", name="Play").wait_for()
    shown.get_by_label("Frames a second").select_option("1")
    shown.keyboard.press("Tab")
    shown.keyboard.press(" ")
    shown.get_by_role("button", name="Pause").click()
    assert at(shown) in {1, 2, 3}


def test_every_control_has_a_name_and_every_picture_shows_something(shown, nameless):
    assert nameless(shown) == []
    assert shown.get_by_role("img").evaluate("each => each.naturalWidth") > 0


@pytest.mark.parametrize("shown", ["light", "dark"], indirect=True)
def test_text_can_be_read_on_the_colours_that_the_reader_prefers(shown, faint):
    assert faint(shown) == []
