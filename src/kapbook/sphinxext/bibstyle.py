"""How one reference reads in the bibliography: authors, year, title, journal, identifiers as links."""

from __future__ import annotations

from pybtex.style.formatting.unsrt import Style as Unsrt


class Style(Unsrt):
    """Pybtex's plain style, sorted by author, year and title."""

    default_sorting_style = "author_year_title"
