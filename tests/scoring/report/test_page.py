"""The page is one sound document that asks for nothing, and what others wrote is text in it."""

import re
from html.parser import HTMLParser

import pytest

from thinkers.scoring.report.page import POLICY, page

VOID = {"meta", "link", "img", "br", "polyline", "path", "rect", "circle"}
HOSTILE = '</style><script>alert(1)</script><img src="http://example.com/x">&"\''


class Reader(HTMLParser):
    """The elements with their attributes; complains of what is not closed in order."""

    def __init__(self):
        super().__init__()
        self.open, self.seen, self.text = [], [], []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text.append(data)

    def of(self, tag):
        return [attributes for name, attributes in self.seen if name == tag]


def read(text):
    reader = Reader()
    reader.feed(text)
    reader.close()
    assert not reader.open
    return reader


def test_it_is_one_document_that_asks_for_nothing(sheet):
    text = page([sheet(6), sheet(8)])
    found = read(text)
    assert not found.of("script")
    policy = [each for each in found.of("meta") if "content" in each and "http-equiv" in each]
    assert policy == [{"http-equiv": "Content-Security-Policy", "content": POLICY}]
    addresses = [each[name] for _, each in found.seen for name in ("src", "href") if name in each]
    assert addresses
    assert all(each.startswith(("data:", "#")) for each in addresses)
    assert "url(" not in text
    assert "@import" not in text


def test_what_others_wrote_is_text(sheet):
    found = read(page([sheet(6, hostile=HOSTILE)], HOSTILE))
    assert not found.of("script")
    assert all(each["src"].startswith("data:image/svg+xml;base64,") for each in found.of("img"))
    assert "".join(found.text).count(HOSTILE) >= 5
    plain, hostile = read(page([sheet(6)])), found
    assert [tag for tag, _ in plain.seen].count("p") == [tag for tag, _ in hostile.seen].count("p")


def test_pictures_have_words_and_tables_have_heads(sheet):
    found = read(page([sheet(6)]))
    assert len(found.of("img")) == 3 * 4
    assert all(each["alt"].strip() for each in found.of("img"))
    pictures = found.of("svg")
    assert all(each.get("aria-label") or each.get("aria-hidden") for each in pictures)
    assert found.of("caption") is not None
    assert {each["scope"] for each in found.of("th")} == {"col", "row"}
    assert len(found.of("caption")) == len(found.of("table")) >= 2


def test_every_number_of_the_table_is_there(sheet):
    one = sheet(6)
    text = "".join(read(page([one])).text)
    for row in one.found.rows:
        assert row.solver in text
        if row.mean_cost is not None:
            assert f"{row.mean_cost:.4f}" in text
    assert "is worse than" in text or "no significant difference" in text
    assert "3 failed" in text
    assert "failed on 3 of 12: no mood" in text
    assert "won, tied and lost against first" in text
    assert f"{11:064x}" in text


def test_sizes_have_a_curve_and_one_size_has_none(sheet):
    assert "against size" not in page([sheet(6)])
    text = page([sheet(6), sheet(8), sheet(12)])
    assert "against size" in text
    assert "trained on" in text


def test_the_columns_are_explained_at_first_sight_once(sheet):
    found = read(page([sheet(6), sheet(8)]))
    assert sum("open" in each for each in found.of("details")) == 1


def test_links_lead_to_parts(sheet):
    found = read(page([sheet(6), sheet(8)]))
    targets = {each["id"] for _, each in found.seen if "id" in each}
    assert {each["href"].removeprefix("#") for each in found.of("a")} == targets


def test_the_style_knows_both_schemes_and_every_look(sheet):
    text = page([sheet(6)])
    assert "prefers-color-scheme: dark" in text
    for look in range(8):
        assert len(re.findall(rf"--s{look}: #", text)) == 2


@pytest.mark.parametrize("count", [1, 2])
def test_few_instances_make_a_page_too(sheet, count):
    read(page([sheet(6, count=count)]))
