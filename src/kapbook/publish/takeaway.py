"""What readers can take away beside the pages: a zip of the book, EPUB and PDF, and notebooks for the browser."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

from kapbook.files import write_text
from kapbook.fingerprints import book_digest
from kapbook.names import EDITIONS, FOLDER, LITE, NAME, ZIP


def stamp(edition: Path, digest: str) -> None:
    """Write beside an edition what it was made from."""
    write_text(_mark(edition), digest)


def place_edition(made: Path, target: Path, digest: str) -> None:
    """Put an edition where the last one is; stopped in between, it has no stamp and is offered to nobody."""
    _mark(target).unlink(missing_ok=True)
    made.replace(target)
    stamp(target, digest)


def _mark(edition: Path) -> Path:
    return edition.with_name(f"{edition.name}.inputs")


def fresh_editions(root: Path) -> list[Path]:
    """EPUB and PDF in ``_build`` that were made from the present sources."""
    digest = book_digest(root)
    paths = [root / "_build" / name for name in EDITIONS]
    return [path for path in paths if path.is_file() and _stamped(path) == digest]


def _stamped(edition: Path) -> str:
    mark = _mark(edition)
    return mark.read_text(encoding="utf-8") if mark.is_file() else ""


def fresh_lite(root: Path) -> Path | None:
    """The browser edition in ``_build``, if it holds the present notebooks and tables."""
    folder = root / "_build" / LITE
    files = [*root.glob("notebooks/*.ipynb"), *root.glob("evidence/*")]
    copies = [(path, folder / "files" / path.relative_to(root)) for path in files]
    fresh = all(copy.is_file() and copy.read_bytes() == path.read_bytes() for path, copy in copies)
    return folder if (folder / "lab" / "index.html").is_file() and fresh else None


def offered(root: Path) -> str:
    """Names of all that is fresh: the pages link to it, so a book without it is another book."""
    names = [path.name for path in fresh_editions(root)] + ([LITE] if fresh_lite(root) else [])
    return " ".join(names)


def put_beside(root: Path, html: Path) -> None:
    """Add the fresh editions to a built book, and a zip of its pages with them."""
    for edition in fresh_editions(root):
        shutil.copy(edition, html / FOLDER)
    with zipfile.ZipFile(html.with_name(ZIP), "w", zipfile.ZIP_DEFLATED) as archive:
        for path in filter(Path.is_file, sorted(html.rglob("[!.]*"))):
            archive.write(path, Path(NAME, path.relative_to(html)))
    html.with_name(ZIP).rename(html / FOLDER / ZIP)
    lite = fresh_lite(root)
    if lite:
        shutil.copytree(lite, html / LITE)
