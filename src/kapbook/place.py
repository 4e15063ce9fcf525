"""Where the book is published, as two environment variables tell: its address and the repository it is made from."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

ADDRESS = "BOOK_URL"
SOURCE = "BOOK_SOURCE"


class PlaceError(ValueError):
    """A variable cannot be read; the message says what to write."""


@dataclass(frozen=True)
class Place:
    """Address of the published book and its source; each part is empty when it is not known.

    Attributes
    ----------
    url : address of the first page, ending in a slash
    repository : ``owner/name`` on GitHub
    commit : commit, tag or branch
    """

    url: str = ""
    repository: str = ""
    commit: str = ""

    @property
    def path(self) -> str:
        """Path of the address on its host, "/" when it is not known."""
        return urlsplit(self.url).path or "/"

    def binder(self, notebook: str) -> str:
        """Address that opens a file of the repository on Binder."""
        return f"https://mybinder.org/v2/gh/{self.repository}/{quote(self.commit, safe='')}?labpath={quote(notebook)}"

    def colab(self, notebook: str) -> str:
        """Address that opens a file of the repository in Colab."""
        return f"https://colab.research.google.com/github/{self.repository}/blob/{self.commit}/{quote(notebook)}"


def place() -> Place:
    """What the environment says.

    Raises
    ------
    PlaceError : a variable is set and is not an address or a repository at a commit.
    """
    url, source = os.environ.get(ADDRESS, ""), os.environ.get(SOURCE, "")
    if url and not re.fullmatch(r"https?://[^\s/?#]+(/[^\s?#]*)?", url):
        raise PlaceError(f"{ADDRESS} is '{url}': give the address of the first page, https://example.org/book/")
    found = re.fullmatch(r"([\w.-]+/[\w.-]+)@([\w./-]+)", source)
    if source and not found:
        raise PlaceError(f"{SOURCE} is '{source}': give owner/name@commit of the repository")
    repository, commit = found.groups() if found else ("", "")
    return Place(f"{url.rstrip('/')}/" if url else "", repository, commit)
