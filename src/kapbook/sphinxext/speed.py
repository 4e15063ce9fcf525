"""What is computed again and again elsewhere is kept here; the pages are byte for byte the same.

Private names are pinned by requirements.lock, and tests/book/test_speed.py fails when one goes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache, cached_property, lru_cache
from typing import Any

import pybtex.plugin
from docutils.nodes import Element
from docutils.utils import smartquotes
from pybtex.database import Entry
from pybtex.richtext import BaseText, Text
from pybtex.style import FormattedEntry
from pybtex.style.formatting import BaseStyle
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.search.en import SearchEnglish
from sphinxcontrib.bibtex.citation_target import parse_citation_targets
from sphinxcontrib.bibtex.domain import BibtexDomain, Citation, _FilterVisitor

_plugin, _from_latex, _educate = pybtex.plugin._load_entry_point, Text.from_latex, smartquotes.educate_tokens
TYPED = re.compile(r"[\"'`\\\\]|--|\.\.\.|\. \. \.")
"""What smart quotes, dashes and ellipses are made from."""


class LateEntry(FormattedEntry):
    """A reference that is formatted where it is printed, not by everyone who cites it."""

    def __init__(self, style: str, label: str, entry: Entry) -> None:
        self.key, self.label, self.entry, self.style = entry.key, label, entry, style

    @cached_property
    def text(self) -> BaseText:
        return _style(self.style).format_entry(self.label, self.entry).text


@cache
def _style(name: str) -> BaseStyle:
    return pybtex.plugin.find_plugin("pybtex.style.formatting", name)()


class Citations(BibtexDomain):
    """Formats a citation once for all pages, and only references that are printed.

    Upstream formats every reference in every build, and reads through all citations for each reference and through
    all references for each citation (https://github.com/mcmtroffaes/sphinxcontrib-bibtex).
    """

    _asked: list[Citation] | None = None

    def env_updated(self) -> Any:
        self._kept: dict[tuple[str, str, str], Element] = {}
        updated = super().env_updated()
        self._places = {key.docname for key in self.bibliographies}
        self._by_key: dict[str, dict[int, Citation]] = defaultdict(dict)
        for number, cited in enumerate(self.data["citations"]):
            self._by_key[cited.key][number] = cited
        return updated

    @property
    def citations(self) -> list[Citation]:
        """All citations, or those of the keys that are being resolved."""
        return self.data["citations"] if self._asked is None else self._asked

    def get_filtered_entries(self, bibliography_key: Any) -> Iterable[tuple[str, Entry]]:
        bibliography = self.bibliographies[bibliography_key]
        cited: dict[str, set[str]] = defaultdict(set)
        for reference in self.citation_refs:
            for target in reference.targets:
                cited[target.key].add(reference.docname)
        for entry in self.get_entries(bibliography.bibfiles):
            key = bibliography.keyprefix + entry.key
            chosen = _FilterVisitor(entry=entry, docname=bibliography_key.docname, cited_docnames=cited.get(key, set()))
            if chosen.visit(bibliography.filter_) or entry.key in bibliography.keys:
                yield key, entry

    def get_formatted_entries(
        self, bibliography_key: Any, docnames: list[str], tooltips: bool, tooltips_style: str
    ) -> Iterable[tuple[Entry, FormattedEntry, None]]:
        bibliography = self.bibliographies[bibliography_key]
        entries = dict(self.get_sorted_entries(bibliography_key, docnames))
        style = _style(bibliography.style)
        ordered = style.sort(entries.values())
        for label, entry in zip(style.format_labels(ordered), ordered, strict=False):
            yield entry, LateEntry(bibliography.style, bibliography.labelprefix + label, entry), None

    def resolve_xref(
        self, env: Any, fromdocname: str, builder: Builder, typ: str, target: str, node: Any, contnode: Any
    ) -> Element:
        # Links to the bibliography read the same from all pages of a folder.
        folder = fromdocname if fromdocname in self._places else fromdocname.rpartition("/")[0]
        kept = self._kept.get((typ, target, folder))
        if kept is None:
            keys = [one.key for one in parse_citation_targets(target)]
            found = {number: cited for key in keys for number, cited in self._by_key.get(key, {}).items()}
            self._asked = [found[number] for number in sorted(found)]
            kept = super().resolve_xref(env, fromdocname, builder, typ, target, node, contnode)
            self._asked = None
            if all(self._by_key.get(key) for key in keys):  # else the next page must warn too
                self._kept[typ, target, folder] = kept
        return kept.deepcopy()


class English(SearchEnglish):
    """Stems each word once, not once for every page that holds it."""

    def init(self, options: dict[str, str]) -> None:
        super().init(options)
        self.stem = cache(super().stem)  # type: ignore[method-assign]


def educate(tokens: Iterable[tuple[str, str]], **options: Any) -> Iterable[str]:
    """The texts of a block with typographic quotes; most blocks hold nothing to be made into one."""
    known = list(tokens)
    return _educate(known, **options) if any(TYPED.search(text) for _, text in known) else [text for _, text in known]


def register(app: Sphinx) -> None:
    """Keep plug-ins, decoded names, citations and stems of words; pass over text without quotes."""
    pybtex.plugin._load_entry_point = cache(_plugin)
    smartquotes.educate_tokens = educate
    Text.from_latex = lru_cache(maxsize=None)(_from_latex)
    app.add_domain(Citations, override=True)
    app.add_search_language(English)
