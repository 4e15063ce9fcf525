"""Family C, second part: what a reference prints, and whether all that is told of it means one work."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import permutations
from urllib.parse import urlsplit

from kapbook.checks.citations import at_work, plain_letters, whole_works
from kapbook.checks.model import Finding, Project, rule
from kapbook.evidence import PACKAGE
from kapbook.evidence.identifiers import agree, identifiers
from kapbook.evidence.works import AS_TYPED, Work

HIDDEN = re.compile("[\u00a0\u00ad\u200b-\u200f\u2011\u2028-\u202f\u2060-\u2069\ufeff\x00-\x08\x0b-\x1f\x7f]")
BROKEN_LINE = re.compile(r"\b[a-z]{2,}- (?!and\b|or\b|to\b|versus\b|but\b|bzw\b|und\b)[a-z]{2,}")
LIGATURE = re.compile("[\ufb00-\ufb06]")
MARKS = (
    (re.compile(r"[{}]"), "brace"),
    (re.compile(r"\\[A-Za-z]*"), "LaTeX command"),
    (re.compile(r"\$"), "dollar sign"),
    (re.compile(r"</?[A-Za-z][^<>]*>"), "tag"),
    (re.compile(r"&(?:#\d+|#x[0-9a-fA-F]+|[A-Za-z]{2,8});"), "entity"),
)
ADDRESS = re.compile(r"https?://[^/?#]+(?:[/?#](?:[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)?")
LINEAGE = re.compile(r"(?:jr|sr|[ivx]+|2nd|3rd|4th)\.?", re.I)
BODY_WORDS = {
    *("academy", "administration", "agency", "association", "board", "center", "centre", "college", "collaboration"),
    *("collaborators", "commission", "committee", "consortium", "council", "department", "federation", "foundation"),
    *("group", "hospital", "inc", "institute", "investigators", "ltd", "medicine", "ministry", "network", "office"),
    *("organisation", "organization", "program", "programme", "service", "services", "society", "team", "trust"),
    *("university", "of", "for", "the"),
}
BODY = re.compile(rf"\b(?:{'|'.join(sorted(BODY_WORDS))})\b", re.I)
LOUD = re.compile(r"\b(?![IVX]+\b)[A-Z]{4,}\b")
INITIALS = re.compile(r"^(?![OE], )(?:[A-Z]\.? ?){1,3}, .*|^[^,\n]* (?:[A-Z]\.? ?)+, .*", re.M)
"""A family name that is initials, or ends in them."""

LEAST_GIVEN, LEAST_FAMILY = 4, 6
"""Letters of a given and of a family name from which on two persons of like name are one."""

NOT_PRINTED = {"pmid", "pmcid", "urldate"}


@rule("C117", "marks-in-reference")
def marks_in_reference(project: Project) -> Iterator[Finding]:
    """A field would print what is no text: braces, LaTeX commands, dollar signs, tags, entities, hidden signs.

    Hidden signs are zero-width and no-break signs, soft hyphens and byte-order marks; ligatures break the search.
    They come with copying from a PDF or a registry. Judged is the field as the style prints it.
    """
    for work in whole_works(project):
        for name, text in work.printed.items():
            typed = work.fields[name]
            problem = "" if name in NOT_PRINTED else _mark(typed if name in AS_TYPED else text, typed)
            if problem and not (name == "doi" and problem.startswith(("brace", "LaTeX"))):  # C107 tells
                yield at_work(work, "C117", f"{name} holds a {problem}", "type what the source prints", name)
        for person in work.people:
            problem = _mark("", person)
            if problem:
                yield at_work(work, "C117", f"author holds a {problem}", "type what the source prints", "author")
                break


def _mark(printed: str, typed: str) -> str:
    for pattern, what in MARKS:
        if match := pattern.search(printed):
            return f"{what} ('{match[0]}')"
    if match := HIDDEN.search(typed):
        return f"hidden sign (U+{ord(match[0]):04X})"
    if match := LIGATURE.search(typed):
        return f"ligature ('{match[0]}')"
    if match := BROKEN_LINE.search(printed):
        return f"word broken at the end of a line ('{match[0]}')"
    if typed != unicodedata.normalize("NFC", typed):
        return "letter whose accent is a sign of its own"
    return ""


@rule("C118", "capitals-lost")
def capitals_lost(project: Project) -> Iterator[Finding]:
    """The style sets a title in small letters where no braces protect it: 'DNA' would be printed as 'dna'."""
    for work in whole_works(project):
        typed, printed = work.fields.get("title", ""), work.field("title")
        words = re.findall(r"[^\W\d_]+", re.sub(r"\\[A-Za-z]+|[{}]", "", typed))
        shown = set(re.findall(r"[^\W\d_]+", printed))
        lost = [word for word in words if word not in shown and word.lower() in shown]
        if lost:
            message = f"the title would print '{lost[0]}' as '{lost[0].lower()}'"
            yield at_work(work, "C118", message, "write the title in double braces: {{…}}", "title")


@rule("C119", "author-list")
def author_list(project: Project) -> Iterator[Finding]:
    """The authors are not a list that BibTeX can split: 'Family, Given and Family, Given', a body in double braces.

    Told are semicolons, 'et al.', '&', a missing or doubled 'and', a body in single braces, and a person twice; also
    degrees and titles of a person (evidence/words.json, `degrees`), names in capitals, and a family name that is
    initials, ends in them, or is the given name of a person whom other entries have the other way round; one that is a
    letter off the family name which two other entries give to the same given names; and a single name among whole ones
    that is not declared (`singleNames`).
    """
    single = set(project.words.get("singleNames", []))
    degrees = re.compile(rf"(?<![\w-])(?:{'|'.join(project.words.get('degrees', [])) or '(?!)'})(?![\w-])")
    known = Counter(pair for work in whole_works(project) for pair in map(_pair, work.people) if pair)
    families: dict[str, Counter[str]] = defaultdict(Counter)
    for work in whole_works(project):
        for person in work.people:
            family, _, given = person.partition(", ")
            if len(given) > LEAST_GIVEN and not person.startswith("{"):
                families[given][family] += 1
    misspelt = {
        (rare, given): usual
        for given, some in families.items()
        if len(some) > 1
        for rare, usual in permutations(some, 2)
        if some[rare] == 1 < some[usual] and _letter_off(plain_letters(rare), plain_letters(usual))
    }
    for work in whole_works(project):
        problem, remedy = _people(work)
        if not problem:
            problem, remedy = _names(work, degrees, known)
        if not problem:
            problem, remedy = _spelling(work, misspelt, single)
        if problem:
            yield at_work(work, "C119", problem, remedy, "author")


def _letter_off(a: str, b: str) -> bool:
    """Do two long names differ in one letter, or in two that are exchanged?"""
    if a == b or min(len(a), len(b)) < LEAST_FAMILY or abs(len(a) - len(b)) > 1:
        return False
    start = next((place for place, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    rest = (a[start + 1 :], b[start + 1 :])
    exchanged = a[start + 2 :] == b[start + 2 :] and a[start : start + 2] == b[start : start + 2][::-1]
    return rest[0] == rest[1] or rest[0] == b[start:] or a[start:] == rest[1] or exchanged


def _spelling(work: Work, misspelt: dict[tuple[str, str], str], single: set[str]) -> tuple[str, str]:
    """A family name that other entries spell otherwise, or a name without a given one among whole names."""
    for person in work.people:
        family, _, given = person.partition(", ")
        usual = misspelt.get((family, given))
        if usual:
            return f"'{person}' is '{usual}, {given}' in other entries", "spell the name as the source does"
        alone = not given and person != "others" and not person.startswith("{") and person not in single
        if alone and any(", " in other for other in work.people):
            return (
                f"'{person}' has no given name",
                "add it, or declare the name under singleNames in evidence/words.json",
            )
    return "", ""


def _pair(person: str) -> tuple[str, str] | None:
    """Family name and first given name of a person; None for a body and for a single name."""
    family, _, given = person.partition(", ")
    return (family, given.partition(" ")[0]) if given and not person.startswith("{") else None


def _names(work: Work, degrees: re.Pattern[str], known: Counter[tuple[str, str]]) -> tuple[str, str]:
    """What is wrong with the names of single people."""
    people = [(person, pair) for person in work.people if (pair := _pair(person))]
    listed = "\n".join(person for person, _ in people)
    if title := degrees.search(listed):
        return f"a name holds '{title[0]}', which is no name", "write the names alone"
    if loud := LOUD.search(listed):
        return f"'{loud[0]}' is in capitals", "write the name in small letters, as the source does"
    if initial := INITIALS.search(listed):
        return f"'{initial[0].strip(', ')}' has initials for a family name", "write 'Family, Given'"
    for person, (family, given) in people:
        if known[given, family] > known[family, given] and given != family:
            return f"'{person}' is '{given}, {family}' in other entries", "write 'Family, Given'"
    return "", ""


def _suspect(people: list[str]) -> bool:
    """Can anything be wrong with the list at all? Most lists need no closer look."""
    listed = "\n".join(people).lower()
    words = set(re.findall(r"[^\W\d_]+", "\n".join(person for person in people if not person.startswith("{")).lower()))
    return bool(
        words & BODY_WORDS
        or any(sign in listed for sign in (";", "&", "et al", "et. al"))
        or "and" in words
        or any(person.count(",") > 1 or not person.strip(" ,{}") for person in people)
        or len(set(listed.replace("{", "").replace("}", "").split("\n"))) < len(people)
    )


def _people(work: Work) -> tuple[str, str]:
    seen: set[str] = set()
    if not _suspect(work.people):
        return "", ""
    for person in work.people:
        plain = person.replace("{", "").replace("}", "")
        protected = person.startswith("{")
        pieces = [piece.strip() for piece in person.split(",")]
        if not plain.strip(" ,") or re.search(r"^and\s|\sand$", plain, re.I):
            return "'and' stands without a person", "remove the doubled 'and'"
        if re.search(r"\bet\.? al\b", plain, re.I):
            return f"'{plain}' stands for people", "name them, or end the list with 'and others'"
        if ";" in plain and not protected:
            return f"'{plain}' holds a semicolon", "put 'and' between people"
        if re.search(r"(?<!\\)&", person) and not protected:
            return f"'{plain}' holds '&'", "put 'and' between people"
        if len(pieces) > 2 and not protected and not LINEAGE.fullmatch(pieces[1]):
            return f"'{plain}' is more than one person", "put 'and' between people"
        if not protected and BODY.search(plain) and plain != "others":
            return f"'{plain}' is split like a person's name", "write a body in double braces: {{…}}"
        if plain.lower() in seen:
            return f"'{plain}' stands twice", "remove one of the two"
        seen.add(plain.lower())
    return "", ""


@rule("C120", "address-form")
def address_form(project: Project) -> Iterator[Finding]:
    """An address does not parse, has no host, or holds signs that must be percent-encoded (RFC 3986)."""
    for work in whole_works(project):
        url = work.fields.get("url", "")
        if url and not (ADDRESS.fullmatch(url) and _host(url)):
            bad = next((sign for sign in url if sign in '\\{}<>"^`| ' or ord(sign) > 126), "")
            why = f"'{bad}' in it must be percent-encoded or left out" if bad else "it does not parse"
            yield at_work(work, "C120", f"the address '{url}' leads nowhere: {why}", "copy it from the browser", "url")


def _host(url: str) -> bool:
    try:
        parsed = urlsplit(url)
        return "." in (parsed.hostname or "") and "@" not in parsed.netloc and (parsed.port or 443) > 0
    except ValueError:
        return False


def owners_of(project: Project) -> dict[tuple[str, str], str]:
    """Identifier to the key of the entry that has it."""
    return {
        (kind, work.field(kind).lower()): work.key
        for work in project.library.works.values()
        for kind in ("doi", "pmid", "pmcid")
        if work.field(kind)
    }


def other_work(project: Project, key: str, address: str, owners: dict[tuple[str, str], str], own: bool = True) -> str:
    """What the address says against the entry `key`: another entry's identifier, or another than its own.

    A list of references on another work's page may be where the entry was seen.

    Parameters
    ----------
    own : whether an identifier that no entry has counts as another than the entry's
    """
    if "/references" in address:
        return ""
    work = project.library.works.get(key)
    for kind, named in identifiers(address).items() if work else ():
        held = work.field(kind)  # type: ignore[union-attr]
        owner = owners.get((kind, named))
        if owner and owner != key:
            return f"the {kind.upper()} {named} of '{owner}'"
        if own and held and not agree(kind, named, held):
            return f"the {kind.upper()} {named}, but the entry has {held}"
    return ""


@rule("C122", "address-of-another")
def address_of_another(project: Project) -> Iterator[Finding]:
    """The url of an entry names another DOI, PMID or PMCID than the entry, or one that another entry has."""
    owners = owners_of(project)
    for work in whole_works(project):
        problem = other_work(project, work.key, work.fields.get("url", ""), owners)
        if problem:
            yield at_work(work, "C122", f"the url names {problem}", "correct the url or the identifier", "url")


@rule("C123", "key-against-entry")
def key_against_entry(project: Project) -> Iterator[Finding]:
    """The year of a work is not the one in its key, or the key names another of its authors than the first.

    A key is permanent: where the year of print turned out to be another, the key stands with the year of the work
    under `keyYears` in evidence/datapackage.json, and falls when it is no longer needed.
    """
    kept = project.evidence.package.get("keyYears", {})
    for work in whole_works(project):
        named = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", work.key)
        year = work.field("year")
        if named and year and named[0] != year and kept.get(work.key) != year:
            message = f"the year is {year}, but the key says {named[0]}"
            yield at_work(work, "C123", message, "correct the year or rename the key", "year")
        name = plain_letters(re.split(r"\d", work.key)[0])
        families = [plain_letters(family) for family in work.authors]
        if name in families[1:] and not families[0].startswith(name):
            message = f"the first author is {work.first_author}, but the key names another of the authors"
            yield at_work(
                work, "C123", message, "put the authors in the order of the source, or rename the key", "author"
            )
    for key, year in kept.items():
        work_of = project.library.works.get(key)
        if work_of is None or year in key or (not work_of.broken and work_of.field("year") != year):
            message = f"'{key}' does not need the year {year} under keyYears"
            yield Finding(PACKAGE, 1, 1, "C123", message, "strike it from the list, or correct the year")
