"""What readers can take away beside the pages: a zip of the book, EPUB and PDF, and notebooks for the browser."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

from kapbook.evidence.tables import read_package
from kapbook.files import write_text
from kapbook.fingerprints import book_digest
from kapbook.names import FOLDER, FORMS, LITE, PACKED, file_name

DAY_ONE = (1980, 1, 1, 0, 0, 0)
READABLE = 0o100644
"""Time and mode of each file in the zip, so that the same pages give the same zip."""


DENSE = {".png", ".epub", ".pdf"}
LEVEL = 4
"""A zip is made in every build: twice as fast as the usual level, a twentieth larger."""


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


def editions(root: Path) -> dict[str, str]:
    """File name of each edition, with what readers are told of it."""
    package = read_package(root)
    return {file_name(package, ending): words for ending, words in FORMS.items()}


def fresh_editions(root: Path) -> list[Path]:
    """EPUB and PDF in ``_build`` that were made from the present sources."""
    paths = [path for path in (root / "_build" / name for name in editions(root)) if path.is_file()]
    digest = book_digest(root) if paths else ""
    return [path for path in paths if _stamped(path) == digest]


def _stamped(edition: Path) -> str:
    mark = _mark(edition)
    return mark.read_text(encoding="utf-8") if mark.is_file() else ""


def fresh_lite(root: Path) -> Path | None:
    """The browser edition in ``_build``, if it holds the present notebooks and tables."""
    folder = root / "_build" / LITE
    if not (folder / "lab" / "index.html").is_file():
        return None
    files = [*root.glob("notebooks/*.ipynb"), *root.glob("evidence/*")]
    copies = [(path, folder / "files" / path.relative_to(root)) for path in files]
    fresh = all(copy.is_file() and copy.read_bytes() == path.read_bytes() for path, copy in copies)
    return folder if fresh else None


def offered(root: Path) -> str:
    """Names of all that is fresh: the pages link to it, so a book without it is another book."""
    names = [path.name for path in fresh_editions(root)] + ([LITE] if fresh_lite(root) else [])
    return " ".join(names)


def put_beside(root: Path, html: Path) -> None:
    """Add the fresh editions to a built book, and a zip of its pages with them."""
    for edition in fresh_editions(root):
        shutil.copy(edition, html / FOLDER)
    package = read_package(root)
    packed, top = html.with_name(file_name(package, PACKED)), file_name(package, "")
    with zipfile.ZipFile(packed, "w") as archive:
        for path in filter(Path.is_file, sorted(html.rglob("[!.]*"))):
            kind = zipfile.ZIP_STORED if path.suffix in DENSE else zipfile.ZIP_DEFLATED
            _add(archive, Path(top, path.relative_to(html)).as_posix(), path.read_bytes(), kind)
    packed.rename(html / FOLDER / packed.name)
    lite = fresh_lite(root)
    if lite:
        shutil.copytree(lite, html / LITE)


def without_times(packed: Path) -> None:
    """Pack a zip anew, or an EPUB, which is one: the same content then gives the same bytes at any time."""
    beside = packed.with_name(f"{packed.name}.zip")
    with zipfile.ZipFile(packed) as made, zipfile.ZipFile(beside, "w") as archive:
        for member in made.infolist():
            _add(archive, member.filename, made.read(member), member.compress_type)
    beside.replace(packed)


def _add(archive: zipfile.ZipFile, name: str, data: bytes, kind: int) -> None:
    member = zipfile.ZipInfo(name, DAY_ONE)
    member.external_attr, member.compress_type, member.create_system = READABLE << 16, kind, 3
    archive.writestr(member, data, compresslevel=LEVEL)
