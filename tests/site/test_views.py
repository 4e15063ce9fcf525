"""Every page on a phone and on a desk, by day and by night: one load for the four."""

import pytest

from tests.site.looks import ALIKE, COLOUR, FOCUS, OPEN, PAGES, STATE, VIEWS, Seen, View, opened


class Look:
    """A page with everything on it open, and what was measured in each view before repeated parts were taken out."""

    def __init__(self, seen: Seen, url: str):
        self.seen = seen
        self.answer = seen.page.goto(url)
        self.foreign_at_load = list(seen.foreign)
        if "?q=" in url:
            seen.page.wait_for_selector("ul.search li p.context")
        seen.page.evaluate(OPEN)
        self.states = {}
        for name, view in VIEWS.items():
            self.show(view)
            self.states[name] = seen.page.evaluate(STATE)
        self.cookies = seen.page.context.cookies()
        seen.page.evaluate(ALIKE)

    def show(self, view: View) -> None:
        """Change the view, and show the source of the first number anew."""
        self.seen.show(view)
        self.seen.page.evaluate(FOCUS)


@pytest.fixture(scope="module", params=PAGES)
def look(browser, address, request):
    with opened(browser) as seen:
        yield Look(seen, f"{address}/{request.param}")


@pytest.mark.parametrize("name", VIEWS)
def test_page_is_whole_private_and_accessible(look, name):
    seen, view, state = look.seen, VIEWS[name], look.states[name]
    assert look.answer and look.answer.ok
    assert look.foreign_at_load == []
    assert (state["screen"], state["dark"]) == (view.width, view.scheme == "dark")
    assert state["wide"] <= state["screen"], f"{state['wide']} pixels wide on a screen of {state['screen']}"
    assert state["broken"] == []
    assert look.cookies == []
    look.show(view)
    assert seen.faults(COLOUR if view.scheme == "dark" else None) == []
    assert seen.errors == []
    assert seen.foreign == []


HARM = {
    "an image without words in a long list": (
        "<ul>" + "<li><img alt=Dots src='data:,'></li>" * 9 + "<li><img src='data:,'></li></ul>",
        "image-alt",
    ),
    "a pale word of another class in a long list": (
        "<ul>" + "<li>Words</li>" * 9 + "<li class=pale>Words</li></ul>",
        "color-contrast",
    ),
    "pale words among many of their kind": ("<p>Words</p>" * 30 + "<p class=pale>Words</p>", "color-contrast"),
    "a pale bracket before pale words": (
        "<p>Words <b class=pale>(</b><b class=pale>pale words</b></p>",
        "color-contrast",
    ),
    "words of a good colour on another ground": ("<p>Words</p><div class=ground><p>Words</p></div>", "color-contrast"),
    "words that shine through": ("<p>Words</p><ul style='opacity: .4'><li>Words</li></ul>", "color-contrast"),
    "a pale field of a form": ("<input class=pale aria-label=Field value=Words>", "color-contrast"),
    "words that are pale by night": ("<p class=night>Words</p>", "color-contrast"),
    "an image without words": ("<img src='data:,'>", "image-alt"),
    "one link among others that only its colour shows": (
        "<p>Words and <u><a href='#a'>more</a></u></p><p><a href='#a'>All of it a link</a></p>" * 5
        + "<p>Words and words and <a href='#a'>more</a></p>",
        "link-in-text-block",
    ),
    "a link that only its colour shows": ("<p>Words and <a href='#a'>more</a></p>", "link-in-text-block"),
}
STYLE = """<style>body { background: #fff; color: #222 } .pale { color: #bbb } .ground { background: #666 }
a { color: #333; text-decoration: none } @media (prefers-color-scheme: dark) { .night { color: #bbb } }</style>"""


@pytest.fixture(scope="module")
def blank(browser):
    with opened(browser, VIEWS["phone-dark"]) as seen:
        yield seen


@pytest.mark.parametrize("what", HARM)
def test_the_look_finds(blank, what):
    harm, rule = HARM[what]
    shell = f"<!doctype html><html lang=en><title>T</title>{STYLE}<main><h1>Title</h1>"
    blank.page.set_content(f"{shell}<p>Words</p></main></html>")
    assert blank.faults() == []
    blank.page.set_content(f"{shell}{harm}</main></html>")
    blank.page.evaluate(ALIKE)
    assert [name for name, _ in blank.faults()] == [rule]
