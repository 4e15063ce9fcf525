"""Is it this paper, as printed? Form is forgiven, substance is not; what cannot be compared is said."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kapbook.registries.found import Found
from kapbook.registries.journals import same_journal
from kapbook.registries.normal import bare, letters, words
from kapbook.registries.people import PEOPLE_FIELDS, Person, compare_people
from kapbook.registries.verdicts import AGREES, DIFFERS, NOTE, Verdict

NOTICE_TITLE = re.compile(
    r"^\W*(retracted|retraction|withdrawn|removed|temporary removal|expression of concern)"
    r"(?:\s+(?:article|paper|publication))?\s*[:\-\u2013\u2014.]\s*",
    re.I,
)
FOOTNOTE = re.compile(r"^\s+|[\s.*\u2020\u2021\u2606]+$")
SPELLING = (("isation", "ization"), ("ising", "izing"), ("ised", "ized"), ("ise", "ize"), ("yse", "yze"))
SUBTITLE = re.compile(r"\s*[:?.!\u2013\u2014]\s+|\s+-\s+")
DEFINITE = 3
"""Words that a main title needs to stand for the whole."""
IDENTITY = ("title", "first author")


@dataclass(frozen=True)
class Claim:
    """A work as references.bib prints it."""

    key: str
    type: str
    title: str
    authors: tuple[Person, ...]
    others: bool = False
    year: str = ""
    journal: str = ""
    volume: str = ""
    number: str = ""
    pages: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    url: str = ""
    line: int = 1


def compare(claim: Claim, found: Found) -> list[Verdict]:
    """A verdict for each field that both have."""
    return [*_title(claim, found), *compare_people(claim.authors, claim.others, found.authors), *_place(claim, found)]


def merged(by_source: dict[str, list[Verdict]]) -> list[Verdict]:
    """Verdicts over all sources: where one registry differs and another agrees, it is a note.

    An identifier that leads to another paper, by title and first author, stays a difference.
    """
    agreed = {v.field for verdicts in by_source.values() for v in verdicts if v.kind != DIFFERS}
    result = []
    for source, verdicts in by_source.items():
        stranger = {v.field for v in verdicts if v.kind == DIFFERS} >= set(IDENTITY)
        for v in verdicts:
            if v.kind == DIFFERS and v.field in agreed and not stranger and v.field not in ("doi", "pmid", "pmcid"):
                v = Verdict(v.field, NOTE, v.ours, v.theirs, f"{v.words} (another registry agrees with us)")
            result.append(Verdict(v.field, v.kind, v.ours, v.theirs, v.words, source))
    return result


def plain_title(title: str) -> str:
    """Title without the mark of a notice, footnote signs, brackets of a translation and closing stop."""
    title = FOOTNOTE.sub("", NOTICE_TITLE.sub("", bare(title)))
    return title[1:-1] if title.startswith("[") and title.endswith("]") else title


def title_key(title: str) -> str:
    """The title without its form."""
    text = letters(plain_title(title))
    for old, new in SPELLING:
        text = text.replace(old, new)
    return text


def _title(claim: Claim, found: Found) -> Iterator[Verdict]:
    if not claim.title or not found.titles:
        return
    ours, theirs = title_key(claim.title), {title_key(title): title for title in found.titles}
    if ours in theirs:
        yield Verdict("title", AGREES, claim.title, theirs[ours])
        return
    shown = max(found.titles, key=len)
    if set(theirs) <= _heads(claim.title) and len(words(shown)) >= DEFINITE:
        yield Verdict("title", NOTE, claim.title, shown, "the registry has no subtitle")
        return
    if any(ours in _heads(title) for title in found.titles) and len(words(claim.title)) >= DEFINITE:
        yield Verdict("title", NOTE, claim.title, shown, "the registry has a subtitle that we leave out")
        return
    if not re.search(r"[a-z]", "".join(theirs)) and re.search(r"[a-z]", ours):
        yield Verdict("title", NOTE, claim.title, shown, "the registry's title is in another script; not compared")
        return
    yield Verdict("title", DIFFERS, claim.title, shown, _how(claim.title, shown))


def _heads(title: str) -> set[str]:
    """The title cut before each of its subtitles, without form."""
    whole = plain_title(title)
    return {title_key(whole[: match.start()]) for match in SUBTITLE.finditer(whole)}


def _how(ours: str, theirs: str) -> str:
    """What differs between two titles, in words."""
    left, right = words(plain_title(ours)), words(plain_title(theirs))
    gone, new = [w for w in left if w not in right], [w for w in right if w not in left]
    if len(gone) <= 2 and len(new) <= 2 and len(left) > 4:
        return f"the title has '{' '.join(gone) or '-'}' where the registry has '{' '.join(new) or '-'}'"
    shared = len(set(left) & set(right)) / max(1, min(len(set(left)), len(set(right))))
    return "the title is worded otherwise" if shared > 0.6 else "this is another paper's title"


def _place(claim: Claim, found: Found) -> Iterator[Verdict]:
    """Journal, year, volume, issue, pages and identifiers."""
    if claim.journal and found.journals:
        kind = same_journal(claim.journal, found.journals)
        yield Verdict("journal", kind, claim.journal, found.journals[0], "another journal" if kind == DIFFERS else "")
    if claim.year and found.years:
        yield _year(claim.year, found.years)
    if claim.volume and found.volume:
        yield _plain("volume", claim.volume, found.volume)
    if claim.number and found.issue:
        yield _plain("number", claim.number, found.issue)
    if claim.pages and found.pages:
        yield _pages(claim.pages, found.pages)
    for name in ("doi", "pmid", "pmcid"):
        ours, theirs = getattr(claim, name), getattr(found, name)
        if ours and theirs:
            same = ours.casefold() == theirs.casefold()
            yield Verdict(name, AGREES if same else DIFFERS, ours, theirs, "" if same else f"another {name.upper()}")


def _year(ours: str, years: dict[str, str]) -> Verdict:
    shown = ", ".join(f"{year} {kind}" for kind, year in sorted(years.items()))
    fixed = [years[kind] for kind in ("print", "issued") if kind in years]
    if ours in fixed:
        early = years.get("print", ours) != ours
        return Verdict(
            "year", NOTE if early else AGREES, ours, shown, "the year of the first issue online" if early else ""
        )
    if ours == years.get("online"):
        return Verdict("year", NOTE, ours, shown, "the year online; in print it is another")
    online = years.get("online") or years.get("issued", "")
    if "print" not in years and online.isdigit() and ours.isdigit() and int(ours) == int(online) + 1:
        return Verdict("year", NOTE, ours, shown, "the registry knows only the year online, the one before")
    return Verdict("year", DIFFERS, ours, shown, "another year")


def _plain(name: str, ours: str, theirs: str) -> Verdict:
    left, right = _number(ours), _number(theirs)
    if left == right:
        return Verdict(name, AGREES, ours, theirs)
    parts = set(re.findall(r"\w+", left)), set(re.findall(r"\w+", right))
    if name == "number" and (parts[0] <= parts[1] or parts[1] <= parts[0]):
        return Verdict(name, NOTE, ours, theirs, "the issue is told more or less fully")
    return Verdict(name, DIFFERS, ours, theirs, f"another {'issue' if name == 'number' else name}")


def _number(text: str) -> str:
    """A volume or issue: no "Vol.", one spelling of supplement, no leading zeros."""
    low = re.sub(r"\b(?:vol(?:ume)?|no|nr|issue)\b\.?", " ", bare(text).casefold().replace("\u2013", "-"))
    low = re.sub(r"\bs(?=\d)|\bsuppl(?:ement)?(?:_|\b)|\bsup\b", " suppl ", low.replace("_", " "))
    return " ".join(part.lstrip("0") or part for part in re.findall(r"[^\W_]+", low))


def _pages(ours: str, theirs: Iterable[str]) -> Verdict:
    options = list(theirs)
    shown = ", ".join(options)
    first, last = page_range(ours)
    kinds = [_page(first, last, *page_range(option)) for option in options]
    for kind, said in ((AGREES, ""), (NOTE, "pages are told more or less fully")):
        if kind in kinds:
            return Verdict("pages", kind, ours, shown, said)
    return Verdict("pages", DIFFERS, ours, shown, "other pages")


def _page(first: str, last: str, their_first: str, their_last: str) -> str:
    if first == their_first:
        return AGREES if last == their_last else NOTE if not last or not their_last else DIFFERS
    if not last and their_first == "1" and their_last and _article(first):
        return NOTE  # an article number beside the pages of the PDF
    if not their_last and first == "1" and last and _article(their_first):
        return NOTE
    if (
        not last
        and not their_last
        and re.sub(r"\D", "", first).lstrip("0") == re.sub(r"\D", "", their_first).lstrip("0")
    ):
        letters_of = {re.sub(r"\d", "", first), re.sub(r"\d", "", their_first)}
        return NOTE if "" in letters_of else DIFFERS
    return DIFFERS


def _article(text: str) -> bool:
    return len(re.sub(r"\D", "", text)) >= 4 or bool(re.match(r"[a-z]", text))


def page_range(pages: str) -> tuple[str, str]:
    """First and last page in small letters; a shortened last page is filled up ("631-9"), one page has no last."""
    text = bare(pages).casefold().replace(" ", "")
    text = re.sub(r"^(?:pp?\.|article|art\.|no\.)", "", text)
    first, _, last = re.sub(r"[\u2010-\u2015\u2212]|-+", "-", text).partition("-")
    last = re.split(r"[,;]", last)[0]
    match = re.fullmatch(r"([a-z]*)(\d+)([a-z]*)", first)
    if match and last:
        digits = re.fullmatch(r"([a-z]*)(\d+)([a-z]*)", last)
        if digits:
            tail = digits[2]
            if len(tail) < len(match[2]):
                tail = match[2][: len(match[2]) - len(tail)] + tail
            last = match[1] + tail.lstrip("0") + digits[3]
    if match:
        first = match[1] + (match[2].lstrip("0") or "0") + match[3]
    return first, "" if last == first else last


FIELDS = ("title", *PEOPLE_FIELDS, "journal", "year", "volume", "number", "pages", "doi", "pmid", "pmcid")
