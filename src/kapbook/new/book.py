"""A new book: the example of the package, with the looks and the columns of the book that the package came with."""

from __future__ import annotations

import csv
import io
import json
import shutil
from datetime import date
from pathlib import Path

from kapbook.evidence import PACKAGE, columns
from kapbook.evidence.tables import read_package
from kapbook.new.draft import NewError
from kapbook.store import PACKAGE_ROOT

SKELETON = Path(__file__).resolve().parents[1] / "skeleton"
SUBJECT = "evidence/subject.json"
LOOKS = ("_static", "_templates")
KEPT = ("profile", "licenses", "resources")
"""What a new book takes from the descriptor of the book at hand; the rest of it is of that book's works."""

TODAY = "TODAY"
"""Stands in the example for the day on which the book is begun."""


def new_book(folder: Path, today: date) -> None:
    """Write the example into a folder that is empty or not there.

    Raises
    ------
    NewError : something is there.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NewError(f"{folder} is not empty; name a new folder")
    package = descriptor(read_package(PACKAGE_ROOT), today)
    for source in sorted(SKELETON.rglob("*")):
        path = source.relative_to(SKELETON).as_posix()
        if source.is_dir() or path == SUBJECT or "__pycache__" in source.parts or source.suffix == ".csv":
            continue
        target = folder / (".gitignore" if path == "gitignore" else path)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_dated(source.read_text(encoding="utf-8"), path, today), encoding="utf-8")
    (folder / PACKAGE).write_text(json.dumps(package, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for resource in package["resources"]:
        path = f"evidence/{resource['path']}"
        rows = _rows(SKELETON / path, today)
        (folder / path).write_text(table(rows, columns(package, resource["name"])), encoding="utf-8")
    for name in LOOKS:
        shutil.copytree(PACKAGE_ROOT / name, folder / name)


def descriptor(package: dict, today: date) -> dict:
    """The descriptor of the tables with the words of the example in place of those of the book at hand."""
    told = json.loads((SKELETON / SUBJECT).read_text(encoding="utf-8").replace(TODAY, today.isoformat()))
    words = told.pop("words")
    for resource in package["resources"]:
        for field in resource["schema"]["fields"]:
            if field["name"] in words and "enum" in field.get("constraints", {}):
                field["constraints"]["enum"] = words[field["name"]]
    return {**told, **{name: package[name] for name in KEPT}}


def table(rows: list[dict[str, str]], names: list[str]) -> str:
    """A table as CSV with all its columns; those that the example does not fill are empty."""
    out = io.StringIO()
    writer = csv.DictWriter(out, names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def _rows(path: Path, today: date) -> list[dict[str, str]]:
    if not path.is_file():
        return []
    text = path.read_text(encoding="utf-8").replace(TODAY, today.isoformat())
    return list(csv.DictReader(io.StringIO(text)))


def _dated(text: str, path: str, today: date) -> str:
    return text.replace(TODAY, str(today.year)) if path == "_config.yml" else text
