"""Family C, fourth part: fields of an entry against each other, and against the entries that share its journal."""

from __future__ import annotations

import re
from bisect import bisect, insort
from collections import Counter, defaultdict
from collections.abc import Iterator
from difflib import SequenceMatcher, get_close_matches
from itertools import pairwise
from typing import NamedTuple

from kapbook.checks.citations import at_work, plain_letters, whole_works
from kapbook.checks.model import Finding, Project, at_row, rule
from kapbook.evidence.works import Work

FIELDS = {
    *("author", "editor", "title", "journal", "year", "month", "volume", "number", "pages", "note", "key", "type"),
    *("doi", "pmid", "pmcid", "isbn", "issn", "url", "urldate", "eprint", "archiveprefix", "language", "crossref"),
    *("publisher", "institution", "school", "organization", "address", "edition", "series", "booktitle", "chapter"),
    "howpublished",
}
"""Fields that a style prints or a rule reads."""

OWN_MARKS = re.compile(
    r"^\W*(?:pp?|pages?|vol(?:ume)?|no|nr|number|issue|art(?:icle)?(?: no)?)\b\.?[\s:]*(?=[\dA-Za-z])", re.I
)
PLACES = ("volume", "number", "pages")
TRIFLES = re.compile(r"^(?:the|a|an)\b|\b(?:of|the|and|in|for|on)\b|&", re.I)
LETTERS_OF_A_NAME = 8
"""Letters from which on two names that differ in a letter or two are one name misspelt."""

TELLING = 3
"""Longest words of a title, of which two titles that are nearly the same share one."""
ALIKE = 0.9
"""Share of letters that two titles of one place in a journal have in common, or two spellings of one journal."""

DOI_YEAR = re.compile(r"(?<![\w])((?:19|20)\d\d)[.-](?=\d)")
DOI_CODE = re.compile(r"10\.\d+/[a-z]{3,}(?:\.[a-z]{3,})?")
ARTICLE_NUMBER = re.compile(r"[A-Za-z]{0,4}0*(\d{4,})")
EARLY, LATE = 3, 1
"""Years by which the year in a DOI may lie before and after the year of print."""

FEW = 3
"""Entries that must speak against a number before it is told."""

ADDRESS_IN_TEXT = re.compile(r"https?:|www\.|\bdoi:|\b10\.\d{4,}/")
MARKED = re.compile(r"[(\[](?:internet|online|pdf|html|full text)[)\]]$", re.I)
SEPARATORS = set("-|:\u2013\u2014\u00b7\u00bb")
ENDING = re.compile(r"\s(?:[-|:\u2013\u2014\u00b7\u00bb]|::)\s([^|]+?)\W*$")


@rule("C126", "place-in-journal")
def place_in_journal(project: Project) -> Iterator[Finding]:
    """Volume, number or pages hold marks of their own ("pp.", "vol."), the issue in brackets, or each other.

    The style prints its own marks: "pp. pp. 12-19". A volume of 42(6) beside number 6 prints the issue twice; a number
    that stands in two of the three fields was copied into the wrong one.
    """
    for work in whole_works(project):
        volume, number, pages = (work.field(name) for name in PLACES)
        for name in PLACES:
            match = OWN_MARKS.match(work.field(name))
            if match:
                message = f"{name} '{work.field(name)}' begins with a mark of its own"
                yield at_work(work, "C126", message, f"write the {name} alone", name)
        if re.search(r"\d\s*[(:]", volume) or ("/" in volume and number):
            message = f"volume '{volume}' holds the issue or the pages too"
            yield at_work(work, "C126", message, "give volume, number and pages a field each", "volume")
        elif number and re.search(r"[(:)]", number):
            message = f"number '{number}' holds the volume or the pages too"
            yield at_work(work, "C126", message, "give volume, number and pages a field each", "number")
        elif pages and re.search(r"\d\s*\(\d+\)\s*:|^\d+:\d", pages):
            message = f"pages '{pages}' hold the volume too"
            yield at_work(work, "C126", message, "give volume, number and pages a field each", "pages")
        elif pages and len(pages) > 2 and pages in (volume, number, work.field("year")):
            message = f"pages '{pages}' are the volume, the number or the year again"
            yield at_work(work, "C126", message, "copy the pages from the source", "pages")


@rule("C127", "journal-unlike-others")
def journal_unlike_others(project: Project) -> Iterator[Finding]:
    """A journal is spelt unlike in other entries: a letter or two apart, in other case, abbreviated, with "The".

    Told is the rarer of the two spellings; of two equally rare ones, the later entry.
    """
    named: dict[str, list[Work]] = defaultdict(list)
    for work in whole_works(project):
        if work.field("journal") and not re.search(r"\d", work.field("journal")):
            named[work.field("journal")].append(work)
    spelt: dict[str, list[Spelling]] = defaultdict(list)
    for journal, works in named.items():
        spelling = _spelling(journal, works)
        spelt[spelling.letters[:1]].append(spelling)
    for some in spelt.values():
        for rare in some:
            usual = next((other for other in some if rare.rank < other.rank and _one_journal(rare, other)), None)
            if usual:
                message = f"the journal is '{rare.journal}', other entries say '{usual.journal}'"
                yield at_work(rare.last, "C127", message, "write the journal in one way throughout", "journal")


class Spelling(NamedTuple):
    """A journal as some entries spell it: what tells two of them apart, how usual it is, the last entry."""

    journal: str
    letters: str
    words: list[str]
    rank: tuple[int, int]
    last: Work


def _spelling(journal: str, works: list[Work]) -> Spelling:
    bare = TRIFLES.sub(" ", journal)
    words = re.findall(r"\w+", bare.casefold())
    return Spelling(journal, plain_letters(bare), words, (len(works), -works[0].line), works[-1])


def _one_journal(one: Spelling, other: Spelling) -> bool:
    a, b = one.letters, other.letters
    if a == b or _abbreviates(one.words, other.words) or _abbreviates(other.words, one.words):
        return True
    if abs(len(a) - len(b)) > 2 or min(len(a), len(b)) < LETTERS_OF_A_NAME:
        return False
    longest, slips = max(len(a), len(b)), 1 if min(len(a), len(b)) < 2 * LETTERS_OF_A_NAME else 2
    if longest - (Counter(a) & Counter(b)).total() > slips:
        return False
    same = sum(block.size for block in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks())
    return longest - same <= slips


def _abbreviates(few: list[str], full: list[str]) -> bool:
    """Is each word of the first the beginning of the same word of the second ("Am J Psychiatry")?"""
    return len(few) == len(full) > 1 and all(map(str.startswith, full, few))


@rule("C128", "title-of-the-page")
def title_of_the_page(project: Project) -> Iterator[Finding]:
    """The title is not the work's: in capitals throughout, with the tail of a web page, an address, or a full stop.

    "… - PubMed", "… | Journal of Trials", "… [Internet]" and "… (PDF)" are titles of pages. The names of sites stand
    in evidence/words.json under `siteNames`; the work's own journal and the owners of evidence/hosts.csv count too.
    """
    sites = {plain_letters(name) for name in project.words.get("siteNames", [])}
    sites.update(plain_letters(row["owner"]) for row in project.evidence.tables["hosts"])
    for work in whole_works(project):
        problem = _page_title(work, sites)
        if problem:
            yield at_work(work, "C128", problem, "type the title as the work itself prints it", "title")


def _page_title(work: Work, sites: set[str]) -> str:
    title = work.field("title")
    if title == title.upper() and len(re.findall(r"[^\W\d_]{2,}", title)) > 3:
        return "the title is in capitals throughout"
    if (":" in title or "." in title) and (match := ADDRESS_IN_TEXT.search(title)):
        return f"the title holds an address ('{match[0]}')"
    if title[-1:] in ")]" and (match := MARKED.search(title)):
        return f"the title holds '{match[0]}'"
    tail = ENDING.search(title) if SEPARATORS & set(title) else None
    if tail and plain_letters(tail[1]) in sites | {plain_letters(work.field("journal")) or "?"}:
        return f"the title ends with the name of a site ('{tail[1]}')"
    if re.search(r"(?<!\bal)(?<!\.)\.$", title) and not re.search(r"\b[A-Z]\.$", title):
        return "the title ends with a full stop, and the style sets one"
    parts = title.split()
    if twice := next((a for a, b in pairwise(parts) if a == b and len(a) > 1 and a.isalpha()), ""):
        return f"a word stands twice ('{twice} {twice}')"
    return ""


@rule("C129", "unknown-field")
def unknown_field(project: Project) -> Iterator[Finding]:
    """A field has a name that no style and no rule reads: it is dropped without a word, mostly a slip of the pen."""
    for work in whole_works(project):
        for name in sorted(work.fields.keys() - FIELDS):
            near = get_close_matches(name, FIELDS, n=1)
            remedy = f"did you mean '{near[0]}'?" if near else "remove it, or name a field that is printed"
            yield at_work(work, "C129", f"nothing reads the field '{name}'", remedy, name)


@rule("C130", "year-against-numbers")
def year_against_numbers(project: Project) -> Iterator[Finding]:
    """Year, volume, DOI, PMID and PMCID of an entry do not belong together, as far as the other entries show.

    Volumes of a journal grow with the years: told is a volume that lies on the wrong side of three others, or that
    breaks a yearly step which three others keep. A DOI that names a year names the entry's, up to three years before
    print. PubMed and PubMed Central number in the order of time: told is a number that three works two years older
    have passed, or (PMID) that three works two years younger have not reached. A DOI whose code two other entries
    have for one journal belongs to that journal, and where a journal's DOIs hold the article number, so does this one.
    """
    works = [work for work in whole_works(project) if work.field("year").isdigit()]
    journals: dict[str, list[Work]] = defaultdict(list)
    for work in works:
        if work.field("volume").isdigit():
            journals[work.field("journal")].append(work)
    for work in works:
        year = int(work.field("year"))
        named = [int(found) for found in DOI_YEAR.findall(work.field("doi").partition("/")[2])]
        if named and not any(year - EARLY <= each <= year + LATE for each in named):
            message = f"the DOI names the year {named[0]}, the entry {year}"
            yield at_work(work, "C130", message, "copy DOI and year again from the source", "doi")
            continue
        problem = _volume(work, journals[work.field("journal")]) if work.field("volume").isdigit() else ""
        if problem:
            yield at_work(work, "C130", problem, "copy volume and year again from the source", "volume")
    for name, both in (("pmid", True), ("pmcid", False)):
        yield from _out_of_order(works, name, both)
    yield from _other_journal(works)


def _other_journal(works: list[Work]) -> Iterator[Finding]:
    """DOIs that name another journal, by their code, or another article, by its number, than the entry."""
    codes: dict[str, Counter[str]] = defaultdict(Counter)
    numbered: dict[str, list[tuple[Work, str, bool]]] = defaultdict(list)
    for work in works:
        doi, journal = work.field("doi").lower(), work.field("journal")
        code, number = DOI_CODE.match(doi), ARTICLE_NUMBER.fullmatch(work.field("pages"))
        if code and journal:
            codes[code[0]][journal] += 1
        if number and doi and journal:
            numbered[journal].append((work, number[1], number[1] in re.sub(r"\D", "", doi)))
    for work in works:
        code, journal = DOI_CODE.match(work.field("doi").lower()), work.field("journal")
        known = codes[code[0]] if code and journal else Counter[str]()
        usual = known.most_common(1)[0] if known else ("", 0)
        if code and len(known) == 2 and known[journal] == 1 and usual[1] >= 2:
            message = f"the journal is '{journal}', but other DOIs of '{code[0]}…' are of '{usual[0]}'"
            yield at_work(work, "C130", message, "copy journal and DOI again from the source", "doi")
    for some in numbered.values():
        odd = [(work, number) for work, number, holds in some if not holds]
        if len(odd) == 1 and len(some) > 1:
            work, missing = odd[0]
            message = f"the DOI does not hold the article number {missing}, as the journal's other DOIs do"
            yield at_work(work, "C130", message, "copy pages and DOI again from the source", "pages")


def _volume(work: Work, siblings: list[Work]) -> str:
    """What is wrong with a volume beside those of the other entries of its journal; empty when nothing is."""
    own, year = int(work.field("volume")), int(work.field("year"))
    others = [(int(other.field("year")), int(other.field("volume"))) for other in siblings if other is not work]
    against = [(y, v) for y, v in others if (y < year and v > own) or (y > year and v < own)]
    steps = [v - y for y, v in others]
    if len(steps) >= FEW and max(steps) - min(steps) <= 1 and not min(steps) - 1 <= own - year <= max(steps) + 1:
        usual = Counter(steps).most_common(1)[0][0] + year
        return f"volume {own} in {year}, where the journal's other entries give about {usual}"
    if len(against) >= FEW and 2 * len(against) > len(others):
        y, v = against[0]
        return f"volume {own} in {year}, but volume {v} in {y}"
    return ""


def _out_of_order(works: list[Work], name: str, both: bool) -> Iterator[Finding]:
    """Works whose PMID or PMCID was given out years before, or with `both` years after, the year of the entry."""
    held = {
        work.key: int(work.field(name).removeprefix("PMC"))
        for work in works
        if re.fullmatch(r"(?:PMC)?\d+", work.field(name))
    }
    given: dict[int, list[int]] = defaultdict(list)
    for work in works:
        if work.key in held:
            insort(given[int(work.field("year"))], held[work.key])
    for work in works:
        if work.key not in held:
            continue
        own, year = held[work.key], int(work.field("year"))
        passed = sum(len(some) - bisect(some, own) for each, some in given.items() if each <= year - 2)
        ahead = sum(bisect(some, own) for each, some in given.items() if each >= year + 2) if both else 0
        if passed >= FEW or ahead >= FEW:
            when = "older" if passed >= FEW else "younger"
            message = f"the {name.upper()} {work.field(name)} is of {when} works than {year}"
            yield at_work(work, "C130", message, f"copy the {name.upper()} and the year again from the source", name)


@rule("C131", "same-place-twice")
def same_place_twice(project: Project) -> Iterator[Finding]:
    """Two entries stand in one journal, volume and page, or are one work with a word of the title changed.

    So are two works of one first author, journal and year whose titles are alike to nine letters in ten, whatever
    their identifiers.
    """
    places: dict[tuple[str, ...], Work] = {}
    people: dict[tuple[str, ...], list[Work]] = defaultdict(list)
    for work in whole_works(project):
        journal = plain_letters(work.field("journal"))
        first_page = re.split(r"[-\u2013]", work.field("pages"))[0].strip()
        place = (journal, work.field("volume"), first_page.lower())
        first = places.setdefault(place, work) if all(place) and len(first_page) > 1 else work
        if first is not work and not _told(work, first):
            message = f"the same journal, volume and page as '{first.key}'"
            yield at_work(work, "C131", message, "keep one entry and cite that, or correct the pages", "pages")
            continue
        words = sorted(set(work.field("title").lower().split()), key=lambda word: (len(word), word))[-TELLING:]
        groups = [people[plain_letters(work.first_author), journal, work.field("year"), word] for word in words]
        near = {other.key: other for group in groups for other in group} if journal and work.authors else {}
        twin = next((other for other in near.values() if _one_title(work, other)), None)
        if twin:
            message = f"nearly the same title as '{twin.key}', by the same author in the same journal and year"
            yield at_work(work, "C131", message, "keep one entry and cite that", "title")
        for group in groups:
            group.append(work)


def _one_title(work: Work, other: Work) -> bool:
    a, b = (plain_letters(TRIFLES.sub(" ", each.field("title"))) for each in (work, other))
    return not _told(work, other) and (a == b or SequenceMatcher(None, a, b, autojunk=False).ratio() > ALIKE)


def _told(work: Work, other: Work) -> bool:
    """Do C104 or C105 tell already that the two are one?"""
    same = [name for name in ("doi", "pmid", "pmcid") if work.field(name) and work.field(name) == other.field(name)]
    return bool(same) or plain_letters(work.field("title")) == plain_letters(other.field("title"))


TOLD = {
    "appraisals": ("reason",),
    "claims": ("rationale", "searched"),
    "gradings": ("reasons", "resolved"),
    "judgements": ("reason", "resolved"),
    "questions": ("reasons", "searched"),
    "studies": ("certainty_note", "note"),
    "trials": ("note",),
    "uses": ("reason",),
}
"""Columns of words that may name works by their keys."""

YEAR_IN_WORDS = re.compile(r"[12][09]\d\d")
NAME = re.compile(r"[a-z]+(?:19|20)\d\d(?P<rest>[a-z]*(?:-[a-z0-9]+)*)(?![\w/-]|\.\w)")


@rule("C132", "unknown-key-in-words")
def unknown_key_in_words(project: Project) -> Iterator[Finding]:
    """The words of a table name a work that references.bib lacks, or a row that no table holds."""
    works, ids = project.library.works, "\n".join(["", *project.evidence.ids()])
    for table, columns in TOLD.items():
        for row in project.evidence.tables[table]:
            for name in _names("\n".join(row[column] for column in columns)):
                if name not in works and "-" not in name:
                    yield at_row(row, "C132", f"the words name '{name}', which is no key", "correct it or add the work")
                elif "-" in name and f"\n{name}" not in ids:  # an id, or the beginning that several share
                    yield at_row(row, "C132", f"the words name '{name}', which is no row", "correct the id")


def _names(text: str) -> Iterator[str]:
    """Words of a text that look like a key or an id: letters, a year, and what follows; no part of an address."""
    for year in YEAR_IN_WORDS.finditer(text):
        start = year.start()
        while start and "a" <= text[start - 1] <= "z":
            start -= 1
        match = NAME.match(text, start) if start < year.start() else None
        if match and (not start or text[start - 1] in " \n(;,'"):
            yield match[0]
