"""The whole book as one file: an EPUB by Sphinx, and a PDF of Sphinx's single page printed by Chromium."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from kapbook.evidence.tables import read_package
from kapbook.files import StorageError, refusal
from kapbook.fingerprints import book_digest
from kapbook.names import file_name
from kapbook.publish.browser import chromium
from kapbook.publish.build import preflight, prepare, refuse, sources
from kapbook.publish.fresh import MARK
from kapbook.publish.lock import writing
from kapbook.publish.sphinx import BuildError, jupyter_book
from kapbook.publish.takeaway import place_edition, without_times

MARGIN = {"top": "18mm", "bottom": "18mm", "left": "18mm", "right": "18mm"}
FOOT = (
    '<div style="width: 100%; text-align: center; font: 8pt sans-serif; color: #444">'
    '<span class="pageNumber"></span></div>'
)
# Closed blocks would print empty; links to downloads would lead into the folder of the build.
# A link without a target is told instead of printed.
OPEN = """document.querySelectorAll('details').forEach(block => { block.open = true });
document.querySelectorAll('a.download').forEach(link => link.removeAttribute('href'))"""
DEAD = """Array.from(document.querySelectorAll('article a[href^="#"]'), link => link.getAttribute('href').slice(1))
    .filter(name => name && !document.getElementById(decodeURIComponent(name)))"""


def epub(root: Path, say: Callable[[str], None]) -> Path:
    """Check the sources and make the EPUB.

    Parameters
    ----------
    root : folder of the checkout
    say : receives a line for each step

    Returns
    -------
    Path of the EPUB in ``_build``.

    Raises
    ------
    BuildError : any fault; the last EPUB is untouched.
    """
    with writing(root, say):
        beside = _checked(root, "epub", say)
        say("2/2 Building the EPUB")
        (made,) = jupyter_book(root, beside, "epub").glob("*.epub")
        without_times(made)
        return _publish(made, root, beside)


def pdf(root: Path, say: Callable[[str], None]) -> Path:
    """Check the sources and make the PDF, with outline, tags, page numbers and working links.

    Parameters
    ----------
    root : folder of the checkout
    say : receives a line for each step

    Returns
    -------
    Path of the PDF in ``_build``.

    Raises
    ------
    BrowserError : there is no browser.
    BuildError : any other fault; the last PDF is untouched.
    """
    browser = chromium()
    with writing(root, say):
        beside = _checked(root, "pdf", say)
        say("2/3 Building one page of the whole book")
        page = jupyter_book(root, beside, "singlehtml") / "index.html"
        say("3/3 Printing it")
        made = beside / "book.pdf"
        print_page(page, made, browser)
        return _publish(made, root, beside)


def print_page(page: Path, target: Path, browser: str) -> None:
    """Print an HTML page with all its blocks open.

    Parameters
    ----------
    page : HTML file
    target : PDF to write
    browser : path of Chromium

    Raises
    ------
    BuildError : playwright, pikepdf or the browser fails, or a link on the page leads nowhere.
    """
    try:
        import pikepdf
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        raise BuildError(f"{error.name} is not installed; 'make pdf' brings it, or: pip install {error.name}") from None
    try:
        with sync_playwright() as playwright:
            chrome = playwright.chromium.launch(executable_path=browser, args=["--no-sandbox", "--disable-gpu"])
            tab = chrome.new_page(bypass_csp=True, color_scheme="light")
            tab.set_default_timeout(600_000)  # the whole book is a long page
            tab.goto(page.as_uri())
            tab.evaluate(OPEN)
            dead = tab.evaluate(DEAD)
            if dead:
                raise BuildError(f"{len(dead)} link(s) of the single page lead nowhere, the first to '#{dead[0]}'")
            tab.pdf(
                path=target,
                format="A4",
                margin=MARGIN,  # type: ignore[arg-type]
                print_background=True,
                display_header_footer=True,
                header_template="<span></span>",
                footer_template=FOOT,
                tagged=True,
                outline=True,
            )
            chrome.close()
        with pikepdf.open(target, allow_overwriting_input=True) as printed:  # Chromium leaves the tags unpacked
            printed.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    except (Error, pikepdf.PdfError) as error:
        reason = str(error).strip().splitlines()[0]
        raise BuildError(f"Chromium did not print ({reason}); check that CHROMIUM names a working one") from None


def _checked(root: Path, kind: str, say: Callable[[str], None]) -> Path:
    """Refuse faulty sources; else an empty folder to build in."""
    say(f"1/{2 if kind == 'epub' else 3} Checking references, tables, numbers, claims and notebooks")
    preflight(root)
    digest = book_digest(root)
    refuse(sources(root))
    beside = prepare(root / "_build" / f"next-{kind}")
    (beside / MARK).write_text(digest, encoding="utf-8")
    return beside


def _publish(made: Path, root: Path, beside: Path) -> Path:
    target = root / "_build" / file_name(read_package(root), made.suffix)
    try:
        place_edition(made, target, (beside / MARK).read_text(encoding="utf-8"))
    except OSError as error:
        raise StorageError(refusal(error, target)) from None
    shutil.rmtree(beside, ignore_errors=True)
    return target
