"""A contact sheet for reviewers: pages of the book as pictures, beside those of another build when one is given."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator
from html import escape
from itertools import product
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, Error, sync_playwright

from kapbook.evidence import EvidenceError, project_root
from kapbook.files import StorageError
from kapbook.publish.browser import BrowserError, chromium
from kapbook.publish.build import BuildError
from kapbook.publish.lock import LockError, writing
from kapbook.publish.swap import swap
from tests.site.conftest import FLAGS, serve

PAGES = {
    "Home": "index.html",
    "Weighing it": "chapters/orientation/weighing-it.html",
    "Depression": "chapters/conditions/depression.html",
    "Does psychotherapy add?": "chapters/sessions/does-psychotherapy-add.html",
    "Ledger": "chapters/reference/ledger.html",
    "Notebook": "notebooks/how-long.html",
    "Evidence": "chapters/reference/evidence/esketamine.html",
    "Search": "search.html?q=bladder",
}
SCREENS = {390: 844, 1366: 768}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
REDUCED = {390: 3, 1366: 6}
SLICE, LONGEST = 6000, 30_000
"""Chromium's pictures end at 16,384 pixels, so a long page is taken in slices, shown side by side as columns."""
STYLE = """body { font: 15px sans-serif; margin: 1rem; background: #777; color: #fff }
main { display: flex; flex-wrap: wrap; gap: 1rem; align-items: start }
section { background: #333; padding: .5rem; max-width: 100% } section.changed { outline: 4px solid #fa0 }
h2 { font-size: 1rem; margin: 0 } div { display: flex; flex-wrap: wrap; gap: .5rem } figure { margin: .5rem 0 0 }
img { display: block; max-width: 42rem; max-height: 40rem } b { color: #fb3 } a { color: #9cf }"""
Pictures = dict[str, Image.Image]


class Entry(NamedTuple):
    """One view of one page: its label, a file for each book (None: no such page there), and what changed."""

    label: str
    files: dict[str, str | None]
    changed: float | None


def book_folder(folder: Path, remedy: str) -> Path:
    """The folder, when it holds a book; BuildError with the remedy when it does not."""
    if not (folder / "index.html").is_file():
        raise BuildError(f"{folder}: no folder with an index.html; {remedy}")
    return folder


def changed_share(before: Image.Image, after: Image.Image) -> float:
    """Share of pixels that differ, 0 to 1; a pixel that only one of the pictures has counts as changed."""
    height, width = max(before.height, after.height), max(before.width, after.width)
    sheets = np.full((2, height, width, 3), -1, dtype=np.int16)
    for sheet, picture in zip(sheets, (before, after), strict=True):
        sheet[: picture.height, : picture.width] = np.asarray(picture.convert("RGB"))
    return float((sheets[0] != sheets[1]).any(axis=2).mean())


def side_by_side(pictures: list[Image.Image]) -> Image.Image:
    """The pictures as columns of one, on grey."""
    sheet = Image.new("RGB", (sum(p.width + 6 for p in pictures), max(p.height for p in pictures)), "#777")
    left = 0
    for picture in pictures:
        sheet.paste(picture, (left, 0))
        left += picture.width + 6
    return sheet


def shoot(browser: Browser, url: str, width: int, scheme: Literal["light", "dark"]) -> Pictures:
    """First screen of a page, and the page reduced as far as LONGEST."""
    size = {"width": width, "height": SCREENS[width]}
    page = browser.new_page(viewport=size, color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
    page.goto(url, wait_until="networkidle")
    first = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
    height = min(LONGEST, page.evaluate("document.documentElement.scrollHeight"))
    columns = []
    for top in range(0, height, SLICE):
        part = {"x": 0, "y": top, "width": width, "height": min(SLICE, height - top)}
        shot = page.screenshot(full_page=True, clip=part, animations="disabled")  # type: ignore[arg-type]
        columns.append(Image.open(io.BytesIO(shot)).convert("RGB").reduce(REDUCED[width]))
    page.close()
    return {"first screen": first, "whole page": side_by_side(columns)}


def entries(browser: Browser, books: dict[str, Path], target: Path) -> Iterator[Entry]:
    """Shoot every view of every page in each book, and store the pictures in the target folder."""
    addresses = {name: serve(folder).address for name, folder in books.items()}
    for number, ((title, path), width, scheme) in enumerate(product(PAGES.items(), SCREENS, SCHEMES)):
        print(f"{title}, {width} px, {scheme}", file=sys.stderr, flush=True)
        taken = {
            name: shoot(browser, f"{addresses[name]}/{path}", width, scheme)
            for name, folder in books.items()
            if (folder / path.partition("?")[0]).is_file()
        }
        for part in ("first screen", "whole page"):
            files: dict[str, str | None] = dict.fromkeys(books)
            for name, pictures in taken.items():
                files[name] = f"{number:02}-{part.split()[0]}-{name}.png"
                pictures[part].save(target / str(files[name]))
            pair = [pictures[part] for pictures in taken.values()]
            changed = None if len(books) == 1 else changed_share(*pair) if len(pair) == 2 else 1.0
            yield Entry(f"{title}, {width} px, {scheme}, {part}", files, changed)


def sheet(shown: list[Entry]) -> str:
    """The sheet as HTML: what changed most comes first."""
    cards = []
    for entry in sorted(shown, key=lambda entry: -(entry.changed or 0)):
        figures = [
            f'<figure><figcaption>{name}</figcaption><a href="{file}">'
            f'<img src="{file}" loading="lazy" alt="{escape(entry.label)}, {name}"></a></figure>'
            if file
            else f"<figure><figcaption>{name}: no such page</figcaption></figure>"
            for name, file in entry.files.items()
        ]
        note = f" <b>{entry.changed:.2%} of the pixels changed</b>" if entry.changed else ""
        opening = '<section class="changed">' if entry.changed else "<section>"
        cards.append(f"{opening}<h2>{escape(entry.label)}{note}</h2><div>{''.join(figures)}</div></section>")
    count = sum(bool(entry.changed) for entry in shown)
    summary = "" if shown[0].changed is None else f"{count} of {len(shown)} pairs differ; they come first. "
    summary = f"<p>{summary}A whole page is shown as far as {LONGEST:,} pixels, reduced, in columns.</p>"
    head = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>Contact sheet</title><style>{STYLE}</style>'
    return f"{head}<h1>Contact sheet</h1>{summary}<main>{''.join(cards)}</main></html>\n"


def main() -> None:
    """Make the sheet beside the last one, then put it in its place."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--before", type=Path, help="html folder of another build, shown beside this one")
    before = parser.parse_args().before
    try:
        build, program = project_root() / "_build", chromium()
        books = {"before": book_folder(before, "set BEFORE to the html folder of a built book")} if before else {}
        books["now"] = book_folder(build / "html", "run 'make book' first")
        new, target = build / "next-contact-sheet", build / "contact-sheet"
        with writing(build.parent, print), sync_playwright() as playwright:
            new.mkdir()
            browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
            (new / "index.html").write_text(sheet(list(entries(browser, books, new))), encoding="utf-8")
            browser.close()
            swap(new, target)
    except (BrowserError, BuildError, EvidenceError, LockError, StorageError) as error:
        sys.exit(str(error))
    except Error as error:
        sys.exit(f"Chromium failed ({error.message.splitlines()[0]}); check that CHROMIUM names a working one")
    print(f"The contact sheet is at {target / 'index.html'}")


if __name__ == "__main__":
    main()
