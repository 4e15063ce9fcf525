"""Pairs for the benchmark of matching: a real reference and what a registry might say of it, in form or substance.

What the registry "says" is made from the reference itself: the right ones by the ways in which registries are known
to write one paper, the wrong ones by one change that makes it another paper, on top of the same ways of writing.
"""

import random
import re
from dataclasses import dataclass, replace

from kapbook.registries.compare import Claim
from kapbook.registries.found import Found
from kapbook.registries.people import is_body
from tests.registries.forms import CLASH, FORMS, as_registered, plain


@dataclass(frozen=True)
class Pair:
    """A reference, what each registry says of it, whether it is the same paper, and how the pair was made."""

    claim: Claim
    sources: dict[str, Found]
    same: bool
    made: tuple[str, ...]


def swapped_digit(text: str, rng: random.Random) -> str:
    """The text with two neighbouring digits exchanged, or one digit replaced."""
    places = [n for n, c in enumerate(text) if c.isdigit()]
    twins = [n for n in places if n + 1 in places and text[n] != text[n + 1] and text[n + 1] != "0"]
    if twins:
        n = rng.choice(twins)
        return f"{text[:n]}{text[n + 1]}{text[n]}{text[n + 2 :]}"
    n = rng.choice(places)
    return f"{text[:n]}{(int(text[n]) + rng.randint(0, 7)) % 9 + 1}{text[n + 1 :]}"


def another_paper(found: Found, rng: random.Random, claim: Claim, other: Claim) -> Found | None:
    return replace(as_registered(other), doi=found.doi)


def another_title(found: Found, rng: random.Random, claim: Claim, other: Claim) -> Found | None:
    return replace(found, titles=[other.title])


def one_word(found: Found, rng: random.Random, claim: Claim, other: Claim) -> Found | None:
    swaps = {
        "ketamine": "esketamine",
        "esketamine": "ketamine",
        "depression": "anxiety",
        "treatment": "maintenance",
        "acute": "chronic",
        "adults": "adolescents",
        "single": "repeated",
        "efficacy": "safety",
        "effects": "safety",
        "effect": "harm",
        "trial": "protocol",
        "oral": "nasal",
    }
    parts = re.split(r"(\W+)", claim.title)
    here = [n for n, w in enumerate(parts) if w.casefold() in swaps]
    if not here:
        return None
    n = rng.choice(here)
    parts[n] = swaps[parts[n].casefold()]
    return replace(found, titles=["".join(parts)])


def reply(found: Found, rng: random.Random, claim: Claim, other: Claim) -> Found | None:
    return replace(
        found, titles=[rng.choice(["Reply to: {}", "Comment on '{}'", "Commentary on: {}"]).format(claim.title)]
    )


def second_part(found: Found, rng: random.Random, claim: Claim, other: Claim) -> Found | None:
    first, colon, _rest = claim.title.partition(": ")
    return replace(found, titles=[f"{first}: a follow-up in another cohort"]) if colon else None


def title_digit(found: Found, rng: random.Random, claim: Claim, other: Claim) -> Found | None:
    return replace(found, titles=[swapped_digit(claim.title, rng)]) if re.search(r"\d", claim.title) else None


def another_first(found: Found, rng: random.Random, claim: Claim, other: Claim) -> Found | None:
    if is_body(claim.authors[0]) or is_body(other.authors[0]):
        return None
    return replace(found, authors=[list(other.authors[0]), *found.authors[1:]])


def first_left_out(found: Found, rng: random.Random, claim: Claim, other: Claim) -> Found | None:
    return replace(found, authors=found.authors[1:]) if len(found.authors) > 1 else None


def namesake(found: Found, rng: random.Random, claim: Claim, other: Claim) -> Found | None:
    family, given = claim.authors[0]
    if not given:
        return None
    letter = next(c for c in "QXZUVYW" if c.casefold() not in plain(given).casefold())
    return replace(found, authors=[[family, f"{letter}."], *found.authors[1:]])


def invented_author(found: Found, rng: random.Random, claim: Claim, other: Claim) -> Found | None:
    if len(found.authors) < 3 or is_body(claim.authors[-1]):
        return None
    return replace(found, authors=[*found.authors[:-1], ["Qvistgaarden", "Zz"]])


def another_journal(found: Found, rng: random.Random, claim: Claim, other: Claim) -> Found | None:
    return replace(found, journals=[other.journal]) if claim.journal and other.journal else None


def another_year(found: Found, rng: random.Random, claim: Claim, other: Claim) -> Found | None:
    if not claim.year.isdigit():
        return None
    year = str(int(claim.year) + rng.choice([-7, -3, -2, -1, 1, 2, 3, 10]))
    return replace(found, years={"print": year, "issued": year})


def another_volume(found: Found, rng: random.Random, claim: Claim, other: Claim) -> Found | None:
    return replace(found, volume=swapped_digit(found.volume, rng)) if re.search(r"\d", found.volume) else None


def another_issue(found: Found, rng: random.Random, claim: Claim, other: Claim) -> Found | None:
    return replace(found, issue=swapped_digit(found.issue, rng)) if found.issue.isdigit() else None


def another_page(found: Found, rng: random.Random, claim: Claim, other: Claim) -> Found | None:
    if not found.pages or not re.search(r"\d", found.pages[0]):
        return None
    return replace(found, pages=[swapped_digit(found.pages[0], rng)])


def another_doi(found: Found, rng: random.Random, claim: Claim, other: Claim) -> Found | None:
    return replace(found, doi=swapped_digit(found.doi, rng)) if found.doi else None


SUBSTANCE = (
    *(another_paper, another_title, one_word, reply, second_part, title_digit, another_first, first_left_out),
    *(namesake, invented_author, another_journal, another_year, another_volume, another_issue, another_page),
    another_doi,
)
SPOILS = {
    "another_year": {"online_first"},
    "another_volume": {"fields_missing"},
    "another_issue": {"fields_missing"},
    "another_page": {"fields_missing", "pages_short"},
    "second_part": {"subtitle_missing", "subtitle_apart"},
    "one_word": {"subtitle_missing", "subtitle_apart"},
    "title_digit": {"subtitle_missing", "subtitle_apart"},
    "reply": {"subtitle_missing", "subtitle_apart"},
    "another_title": {"subtitle_missing", "subtitle_apart"},
    "another_paper": {"subtitle_missing", "subtitle_apart", "fields_missing"},
    "another_journal": {"abbreviated"},
    "namesake": {"names_turned_round", "names_cut_otherwise"},
}
"""Ways of writing that would undo the change, or write the reference's own field over it."""


def dressed(
    found: Found, rng: random.Random, claim: Claim, count: int, never: set[str]
) -> tuple[Found, tuple[str, ...]]:
    """The registry's answer in a few of the ways in which registries write."""
    done: list[str] = []
    for form in rng.sample(FORMS, len(FORMS)):
        name = form.__name__
        if len(done) >= count or name in never or any(name in c and c & set(done) for c in CLASH):
            continue
        new = form(found, rng, claim)
        if new != found:
            found = new
            done.append(name)
    return found, tuple(done)


def make_pairs(claims: list[Claim], count: int, seed: int) -> list[Pair]:
    """So many right pairs and as many wrong ones."""
    rng = random.Random(seed)
    usable = [c for c in claims if c.type == "article" and c.authors and c.title and c.year.isdigit()]
    pairs = []
    for number in range(count):
        claim = rng.choice(usable)
        found, made = dressed(as_registered(claim), rng, claim, 1 + number % 4, set())
        pairs.append(Pair(claim, {"crossref": found}, True, made))
    number = 0
    while number < count:
        claim = rng.choice(usable)
        change = SUBSTANCE[number % len(SUBSTANCE)]
        other = rng.choice([c for c in usable if distinct(c, claim)])
        wrong = change(as_registered(claim), rng, claim, other)
        if wrong is None:
            continue
        found, made = dressed(wrong, rng, claim, number % 4, SPOILS.get(change.__name__, set()))
        source = "pubmed" if change is another_doi else "crossref"
        pairs.append(Pair(claim, {source: found}, False, (change.__name__, *made)))
        number += 1
    return pairs


def distinct(a: Claim, b: Claim) -> bool:
    """Do two references differ in title, first author, journal and year?"""
    return (
        a.title != b.title
        and a.authors[0].family != b.authors[0].family
        and a.journal != b.journal
        and a.year != b.year
    )
