"""The page is used without a mouse, without eyes, in light and dark: names, focus, contrast."""

import re

import pytest

NAMELESS = """() => [...document.querySelectorAll(
  'a, button, input, select, textarea, img, [role=button], [role=checkbox], [role=radio], ' +
  '[role=radiogroup], [role=combobox], [role=tab], [role=tablist], [role=grid], [role=gridcell], ' +
  '[role=group], [role=slider]')].filter(each => each.checkVisibility())
  .filter(each => ![each.getAttribute('aria-label'), each.title, each.alt,
    ...[...(each.labels || [])].map(label => label.innerText),
    ['INPUT', 'TEXTAREA', 'IMG'].includes(each.tagName) ? '' : each.innerText]
    .some(name => name && name.trim()))
  .map(each => each.outerHTML.slice(0, 200))"""
"""Controls and pictures that nothing names: no label, no title, no text of their own."""

FAINT = """() => {
  const parse = text => { const found = text.match(/[\\d.]+/g).map(Number);
    return found.length < 4 ? [...found, 1] : found; };
  const over = (top, below) => [0, 1, 2].map(i => top[i] * top[3] + below[i] * (1 - top[3]));
  const light = colour => colour.map(part => part / 255)
    .map(s => s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4)
    .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  const paper = each => each === null ? [255, 255, 255]
    : over(parse(getComputedStyle(each).backgroundColor), paper(each.parentElement));
  const faint = [];
  for (const each of document.querySelectorAll('body *')) {
    const own = [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (!own || !each.checkVisibility({ opacityProperty: true })) continue;
    if (each.closest('[disabled], .disabled')) continue;
    const back = paper(each), ink = over(parse(getComputedStyle(each).color), back);
    const [low, high] = [light(ink), light(back)].sort((a, b) => a - b);
    const contrast = (high + 0.05) / (low + 0.05);
    if (contrast < 4.5) faint.push([contrast.toFixed(2), each.innerText, each.className]);
  }
  return faint;
}"""
"""Text of less contrast than WCAG 2.2 asks for (1.4.3)."""

WIDER = """() => document.documentElement.scrollWidth - innerWidth"""

FOCUSED = """() => [document.activeElement]
  .map(each => each.getAttribute('aria-label') || each.innerText)[0]"""

MOVING = """() => [...document.querySelectorAll('body *')].filter(each => {
  const style = getComputedStyle(each);
  return parseFloat(style.transitionDuration) > 0 && style.transitionProperty !== 'none'
    || style.animationName !== 'none'; }).length"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("problem", ["maze", "tsp"])
def test_everything_has_a_name_and_can_be_read(opened, problem, scheme):
    page = opened(problem, color_scheme=scheme)
    page.get_by_role("button", name="Draw an instance").click()
    page.get_by_alt_text(f"an instance of {problem}").wait_for()
    page.get_by_label("iterations").fill("2")
    page.get_by_role("button", name="Solve").click()
    page.get_by_alt_text(re.compile("iteration 2")).wait_for()
    for name in page.get_by_role("tab").all_inner_texts():
        page.get_by_role("tab", name=name).click()
        page.get_by_role("tab", name=name, selected=True).wait_for()
        page.get_by_role("tabpanel").first.wait_for()
        assert page.evaluate(NAMELESS) == []
        assert page.evaluate(FAINT) == []


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
