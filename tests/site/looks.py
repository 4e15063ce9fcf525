"""One page, loaded once and seen in four views: private, whole, without errors, fitting the screen, accessible."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal, NamedTuple

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

from kapbook.publish.build import contents, pages

ROOT = Path(__file__).resolve().parents[2]
CLAIMS = pages(ROOT)[len(contents(ROOT)) :: 40]
"""Some of the pages of one claim, which are all alike."""

PAGES = [f"{name}.html" for name in [*contents(ROOT), *CLAIMS]] + ["search.html?q=bladder", "genindex.html", "404.html"]
HEIGHT = 844
COLOUR = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
"""What may differ between day and night on a screen of one width."""

OPTIONS = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
ALIKE = """() => {
  const VALUES = ['class', 'role', 'type', 'style', 'tabindex', 'scope', 'aria-hidden', 'aria-expanded'];
  const HEADINGS = 'h1, h2, h3, h4, h5, h6';
  const shapes = new Map(), seen = new Map();
  const own = element => element.tagName + [...element.attributes]
    .map(a => ` ${a.name}=${VALUES.includes(a.name) ? a.value : Boolean(a.value.trim())}`).sort().join('');
  const shape = element => {
    if (!shapes.has(element)) {
      const text = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
      shapes.set(element, own(element) + text + '(' + [...element.children].map(shape).join() + ')');
    }
    return shapes.get(element);
  };
  const thin = (parent, place) => [...parent.children].forEach(element => {
    const kind = place + '>' + shape(element), count = (seen.get(kind) || 0) + 1;
    seen.set(kind, count);
    const staying = element.matches(HEADINGS + ', dt, dd') || element.querySelector(HEADINGS);
    if (count > 4 && parent.children.length > 1 && !staying) element.remove();
    else thin(element, place + '>' + own(element));
  });
  thin(document.body, '');
}"""
"""Of parts of a page that are alike (in the same place, the same elements with the same attributes), axe looks at four.
All headings stay, as their order is judged, and so do terms with what is said of them: a list that lacks one is broken.
Everything else was measured before."""

OPEN = """document.querySelectorAll('details').forEach(block => { block.open = true });
document.querySelectorAll('.ledger-tools select').forEach(select => {
  select.selectedIndex = 1; select.dispatchEvent(new Event('input')); select.selectedIndex = 0;
  select.dispatchEvent(new Event('input'));
})"""
"""Opens what a page can show at once: hidden blocks; the ledger is filtered."""

FOCUS = "document.activeElement.blur(); document.querySelector('article .stat > a')?.focus()"
"""Shows the source of the first number, placed anew."""

FRAMES = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
"""Two frames: the page has been laid out anew, and has answered to it."""

STATE = """() => ({
  wide: document.documentElement.scrollWidth, screen: window.innerWidth,
  dark: matchMedia('(prefers-color-scheme: dark)').matches,
  broken: [...document.images].filter(i => i.complete && !i.naturalWidth).map(i => i.src),
})"""

AXE = """options => {
  // Contrast is nine tenths of axe's time. Texts of one colour, size and weight, on the same backgrounds, have one
  // contrast: of each such kind the longest three are looked at, and of links also in each kind of text around them.
  // Every field of a form is.
  const kinds = new Map(), grounds = new Map([[null, '']]);
  const ground = element => {
    if (!grounds.has(element)) {
      const style = getComputedStyle(element);
      const own = [style.backgroundColor, style.backgroundImage, style.opacity, style.filter, style.mixBlendMode,
                   style.position === 'static' || style.position === 'relative' ? '' : element.className].join();
      const above = ground(element.parentElement);
      grounds.set(element, own === 'rgba(0, 0, 0, 0),none,1,none,normal,' ? above : above + '|' + own);
    }
    return grounds.get(element);
  };
  const look = element => {
    const style = getComputedStyle(element);
    return [style.color, style.fontSize, style.fontWeight, style.textShadow, style.textTransform,
            ground(element)].join(';');
  };
  const around = link => {
    let block = link.parentElement;
    while (getComputedStyle(block).display.startsWith('inline')) block = block.parentElement;
    const links = [...block.querySelectorAll('a[href]')].reduce((length, a) => length + a.textContent.trim().length, 0);
    const style = getComputedStyle(link), words = block.textContent.trim().length - links;
    return [link.className, style.textDecoration, style.borderBottom, style.fontStyle, style.fontFamily, block.tagName,
            words > links, words > 0, look(link.parentElement), look(block)].join(';');
  };
  const note = (kind, element) => kinds.set(kind, [...(kinds.get(kind) || []), element]);
  document.querySelectorAll('[data-look]').forEach(element => element.removeAttribute('data-look'));
  document.querySelectorAll('body *').forEach(element => {
    if (element.matches('input, select, textarea')) element.setAttribute('data-look', '');
    const text = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
    if (!element.checkVisibility({ visibilityProperty: true })) return;
    if (text) note(look(element), element);
    if (element.matches('a[href]')) note('link;' + look(element) + around(element), element);
  });
  kinds.forEach(all => all.sort((a, b) => b.textContent.length - a.textContent.length).slice(0, 3)
    .forEach(element => element.setAttribute('data-look', '')));
  axe.configure({ rules: [{ id: 'color-contrast', selector: '[data-look]' },
                          { id: 'link-in-text-block', selector: 'a[href][data-look]' }] });
  return axe.run(options).then(result => result.violations.map(v => [v.id, v.nodes.slice(0, 3).map(n => n.target)]));
}"""


class View(NamedTuple):
    """Width of the screen in pixels, and colour scheme."""

    width: int
    scheme: Literal["light", "dark"]


PHONE, DESK = 390, 1366
VIEWS = {
    f"{name}-{scheme}": View(width, scheme)
    for name, width in (("phone", PHONE), ("desk", DESK))
    for scheme in ("light", "dark")
}


class Seen:
    """A loaded page, with the requests to other hosts and the script errors so far."""

    def __init__(self, page: Page):
        self.page = page
        self.foreign: list[str] = []
        self.errors: list[str] = []
        page.on("request", self._note_request)
        page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _note_request(self, request) -> None:
        if not request.url.startswith(("http://127.0.0.1", "data:")):
            self.foreign.append(request.url)

    def show(self, view: View) -> None:
        """Set the screen and the colour scheme; the page is not loaded again."""
        self.page.set_viewport_size({"width": view.width, "height": HEIGHT})
        self.page.emulate_media(color_scheme=view.scheme, reduced_motion="reduce")
        self.page.evaluate(FRAMES)

    def faults(self, only: dict | None = None) -> list:
        """What axe finds, with all its rules or those of `only`: rule and the first elements."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE_SCRIPT)
        return self.page.evaluate(AXE, OPTIONS | ({"runOnly": only} if only else {}))


@contextmanager
def opened(browser: Browser, view: View = VIEWS["phone-light"]) -> Iterator[Seen]:
    """An empty page of its own context in one view."""
    context = browser.new_context(
        viewport={"width": view.width, "height": HEIGHT}, color_scheme=view.scheme, reduced_motion="reduce"
    )
    yield Seen(context.new_page())
    context.close()
