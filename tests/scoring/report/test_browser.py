"""A real browser shows the page without a complaint, a request, or anything that sticks out."""

import pytest

from thinkers.scoring.report.page import page

HOSTILE = '<script>document.title="taken"</script><img src=x onerror=alert(1)>'

PARTS = "[...document.querySelectorAll('body *')]"
WIDER = f"""{PARTS}.filter(each => !each.closest('.scroll') && !each.closest('svg')
    && each.getBoundingClientRect().right > innerWidth + 1).map(each => each.outerHTML)"""
EMPTY = f"{PARTS}.filter(each => each.tagName === 'IMG' && !each.naturalWidth).length"
COLOURS = "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]"


@pytest.fixture
def shown(browser, sheet, tmp_path):
    """Opens a page of two sheets, and gives it with all that it asked for and complained of."""
    path = tmp_path / "page.html"
    path.write_text(page([sheet(6, hostile=HOSTILE), sheet(30)], "Solvers"), encoding="utf-8")
    opened = []

    def shown(width, scheme):
        viewed = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
        opened.append(viewed)
        faults = []
        viewed.on("console", lambda message: faults.append(message.text))
        viewed.on("pageerror", lambda error: faults.append(str(error)))
        viewed.on("request", lambda request: faults.append(request.url))
        viewed.goto(path.as_uri())
        return viewed, [each for each in faults if each != path.as_uri()]

    yield shown
    for each in opened:
        each.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1200])
def test_it_is_shown_as_it_is_meant(shown, width, scheme):
    viewed, faults = shown(width, scheme)
    assert not faults
    assert viewed.title() == "Solvers"
    assert viewed.evaluate("document.documentElement.scrollWidth") <= width
    assert viewed.evaluate(WIDER) == []
    assert viewed.evaluate(EMPTY) == 0
    ink, paper = (_lightness(colour) for colour in viewed.evaluate(COLOURS))
    assert (ink > paper) == (scheme == "dark")
    assert _contrast(ink, paper) > 7


def _lightness(colour):
    """Relative luminance (WCAG 2.2) of `rgb(r, g, b)`."""
    shares = [int(part) / 255 for part in colour[4:-1].split(",")]
    linear = [s / 12.92 if s <= 0.04045 else ((s + 0.055) / 1.055) ** 2.4 for s in shares]
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def _contrast(first, second):
    return (max(first, second) + 0.05) / (min(first, second) + 0.05)


def test_the_keyboard_reaches_every_table(shown):
    viewed, _ = shown(360, "light")
    tables = viewed.locator("table").count()
    assert viewed.locator('[tabindex="0"][role="region"][aria-label] table').count() == tables > 0
