"""Pairs for the benchmark of matching: a real reference and what a registry might say of it, in form or substance.

What the registry "says" is made from the reference itself: the right ones by the ways in which registries are known
to write one paper, the wrong ones by one change that makes it another paper, on top of the same ways of writing.
"""

import html
import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace

from kapbook.registries.compare import Claim
from kapbook.registries.found import Found
from kapbook.registries.people import is_body

ABBREVIATED = {
    "Journal of Clinical Psychiatry": "J Clin Psychiatry",
    "American Journal of Psychiatry": "Am J Psychiatry",
    "Journal of Affective Disorders": "J Affect Disord",
    "Journal of Psychopharmacology": "J Psychopharmacol",
    "Frontiers in Psychiatry": "Front Psychiatry",
    "International Journal of Neuropsychopharmacology": "Int J Neuropsychopharmacol",
    "Molecular Psychiatry": "Mol Psychiatry",
    "Biological Psychiatry": "Biol Psychiatry",
    "Neuropsychiatric Disease and Treatment": "Neuropsychiatr Dis Treat",
    "Journal of Psychoactive Drugs": "J Psychoactive Drugs",
    "British Journal of Psychiatry": "Br J Psychiatry",
    "Scientific Reports": "Sci Rep",
    "Nature Communications": "Nat Commun",
    "Journal of Clinical Psychopharmacology": "J Clin Psychopharmacol",
    "Brain Sciences": "Brain Sci",
    "Translational Psychiatry": "Transl Psychiatry",
    "Psychotherapy and Psychosomatics": "Psychother Psychosom",
    "Cochrane Database of Systematic Reviews": "Cochrane Database Syst Rev",
    "Clinical Pharmacology and Therapeutics": "Clin Pharmacol Ther",
    "Canadian Journal of Psychiatry": "Can J Psychiatry",
    "British Journal of Clinical Pharmacology": "Br J Clin Pharmacol",
    "New England Journal of Medicine": "N Engl J Med",
    "Journal of Psychiatric Research": "J Psychiatr Res",
    "Archives of General Psychiatry": "Arch Gen Psychiatry",
    "Journal of Consulting and Clinical Psychology": "J Consult Clin Psychol",
    "Psychological Medicine": "Psychol Med",
    "Bipolar Disorders": "Bipolar Disord",
    "Behavioural Brain Research": "Behav Brain Res",
    "European Journal of Psychotraumatology": "Eur J Psychotraumatol",
    "American Journal of Emergency Medicine": "Am J Emerg Med",
}
"""Abbreviations as MEDLINE prints them, typed by hand: not made by the rule that is tried."""
FULLER = {"BMJ": "BMJ : British Medical Journal", "Pain": "PAIN", "Science": "Science (New York, N.Y.)"}
UMLAUTS = {"ö": "oe", "ü": "ue", "ä": "ae", "å": "aa", "ø": "oe", "Å": "Aa", "Ö": "Oe", "Ü": "Ue"}


@dataclass(frozen=True)
class Pair:
    """A reference, what each registry says of it, whether it is the same paper, and how the pair was made."""

    claim: Claim
    sources: dict[str, Found]
    same: bool
    made: tuple[str, ...]


def as_registered(claim: Claim) -> Found:
    """The reference as Crossref would have it."""
    years = {"print": claim.year, "issued": claim.year}
    return Found(
        titles=[claim.title],
        authors=[list(p) for p in claim.authors],
        years=years,
        journals=[claim.journal] if claim.journal else [],
        volume=claim.volume,
        issue=claim.number,
        pages=[re.sub("[-\u2013]+", "-", claim.pages)] if claim.pages else [],
        type="journal-article",
        doi=claim.doi.lower(),
    )


def each_title(found: Found, change: Callable[[str], str]) -> Found:
    return replace(found, titles=[change(title) for title in found.titles])


def each_author(found: Found, change: Callable[[str, str], list[str]]) -> Found:
    return replace(found, authors=[change(family, given) for family, given in found.authors])


def plain(text: str) -> str:
    text = "".join({"ø": "o", "Ø": "O", "ł": "l", "æ": "ae", "ß": "ss"}.get(c, c) for c in text)
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def capitals(found: Found, rng: random.Random, claim: Claim) -> Found:
    return each_title(found, rng.choice([str.upper, str.lower, str.title]))


def entities(found: Found, rng: random.Random, claim: Claim) -> Found:
    return each_title(found, lambda t: html.escape(html.escape(t)).replace("\u2013", "&#8211;").replace("-", "&#45;"))


def markup(found: Found, rng: random.Random, claim: Claim) -> Found:
    def change(title: str) -> str:
        parts = title.split(" ")
        n = rng.randrange(len(parts))
        tag = rng.choice(["i", "b", "sup", "scp", "mml:mi"])
        parts[n] = f"<{tag}>{parts[n]}</{tag}>"
        return " ".join(parts)

    return each_title(found, change)


def subtitle_apart(found: Found, rng: random.Random, claim: Claim) -> Found:
    first, colon, rest = claim.title.partition(": ")
    return replace(found, titles=[first, f"{first}: {rest}"]) if colon else found


def subtitle_missing(found: Found, rng: random.Random, claim: Claim) -> Found:
    first, colon, _ = claim.title.partition(": ")
    return replace(found, titles=[first]) if colon and len(first.split()) >= 3 else found


def and_sign(found: Found, rng: random.Random, claim: Claim) -> Found:
    return each_title(found, lambda t: t.replace(" and ", rng.choice([" & ", " &amp; "])))


def dashes(found: Found, rng: random.Random, claim: Claim) -> Found:
    return each_title(found, lambda t: t.replace("-", rng.choice(["\u2013", "\u2010", "\u2011", " ", ""])))


def quotes(found: Found, rng: random.Random, claim: Claim) -> Found:
    return each_title(found, lambda t: t.replace("'", "\u2019").replace("\u201c", '"').replace("\u201d", '"'))


def stop(found: Found, rng: random.Random, claim: Claim) -> Found:
    return each_title(found, lambda t: rng.choice(["{}.", "{} \u2606", "{}*", " {}  ", "[{}]"]).format(t))


def spaces(found: Found, rng: random.Random, claim: Claim) -> Found:
    return each_title(found, lambda t: t.replace(" ", "\u00a0", 2).replace(" ", "\n      ", 1))


def decomposed(found: Found, rng: random.Random, claim: Claim) -> Found:
    found = each_author(found, lambda f, g: [unicodedata.normalize("NFD", f), unicodedata.normalize("NFD", g)])
    return each_title(found, lambda t: unicodedata.normalize("NFD", t))


def latex(found: Found, rng: random.Random, claim: Claim) -> Found:
    found = each_author(found, lambda f, g: [f.replace("é", "{\\'e}").replace("ü", '{\\"u}').replace("ø", "{\\o}"), g])
    return each_title(found, lambda t: t.replace("&", "\\&").replace("%", "\\%").replace("etamine", "{etamine}"))


def american(found: Found, rng: random.Random, claim: Claim) -> Found:
    return each_title(found, lambda t: t.replace("andomised", "andomized").replace("andomisation", "andomization"))


def no_accents(found: Found, rng: random.Random, claim: Claim) -> Found:
    return each_author(found, lambda f, g: [plain(f), plain(g)])


def umlauts(found: Found, rng: random.Random, claim: Claim) -> Found:
    return each_author(found, lambda f, g: ["".join(UMLAUTS.get(c, c) for c in f), g])


def initials_only(found: Found, rng: random.Random, claim: Claim) -> Found:
    def short(family: str, given: str) -> list[str]:
        letters = [part[0].upper() for part in re.split(r"[\s.-]+", given) if part]
        return [family, rng.choice(["", ". "]).join(letters)]

    return each_author(found, short)


def names_in_capitals(found: Found, rng: random.Random, claim: Claim) -> Found:
    return each_author(found, lambda f, g: [f.upper(), g])


def names_cut_otherwise(found: Found, rng: random.Random, claim: Claim) -> Found:
    def cut(family: str, given: str) -> list[str]:
        first, _, last = family.replace("-", " ").partition(" ")
        return [last, f"{given} {first}"] if last and given else [family, given]

    return each_author(found, cut)


def names_turned_round(found: Found, rng: random.Random, claim: Claim) -> Found:
    whole = all(g and len(g.replace(".", "").split()[0]) > 1 for _, g in found.authors)
    return each_author(found, lambda f, g: [g, f] if whole else [f, g])


def group_added(found: Found, rng: random.Random, claim: Claim) -> Found:
    return replace(found, authors=[*found.authors, ["Ketamine Trials Study Group", ""]])


def order_changed(found: Found, rng: random.Random, claim: Claim) -> Found:
    rest = found.authors[1:]
    rng.shuffle(rest)
    return replace(found, authors=[*found.authors[:1], *rest])


def abbreviated(found: Found, rng: random.Random, claim: Claim) -> Found:
    return replace(found, journals=[ABBREVIATED.get(j, FULLER.get(j, j)) for j in found.journals])


def journal_dressed(found: Found, rng: random.Random, claim: Claim) -> Found:
    shape = rng.choice(["The {}", "{} (Basel, Switzerland)", "{}: official journal of the society", "{} "])
    return replace(found, journals=[shape.format(j).replace(" and ", " &amp; ") for j in found.journals])


def online_first(found: Found, rng: random.Random, claim: Claim) -> Found:
    if not claim.year.isdigit():
        return found
    early, late = str(int(claim.year) - 1), str(int(claim.year) + 1)
    return replace(
        found,
        years=rng.choice(
            [
                {"online": early, "print": claim.year, "issued": early},
                {"online": claim.year, "print": late, "issued": claim.year},
                {"online": early, "issued": early},
            ]
        ),
    )


def pages_short(found: Found, rng: random.Random, claim: Claim) -> Found:
    def short(pages: str) -> str:
        first, _, last = pages.partition("-")
        if first.isdigit() and last.isdigit() and len(first) == len(last) and first[0] == last[0]:
            return f"{first}-{last[1:]}"
        return rng.choice([pages.replace("-", "\u2013"), first])

    return replace(found, pages=[short(p) for p in found.pages])


def fields_missing(found: Found, rng: random.Random, claim: Claim) -> Found:
    return replace(
        found, **{name: [] if name == "pages" else "" for name in rng.sample(["volume", "issue", "pages"], 2)}
    )


def zeros(found: Found, rng: random.Random, claim: Claim) -> Found:
    return replace(found, issue=f"0{found.issue}" if found.issue.isdigit() else found.issue, doi=found.doi.upper())


FORMS = (
    *(capitals, entities, markup, subtitle_apart, subtitle_missing, and_sign, dashes, quotes, stop, spaces),
    *(decomposed, latex, american, no_accents, umlauts, initials_only, names_in_capitals, names_cut_otherwise),
    *(names_turned_round, group_added, order_changed, abbreviated, journal_dressed, online_first, pages_short),
    *(fields_missing, zeros),
)
CLASH = [
    {
        "subtitle_apart",
        "subtitle_missing",
        "stop",
        "spaces",
        "entities",
        "markup",
        "latex",
        "capitals",
        "and_sign",
        "quotes",
        "dashes",
    },
    {"names_cut_otherwise", "names_turned_round", "initials_only"},
    {"latex", "no_accents", "umlauts", "decomposed", "names_in_capitals"},
]
"""Of these only one is done to a pair; all others may meet."""


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
