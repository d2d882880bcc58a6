"""In a real browser: instances are drawn, dropped and pasted, solved, and stepped through."""

import re

import numpy as np
import pytest
from thinkers_maze.problem import Maze
from thinkers_tsp.problem import Tsp

FEN = "6k1/5ppp/8/8/8/8/8/4R1K1 w - - 1 2"


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def tab(page, name):
    page.get_by_role("tab", name=name).click()


def picture(page, words):
    """Waits for a picture that is described so, and gives its description."""
    found = page.get_by_alt_text(re.compile(words.replace("/", "."))).first  # Playwright's own sign
    found.wait_for()
    return found.get_attribute("alt")


def said(page, words):
    page.get_by_role("alert").get_by_text(re.compile(words)).wait_for()


def middle(cell):
    box = cell.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_maze_is_drawn_solved_compared_and_stepped_through(opened):
    page = opened("maze")
    tab(page, "By hand")
    cell = page.get_by_role("grid").get_by_role("gridcell")
    cell.nth(80).wait_for()  # the tab's content comes after the click
    assert cell.count() == 81
    page.mouse.move(*middle(cell.nth(1)))
    page.mouse.down()
    page.mouse.move(*middle(cell.nth(64)), steps=20)  # down the second column, but for two cells
    page.mouse.up()
    assert cell.nth(10).get_attribute("aria-label") == "row 2, column 2: wall"
    cell.nth(0).focus()
    for key in ("s", "S", "ArrowRight", "Space", "Space", "End", "E", "ArrowDown", "Home"):
        page.keyboard.press(key)
    assert [cell.nth(place).get_attribute("aria-label") for place in (0, 1, 8)] == [
        "row 1, column 1: start", "row 1, column 2: wall", "row 1, column 9: end",
    ]  # fmt: skip
    press(page, "Use the drawing")
    picture(page, "an instance of maze")
    page.get_by_role("checkbox", name="bfs", exact=True).click()
    press(page, "Solve")
    right = picture(page, "baseline bfs: verified, length").partition(": ")[2]
    last = picture(page, f"^maze/proven, iteration \\d+: {right}$")
    press(page, "First")
    picture(page, "maze/proven, iteration 1:")
    press(page, "Forward")
    picture(page, "maze/proven, iteration 2:")
    press(page, "Back")
    picture(page, "maze/proven, iteration 1:")
    page.get_by_label("Frame", exact=True).press("End")
    picture(page, f"^{re.escape(last)}$")
    press(page, "Play")
    picture(page, "maze/proven, iteration [1-9]:")
    press(page, "Pause")


def test_a_drawing_that_is_no_instance_is_told_as_on_the_command_line(opened):
    page = opened("maze")
    tab(page, "By hand")
    press(page, "Use the drawing")
    said(page, "error: the drawing, maze 1: there is no start")
    said(page, "--start ROW,COLUMN")


def test_files_are_dropped_and_bad_ones_told(opened, tmp_path):
    [cities] = Tsp().generate(np.random.default_rng(0), 1, Tsp.Params(cities=7))
    tsp, png, bad = tmp_path / "seven.tsp", tmp_path / "toy.png", tmp_path / "bad.png"
    Tsp().write(tsp, [cities], None)
    Maze().write(png, [Maze().toy()[0]], None)
    bad.write_text("no picture", encoding="utf-8")
    page = opened("tsp")
    tab(page, "From a file")
    page.locator("input[type=file]").set_input_files(tsp)
    picture(page, "an instance of tsp")
    page = opened("maze")
    tab(page, "From a file")
    page.locator("input[type=file]").set_input_files(bad)
    said(page, "error: .*bad.png")
    page.locator("input[type=file]").set_input_files(png)
    picture(page, "an instance of maze")
    assert page.get_by_role("alert").all_inner_texts() == ["", ""]


def test_each_instance_of_a_file_is_shown(opened, tmp_path):
    path = tmp_path / "two.txt"
    path.write_text("101\n0110\n", encoding="utf-8")
    page = opened("prefix_sums")
    tab(page, "From a file")
    page.locator("input[type=file]").set_input_files(path)
    picture(page, "an instance of prefix_sums")
    first = page.get_by_alt_text("an instance of prefix_sums").get_attribute("src")
    page.get_by_role("spinbutton", name="instance").fill("2")
    page.wait_for_function(
        "first => document.querySelector('.models img').src !== first", arg=first
    )
    assert "of 2 that were read" in page.locator("body").inner_text()


def test_a_position_is_pasted_and_its_move_is_judged(opened):
    page = opened("chess")
    tab(page, "From text")
    page.get_by_label("text, as a file would hold it").fill("nothing")
    press(page, "Use the text")
    said(page, "error: the pasted text is no")
    page.get_by_label("text, as a file would hold it").fill(FEN)
    press(page, "Use the text")
    picture(page, "an instance of chess")
    press(page, "Solve")
    picture(page, "chess/dt-l, iteration")


def test_thinking_is_stopped(opened):
    page = opened("maze")
    page.get_by_label("size", exact=True).fill("21")
    press(page, "Draw an instance")
    picture(page, "an instance of maze")
    page.get_by_label("iterations").fill("10000")
    press(page, "Solve")
    picture(page, "maze/proven, iteration")
    press(page, "Stop")
    page.get_by_role("status").get_by_text(re.compile("^frame ")).wait_for()
    assert page.get_by_role("button", name="Stop").is_disabled()


def test_what_is_shared_plays_without_a_server(opened, browser, tmp_path):
    page = opened("prefix_sums", accept_downloads=True)
    press(page, "Draw an instance")
    picture(page, "an instance of prefix_sums")
    page.get_by_label("iterations").fill("5")
    press(page, "Solve")
    picture(page, "prefix_sums/.*, iteration 5")
    with page.expect_download() as download:
        press(page, "Share as a page")
    path = tmp_path / download.value.suggested_filename
    assert path.name == "prefix_sums-thinking.html"
    download.value.save_as(path)
    alone = browser.new_context(offline=True).new_page()
    asked = []
    alone.on("request", lambda request: asked.append(request.url))
    alone.goto(path.as_uri())
    assert "iteration 1" in alone.get_by_role("heading", level=2).inner_text()
    alone.get_by_label("Frame", exact=True).press("End")
    assert "iteration 5" in alone.get_by_role("heading", level=2).inner_text()
    assert [each for each in asked if not each.startswith("data:")] == [path.as_uri()]
    alone.context.close()


def test_a_strangers_problem_needs_no_line_of_its_own(opened):
    page = opened("coins")
    page.get_by_label("coins", exact=True).fill("5")
    press(page, "Draw an instance")
    picture(page, "an instance of coins")
    page.get_by_label("coins", exact=True).fill("none")
    press(page, "Draw an instance")
    said(page, "error: coins: input should be a valid integer")


def test_a_plugin_that_wants_to_end_the_program_does_not_end_the_server(opened):
    page = opened("quits")
    press(page, "Draw an instance")
    said(page, "error: plugin quits .*SystemExit")
    opened("coins")


@pytest.mark.parametrize("coins", [1, 10])
def test_another_problem_is_chosen_while_an_instance_is_made_or_drawn(opened, choose, coins):
    """What the server then says of parts of the page that are gone fails `address`."""
    page = opened("slow")
    page.get_by_label("coins", exact=True).fill(str(coins))
    press(page, "Draw an instance")
    page.wait_for_timeout(500)
    choose(page, "coins")
    press(page, "Draw an instance")
    picture(page, "an instance of coins")
    page.wait_for_timeout(1000)
    assert page.get_by_alt_text(re.compile("an instance of slow")).count() == 0
