"""The page is used without a mouse, without eyes, in light and dark: names, focus, contrast."""

import re

import pytest

WIDER = """() => document.documentElement.scrollWidth - innerWidth"""

FOCUSED = """() => [document.activeElement]
  .map(each => each.getAttribute('aria-label') || each.innerText)[0]"""

MOVING = """() => [...document.querySelectorAll('body *')].filter(each => {
  const style = getComputedStyle(each);
  return parseFloat(style.transitionDuration) > 0 && style.transitionProperty !== 'none'
    || style.animationName !== 'none'; }).length"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("problem", ["maze", "tsp"])
def test_everything_has_a_name_and_can_be_read(opened, nameless, faint, problem, scheme):
    page = opened(problem, color_scheme=scheme)
    page.get_by_role("button", name="Draw an instance").click()
    page.get_by_alt_text(f"an instance of {problem}").wait_for()
    page.get_by_label("iterations").fill("2")
    page.get_by_role("button", name="Solve").click()
    page.get_by_alt_text(re.compile("iteration 2|the best, of iteration 1")).wait_for()
    for name in page.get_by_role("tab").all_inner_texts():
        page.get_by_role("tab", name=name).click()
        page.get_by_role("tab", name=name, selected=True).wait_for()
        page.get_by_role("tabpanel").first.wait_for()
        assert nameless(page) == []
        assert faint(page) == []


@pytest.mark.parametrize("width", [360, 1200])
def test_nothing_sticks_out(opened, width):
    page = opened("maze", viewport={"width": width, "height": 800})
    for name in page.get_by_role("tab").all_inner_texts():
        page.get_by_role("tab", name=name).click()
        page.get_by_role("tabpanel").first.wait_for()
        assert page.evaluate(WIDER) <= 0


def test_the_keyboard_alone_solves_a_maze(opened):
    page = opened("maze")

    def tab_to(name):
        for _ in range(80):
            if page.evaluate(FOCUSED).strip() == name:
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"the Tab key does not reach {name}")

    tab_to("Draw an instance")
    page.keyboard.press("Enter")
    page.get_by_alt_text("an instance of maze").wait_for()
    tab_to("bfs")
    page.keyboard.press("Space")
    tab_to("Solve")
    page.keyboard.press("Enter")
    page.get_by_alt_text(re.compile("baseline bfs: verified")).wait_for()
    tab_to("First")
    page.keyboard.press("Enter")
    page.get_by_alt_text(re.compile("iteration 1:")).wait_for()


def test_headings_and_landmarks_lead_through_the_page(opened):
    page = opened("maze")
    assert page.locator("html").get_attribute("lang")
    assert page.get_by_role("main").count() == 1
    assert page.get_by_role("heading", level=1).all_inner_texts() == ["thinkers"]
    assert page.get_by_role("heading", level=2).all_inner_texts() == [
        "Instance", "Solvers", "Thinking",
    ]  # fmt: skip


def test_who_wants_less_motion_gets_none(opened):
    page = opened("maze", reduced_motion="reduce")
    assert page.evaluate(MOVING) == 0
    assert opened("maze").evaluate(MOVING) > 0
