"""Retraction Watch's table, read row by row from a file or an address: what it says of our works."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from kapbook.registries.client import VerifierError
from kapbook.registries.found import Notice, notice_kind

SOURCE = "retraction watch"
NEEDED = ("OriginalPaperDOI", "OriginalPaperPubMedID", "RetractionNature", "RetractionDate", "RetractionDOI")
LONGEST_CELL = 1_000_000
LARGEST = 1_000_000_000


def read(place: str, wanted: Callable[[str], str | None], agent: str) -> dict[str, list[Notice]]:
    """Notices on our works.

    Parameters
    ----------
    place : path of the table, or https address
    wanted : key of the work that has a DOI (small letters) or PMID; None when none has

    Raises
    ------
    VerifierError : the table cannot be read, or is another one.
    """
    found: dict[str, list[Notice]] = {}
    with _lines(place, agent) as lines:
        for key, notice in notices(lines, wanted):
            if notice not in found.setdefault(key, []):
                found[key].append(notice)
    return found


def notices(lines: Iterable[str], wanted: Callable[[str], str | None]) -> Iterator[tuple[str, Notice]]:
    """Key and notice of each row on one of our works; damaged rows are skipped."""
    csv.field_size_limit(min(sys.maxsize, LONGEST_CELL))
    reader = csv.DictReader(lines, restkey="_", restval="")
    try:
        missing = [name for name in NEEDED if name not in (reader.fieldnames or [])]
    except csv.Error as error:
        raise VerifierError(f"the table of retractions cannot be read ({error})") from None
    if missing:
        raise VerifierError(f"the table of retractions has no column '{missing[0]}'; give retraction_watch.csv")
    while True:
        try:
            row = next(reader, None)
        except csv.Error:
            continue
        if row is None:
            return
        key = wanted(row["OriginalPaperDOI"].strip().casefold()) or wanted(row["OriginalPaperPubMedID"].strip())
        kind = notice_kind(row["RetractionNature"])
        if key and kind:
            by = row["RetractionDOI"].strip()
            yield key, Notice(kind, by if by.startswith("10.") else "", _day(row["RetractionDate"]), SOURCE)


def _day(text: str) -> str:
    """The table writes American dates: 8/14/2022 0:00."""
    try:
        return datetime.strptime(text.split(" ")[0], "%m/%d/%Y").date().isoformat()
    except ValueError:
        return ""


@contextmanager
def _lines(place: str, agent: str) -> Iterator[Iterable[str]]:
    """Lines of the file or of the address; the whole is never held. The file is known to hold faults of encoding."""
    if not place.startswith(("https://", "http://127.0.0.1")):
        path = Path(place)
        if not path.is_file():
            raise VerifierError(f"{place}: no such file; give the path of retraction_watch.csv")
        with path.open(encoding="utf-8", errors="replace", newline="") as file:
            yield file
        return
    import httpx

    try:
        with httpx.stream("GET", place, headers={"User-Agent": agent}, follow_redirects=True, timeout=60) as answer:
            answer.raise_for_status()
            yield _bounded(f"{line}\n" for line in answer.iter_lines())
    except httpx.HTTPError as error:
        raise VerifierError(f"{place}: cannot be read ({type(error).__name__}); give the path of a copy") from None


def _bounded(lines: Iterable[str]) -> Iterator[str]:
    size = 0
    for line in lines:
        size += len(line)
        if size > LARGEST:
            raise VerifierError("the table of retractions is larger than it can be; nothing of it was kept")
        yield line
