"""Are these the same people? Initials, order of names, accents, transliteration and consortia are form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kapbook.registries.normal import initials, letters, name_forms, script, skeleton, unaccented, words
from kapbook.registries.verdicts import AGREES, DIFFERS, NOTE, Verdict

PEOPLE_FIELDS = ("first author", "authors")
BODY = re.compile(
    r"\b(group|consortium|network|investigators|collaborat\w+|committee|council|society|association|team|study|"
    r"institute|administration|agency|organi[sz]ation|office|college|centre|center|department|academy|"
    r"foundation|university|ministry|force|authority|service|services)\b",
    re.I,
)


class Person(NamedTuple):
    """Family and given name; a body has only the first."""

    family: str
    given: str = ""


def is_body(person: Sequence[str]) -> bool:
    """Is it a body and not a person?"""
    return not person[1] and (bool(BODY.search(person[0])) or len(person[0].split()) > 3)


def compare_people(ours: Sequence[Person], others: bool, theirs: Sequence[Sequence[str]]) -> Iterator[Verdict]:
    """Verdicts on the first author and on the list of authors; nothing when one side names nobody."""
    registry = [Person(*name) for name in theirs]
    if not ours or not registry:
        return
    yield _first(ours[0], registry)
    yield _list(ours, others, registry)


def _first(own: Person, registry: list[Person]) -> Verdict:
    theirs = registry[0]
    if is_body(theirs) and not is_body(own) and len(registry) > 1:
        theirs = registry[1]
    kind = same_person(own, theirs)
    said = {DIFFERS: "another first author", NOTE: "the name is written otherwise"}.get(kind, "")
    if kind == DIFFERS and any(same_person(own, other) != DIFFERS for other in registry):
        said = "the registry names another person first"
    return Verdict("first author", kind, _shown(own), _shown(theirs), said)


def _list(ours: Sequence[Person], others: bool, registry: list[Person]) -> Verdict:
    shown = "; ".join(map(_shown, registry[:6])) + ("; …" if len(registry) > 6 else "")
    mine = "; ".join(map(_shown, ours[:6])) + ("; …" if len(ours) > 6 else "")
    left, strangers = list(registry), []
    for person in ours:
        match = next((other for other in left if same_person(person, other) != DIFFERS), None)
        if match is not None:
            left.remove(match)
        else:
            strangers.append(person)
    unknown = [person for person in strangers if not is_body(person)]
    if len(registry) == 1 and len(ours) > 1 and len(strangers) == len(ours) - 1:
        return Verdict("authors", NOTE, mine, shown, "the registry names only one author")
    if unknown:
        return Verdict("authors", DIFFERS, mine, shown, f"the registry does not name {_shown(unknown[0])}")
    if strangers or any(is_body(person) for person in left):
        return Verdict("authors", NOTE, mine, shown, "a group stands in one list only")
    if left and not others:
        return Verdict("authors", NOTE, mine, shown, f"{len(left)} authors of the registry are not in our list")
    return Verdict("authors", AGREES, mine, shown)


def _shown(person: Person) -> str:
    return f"{person.family} {initials(person.given).upper()}".strip()


def same_person(ours: Person, theirs: Person) -> str:
    """Agrees, note (the same person written otherwise) or differs."""
    if is_body(ours) or is_body(theirs):
        return _same_body(ours, theirs)
    left, right = name_forms(ours.family), name_forms(theirs.family)
    if left & right:
        return _with_initials(ours, theirs)
    if _crossed(ours, theirs):
        return NOTE
    if name_forms(_without_particle(ours.family)) & name_forms(_without_particle(theirs.family)):
        return NOTE if _with_initials(ours, theirs) != DIFFERS else DIFFERS
    scripts = {script(ours.family), script(theirs.family)}
    if "cyrillic" in scripts and skeleton(ours.family) == skeleton(theirs.family):
        return NOTE
    return NOTE if scripts == {"latin", "other"} else DIFFERS


def _without_particle(family: str) -> str:
    return re.sub(
        r"^(?:(?:de|del|della|der|den|di|da|do|dos|du|la|le|van|von|zu|ter|ten|el|al)[\s-]+)+", "", family, flags=re.I
    )


def _same_body(ours: Person, theirs: Person) -> str:
    a, b = letters(" ".join(ours)).removeprefix("the"), letters(" ".join(theirs)).removeprefix("the")
    if a == b:
        return AGREES
    return NOTE if min(len(a), len(b)) > 8 and (a in b or b in a) else DIFFERS


def _with_initials(ours: Person, theirs: Person) -> str:
    """One family name: is the first initial among the other's?"""
    a, b = initials(ours.given), initials(theirs.given)
    if not a or not b or a[0] == b[0]:
        return AGREES
    return NOTE if a[0] in b or b[0] in a else DIFFERS


def _crossed(ours: Person, theirs: Person) -> bool:
    """Are the same names only cut otherwise into family and given names ("De Feyter, Henk", "Feyter, Henk De")?"""
    a, b = _tokens(ours), _tokens(theirs)
    if a["all"] == b["all"] and len(a["all"]) > 1:
        return True
    return _within(a, b) or _within(b, a)


def _within(a: dict[str, list[str]], b: dict[str, list[str]]) -> bool:
    """Is every family name of `a` a name of `b`, and each family name of `b` a name, or an initial, of `a`?"""
    if not a["family"] or not b["family"] or not set(a["family"]) <= set(b["all"]):
        return False
    if not set(a["family"]) & set(b["family"]):
        return set(b["family"]) <= set(a["all"])  # family and given name change places
    rest = [name for name in b["family"] if name not in a["family"]]
    short = "".join(name[0] for name in a["given"] if name) + "".join(n for n in a["given"] if len(n) <= 3)
    return all(name in a["all"] or name[0] in short for name in rest) and _share_initial(a, b)


def _share_initial(a: dict[str, list[str]], b: dict[str, list[str]]) -> bool:
    first, second = {n[0] for n in a["given"]}, {n[0] for n in [*b["given"], *b["family"]]}
    return not first or not b["given"] or bool(first & second)


def _tokens(person: Person) -> dict[str, list[str]]:
    family, given = _folded(person.family), _folded(person.given)
    return {"family": family, "given": given, "all": sorted([*family, *given])}


def _folded(name: str) -> list[str]:
    """Words of a name, in which an umlaut spelt out counts as the bare letter."""
    return [re.sub(r"([aou])e", r"\1", unaccented(word)) for word in words(name.replace("-", " "))]
