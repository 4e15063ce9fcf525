"""Two names of one journal: abbreviated, with a subtitle, a place in brackets, or as initials."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kapbook.registries.normal import STOP, bare, words
from kapbook.registries.verdicts import AGREES, DIFFERS, NOTE

SUBTITLE = re.compile(r"\s*[:=;]\s+|\s+[:=]\s*|\.\s+(?=[A-Z])")


def same_journal(ours: str, theirs: Iterable[str]) -> str:
    """Agrees, note (an abbreviation, initials) or differs, over all names that the registry gives."""
    kinds = [_kind(ours, name) for name in theirs]
    return next(kind for kind in (AGREES, NOTE, DIFFERS) if kind in kinds)


def _kind(ours: str, theirs: str) -> str:
    left, right = _shapes(ours), _shapes(theirs)
    if left & right:
        return AGREES
    if any(_abbreviates(a, b) or _abbreviates(b, a) for a in left for b in right):
        return NOTE
    whole = _significant(bare(ours)), _significant(bare(theirs))
    return NOTE if any(_initials(a, b) for a, b in (whole, whole[::-1])) else DIFFERS


def _shapes(name: str) -> set[tuple[str, ...]]:
    """The name's words: whole, and without place in brackets and subtitle."""
    text = bare(name)
    without = re.sub(r"\s*[(\[][^)\]]*[)\]]", "", text)
    shapes = {_significant(text), _significant(without), _significant(SUBTITLE.split(without)[0])}
    return shapes - {()}


def _significant(name: str) -> tuple[str, ...]:
    return tuple(word for word in words(name) if word not in STOP)


def _abbreviates(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Is each word the start, or a contraction, of the word in the same place?"""
    if len(short) != len(full):
        return False
    return all(a == b or _shortens(a, b) for a, b in zip(short, full, strict=True))


def _shortens(short: str, word: str) -> bool:
    if word.startswith(short) and len(word) - len(short) >= 2:
        return True
    if len(short) < 2 or len(short) > 0.6 * len(word) or short[0] != word[0]:
        return False
    rest = iter(word)
    return all(letter in rest for letter in short)


def _initials(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Is the one word made of the first letters of the others ("PNAS")?"""
    if len(short) != 1 or len(full) < 3:
        return False
    first = "".join(word[0] for word in full)
    return len(short[0]) >= 3 and first.startswith(short[0])
