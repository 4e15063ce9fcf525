"""The ways in which registries write one paper: what the benchmark of matching must forgive."""

import html
import random
import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace

from kapbook.registries.compare import Claim
from kapbook.registries.found import Found

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
