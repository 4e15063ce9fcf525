"""How one reference reads in the bibliography, and the letters that keep two works of one year apart."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from urllib.parse import quote

from pybtex.database import Entry, Person
from pybtex.richtext import BaseMultipartText, HRef, Text
from pybtex.style.formatting.unsrt import Style as Unsrt
from pybtex.style.template import field, href, join

LATEX = re.compile(r"[\\{}$%~^#`]|--|''")
RESOLVER = "https://doi.org/"


def address_of_doi(doi: str) -> str:
    """Address that resolves a DOI; the signs that old ones hold ('<', '>', '#', …) are percent-encoded."""
    return RESOLVER + quote(doi, safe="/:;(),._-")


class Style(Unsrt):
    """Pybtex's plain style, sorted by author, year and title; two works with one label get letters: 2013a, 2013b."""

    default_sorting_style = "author_year_title"

    def __init__(self, *args: object, **options: object):
        super().__init__(*args, **options)
        by_title = self.sorting_style.sort
        self.sort = lambda entries: lettered(by_title(entries))

    def format_doi(self, entry: Entry) -> object:
        """Link of the DOI, percent-encoded, over its printed form."""
        doi = field("doi", raw=True)
        return href(field("doi", raw=True, apply_func=lambda text: Text(address_of_doi(str(text)))))[join["doi:", doi]]


def lettered(entries: Iterable[Entry]) -> list[Entry]:
    """The entries in their order; where one label stands for several, copies whose year carries a letter."""
    listed = list(entries)
    years = letters(listed)
    return [_with_year(entry, years[entry.key]) if entry.key in years else entry for entry in listed]


def letters(entries: Iterable[Entry]) -> dict[str, str]:
    """Key to year with letter, for the works whose label another work has too, in the order given."""
    same: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        same[label(entry)].append(entry)
    return {
        entry.key: f"{entry.fields.get('year', 'n.d.-')}{_letter(number)}"
        for group in same.values()
        if len(group) > 1
        for number, entry in enumerate(group)
    }


def label(entry: Entry) -> str:
    """What a citation prints for the entry: "Lee, 2020", "Lee and Roe, 2020", "Lee et al., 2020"."""
    people = entry.persons.get("author") or entry.persons.get("editor") or []
    names = [_family(person) for person in people]
    who = f"{names[0]} et al." if len(names) > 2 else " and ".join(names)
    return f"{who or plain(entry.fields.get('title', ''))}, {entry.fields.get('year', 'n.d.')}"


def plain(latex: str) -> str:
    """Text as a reader sees it: LaTeX decoded, braces gone (ValueError when LaTeX cannot read it)."""
    inner = latex
    while is_protected(inner):
        inner = inner[1:-1]
    if not LATEX.search(inner):
        return inner
    try:
        return str(Text.from_latex(latex))
    except Exception as error:  # pybtex and latexcodec raise many kinds for what is no LaTeX
        raise ValueError(str(error)) from None


def is_protected(value: str) -> bool:
    """Do braces hold the whole value, so that the style leaves its letters alone?"""
    if not (value.startswith("{") and value.endswith("}")):
        return False
    depth = 0
    for number, sign in enumerate(value, 1):
        depth += (sign == "{") - (sign == "}")
        if depth == 0:
            return number == len(value)
    return False


def as_printed(name: str, value: str) -> str:
    """A field as the style prints it (ValueError when it cannot)."""
    text = plain(value)
    if name == "title" and not is_protected(value):
        text = str(Text.from_latex(value).capitalize())
    return text.replace("--", "\N{EN DASH}") if name == "pages" else text


def families(entry: Entry) -> list[str]:
    """Family name of each author, or the name of the body that wrote it, as printed."""
    return [_family(person) for person in entry.persons.get("author", [])]


def typed_names(entry: Entry) -> list[str]:
    """Each author as typed, in the order of family, lineage and given names."""
    return [str(person) for person in entry.persons.get("author", [])]


def _family(person: Person) -> str:
    name = " ".join(person.prelast_names + person.last_names)
    try:
        return plain(name)
    except ValueError:
        return name


def rendered(style: Style, entry: Entry) -> tuple[str, list[str]]:
    """The printed reference, and the addresses of its links.

    Raises
    ------
    ValueError : the entry cannot be printed.
    """
    try:
        text = style.format_entry("", entry).text
    except Exception as error:  # a missing field, LaTeX that cannot be read, an unknown type
        raise ValueError(str(error)) from None
    return str(text), list(_links(text))


def _links(text: object) -> Iterable[str]:
    if isinstance(text, HRef):
        yield text.url
    if isinstance(text, BaseMultipartText):
        for part in text.parts:
            yield from _links(part)


def _with_year(entry: Entry, year: str) -> Entry:
    copy = Entry(entry.type, fields={**entry.fields, "year": year}, persons=entry.persons)
    copy.key = entry.key
    return copy


def _letter(number: int) -> str:
    """a, b, … z, then aa, ab, …"""
    return (_letter(number // 26 - 1) if number > 25 else "") + "abcdefghijklmnopqrstuvwxyz"[number % 26]
