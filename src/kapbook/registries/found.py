"""What a registry says of a work: the fields that are compared, and the notices that it carries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

RETRACTION = "retraction"
CONCERN = "expression of concern"
CORRECTION = "correction"
REINSTATEMENT = "reinstatement"
_KINDS = (
    ("reinstat", REINSTATEMENT),
    ("partial_retract", CORRECTION),
    ("partial retract", CORRECTION),
    ("retract", RETRACTION),
    ("withdraw", RETRACTION),
    ("removal", RETRACTION),
    ("concern", CONCERN),
    ("correct", CORRECTION),
    ("corrig", CORRECTION),
    ("errat", CORRECTION),
    ("addendum", CORRECTION),
    ("clarification", CORRECTION),
)


def notice_kind(words: str) -> str:
    """Kind of notice that a registry's own word names; empty for a comment, a new version and the like."""
    low = words.casefold()
    return next((kind for part, kind in _KINDS if part in low), "")


@dataclass(frozen=True)
class Notice:
    """A notice on a work: its kind, the DOI, PMID or place of the notice, its day where told, and who says so."""

    kind: str
    by: str = ""
    day: str = ""
    source: str = ""


@dataclass(frozen=True)
class Found:
    """The fields of a work as one registry has them; empty where it gives nothing.

    Attributes
    ----------
    titles : title, title with subtitle, title in its own language
    authors : family and given name of each person; a body has its name and no given one
    years : kind ("print", "online", "issued") to year
    journals : full and short names
    pages : pages and article numbers, as given
    cites : watched works that are in its list of references, by their names
    more : what is kept for the reader and not compared (licence, status of a trial, …)
    """

    titles: list[str] = field(default_factory=list)
    authors: list[list[str]] = field(default_factory=list)
    years: dict[str, str] = field(default_factory=dict)
    journals: list[str] = field(default_factory=list)
    volume: str = ""
    issue: str = ""
    pages: list[str] = field(default_factory=list)
    type: str = ""
    doi: str = ""
    pmid: str = ""
    pmcid: str = ""
    notices: list[Notice] = field(default_factory=list)
    cites: list[str] = field(default_factory=list)
    more: dict[str, Any] = field(default_factory=dict)

    def as_plain(self) -> dict[str, Any]:
        """Plain lists and texts, without what is empty."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Found:
        """The reverse of `as_plain` (TypeError, ValueError when it is none)."""
        notices = [Notice(**notice) for notice in plain.get("notices", [])]
        return cls(**{**plain, "notices": notices})


def text(value: Any) -> str:
    """A value of a registry's answer as one line; empty when it is no text and no number."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    return " ".join(str(value).split())


def texts(values: Any) -> list[str]:
    """The texts in a list, or the one text, each on one line and once."""
    if isinstance(values, (str, int)):
        values = [values]
    if not isinstance(values, Iterable) or isinstance(values, dict):
        return []
    return list(dict.fromkeys(filter(None, map(text, values))))


def dicts(values: Any) -> list[dict[str, Any]]:
    """The objects in a list; nothing when it is no list."""
    return [value for value in values if isinstance(value, dict)] if isinstance(values, list) else []
