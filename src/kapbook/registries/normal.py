"""Texts without their form: markup, entities, LaTeX, accents, case, hyphens and scripts set aside."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import lru_cache

TAG = re.compile(r"</?[A-Za-z][^<>]*>")
ACCENT = re.compile(
    r"\\[`'^\"~=.](?:\s*\{\s*\\?([A-Za-z])\s*\}|\s*\\?([A-Za-z]))|\\[uvHtcdbkr]\s*\{\s*\\?([A-Za-z])\s*\}"
)
COMMAND_LETTERS = {"ss": "ss", "ae": "ae", "AE": "AE", "oe": "oe", "OE": "OE", "o": "o", "O": "O", "l": "l", "L": "L"}
COMMAND_LETTERS |= {"aa": "a", "AA": "A", "i": "i", "j": "j"}
COMMAND = re.compile(r"\\([A-Za-z]+)\s?")
GREEK_LETTERS = "αβγδεζηθικλμνξοπρστυφχψω"
GREEK_NAMES = """
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi
    psi omega
"""
GREEK = dict(zip(GREEK_LETTERS, GREEK_NAMES.split(), strict=True))
GREEK |= {"ς": "sigma", "ϕ": "phi", "ϑ": "theta", "ϵ": "epsilon"}
PLAIN = {
    "ø": "o",
    "ł": "l",
    "đ": "d",
    "ð": "d",
    "ß": "ss",
    "æ": "ae",
    "œ": "oe",
    "ı": "i",
    "þ": "th",
    "ħ": "h",
    "ŋ": "n",
}
EXPANDED = {"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae"}
CYRILLIC_LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґў"
CYRILLIC_SOUNDS = "a b v g d e zh z i i k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya e i i e g u"
CYRILLIC = dict(zip(CYRILLIC_LETTERS, CYRILLIC_SOUNDS.split(), strict=True))
SKELETON = (
    ("shch", "s"),
    ("sch", "s"),
    ("tch", "c"),
    ("zh", "z"),
    ("kh", "h"),
    ("ch", "c"),
    ("sh", "s"),
    ("ts", "c"),
    ("tz", "c"),
    ("ph", "f"),
    ("yu", "u"),
    ("iu", "u"),
    ("ju", "u"),
    ("ya", "a"),
    ("ia", "a"),
    ("ja", "a"),
    ("yo", "e"),
    ("jo", "e"),
    ("ye", "e"),
    ("je", "e"),
    ("w", "v"),
    ("x", "ks"),
    ("ii", "i"),
    ("iy", "i"),
    ("ij", "i"),
    ("yi", "i"),
    ("y", "i"),
    ("j", "i"),
)
STOP = {"the", "of", "and", "in", "for", "on", "de", "la", "der", "und", "des", "du", "et", "fur", "a", "an", "to"}


@lru_cache(maxsize=65536)
def bare(text: str) -> str:
    """The text without tags, entities and LaTeX; letters, accents, case and punctuation stay."""
    for _ in range(2):  # registries escape twice
        text = html.unescape(text)
    text = TAG.sub("", text)
    if "\\" in text or "{" in text or "$" in text:
        text = text.replace("\\&", "&").replace("\\%", "%").replace("\\_", "_").replace("\\$", "")
        text = ACCENT.sub(lambda m: m[1] or m[2] or m[3], text)
        text = COMMAND.sub(lambda m: COMMAND_LETTERS.get(m[1], ""), text)
        text = re.sub(r"[{}$\\~]", "", text)
    return " ".join(unicodedata.normalize("NFKC", text).split())


@lru_cache(maxsize=65536)
def words(text: str) -> tuple[str, ...]:
    """Words of letters and digits: no accents, no case; Greek letters by name, '&' as 'and'."""
    text = bare(text).casefold().replace("&", " and ")
    return tuple(re.findall(r"[^\W_]+", unaccented(text)))


def letters(text: str) -> str:
    """The words in one piece: hyphens and blanks do not count."""
    return "".join(words(text))


def unaccented(text: str) -> str:
    """Small letters without accents, Greek ones by name."""
    text = "".join(GREEK.get(c) or PLAIN.get(c) or c for c in unicodedata.normalize("NFC", text))
    text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[\u2018\u2019\u02bc'`´ʹʻ]", "", text)


def script(text: str) -> str:
    """Script of the first letters that tell: "latin", "cyrillic", or "other"; empty without letters."""
    counts = {"latin": 0, "cyrillic": 0, "other": 0}
    for c in text:
        if c.isalpha():
            name = unicodedata.name(c, "")
            kind = "latin" if name.startswith("LATIN") else "cyrillic" if name.startswith("CYRILLIC") else "other"
            counts[kind if not name.startswith("GREEK") else "latin"] += 1
    best = max(counts, key=lambda kind: counts[kind])
    return best if counts[best] else ""


def skeleton(text: str) -> str:
    """A name as it may be transliterated in many ways, reduced to one: for names from Cyrillic only."""
    text = "".join(CYRILLIC.get(c, c) for c in bare(text).casefold()).replace("_", "")
    text = "".join(re.findall(r"[a-z]+", unaccented(text)))
    for old, new in SKELETON:
        text = text.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", text)


@lru_cache(maxsize=65536)
def name_forms(name: str) -> frozenset[str]:
    """Ways in which one family name is written: accents dropped, or umlauts spelt out."""
    low = unicodedata.normalize("NFC", bare(name).casefold())
    expanded = "".join(EXPANDED.get(c, c) for c in low)
    return frozenset({letters(low), letters(expanded)} - {""})


def initials(given: str) -> str:
    """Initials of given names: "Chadi G" and "C.G." and "CG" are all "cg"."""
    found = []
    for part in re.findall(r"[^\W\d_]+", bare(given)):
        plain = unaccented("".join(CYRILLIC.get(c, c) for c in part.casefold()).replace("_", ""))
        found.append(plain if part.isupper() and len(part) <= 3 and len(part) > 1 else plain[:1])
    return "".join(found)
