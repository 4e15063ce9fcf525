"""A cache that shortens the build; the pages are byte for byte the same."""

from __future__ import annotations

from functools import lru_cache

import pybtex.plugin
from sphinx.application import Sphinx


def register(app: Sphinx) -> None:
    """Cache pybtex's look-up of its plug-ins, done anew through entry points for every citation.

    The private name is pinned by requirements.lock; a build without it stops at once.
    """
    pybtex.plugin._load_entry_point = lru_cache(maxsize=None)(pybtex.plugin._load_entry_point)
