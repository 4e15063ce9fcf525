"""The {standing} and {watch} directives: how each reference stands, and which trials may change an answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from kapbook.evidence.works import read_library
from kapbook.registries.overview import NOTICES, Stand, stands, to_watch
from kapbook.registries.settings import SettingsError, read_settings
from kapbook.sphinxext.links import cite
from kapbook.sphinxext.tables import evidence

PARTS = ("counts", "notices", "watched", "works")
Cell = Sequence[nodes.Node]


class StandingDirective(SphinxDirective):
    """``{standing} counts|notices|watched|works``: one part of how the references stand."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        part = self.arguments[0]
        if part not in PARTS:
            raise ExtensionError(f"{self.env.docname}: '{part}' is no part of the standing; use {', '.join(PARTS)}")
        root = Path(self.env.app.srcdir)
        try:
            found = stands(root, evidence(self.env.app), read_library(root / "references.bib"))
            return getattr(self, f"_{part}")(found, root)
        except SettingsError as error:
            raise ExtensionError(str(error)) from None

    def _counts(self, found: list[Stand], root: Path) -> list[nodes.Node]:
        checked = [stand for stand in found if stand.day]
        days = sorted(stand.day for stand in checked)
        notices = Counter(stand.notice for stand in found)
        by_hand = sum(stand.by.startswith("a page") for stand in checked)
        sentences = [
            f"{len(found)} works stand in the bibliography; {len(checked)} were compared with a page or a registry, "
            + (f"between {days[0]} and {days[-1]}." if days else "none on a known day."),
            f"{len(checked) - by_hand} have a record of a registry; the other {by_hand} rest on pages read by hand.",
            f"Notices were looked for and none found: {notices['none found']}; corrected: {notices['corrected']}; "
            f"under an expression of concern: {notices['expression of concern']}; retracted: {notices['retracted']}; "
            f"no look for notices yet: {notices['not checked']}.",
        ]
        items = (nodes.list_item("", nodes.paragraph("", text)) for text in sentences)
        return [nodes.bullet_list("", *items, classes=["standing"])]

    def _notices(self, found: list[Stand], root: Path) -> list[nodes.Node]:
        rows = [
            [[self._cite(stand.key)], _text(stand.notice), _told(stand), _text(stand.day)]
            for stand in sorted(found, key=lambda s: NOTICES.index(s.notice) if s.notice in NOTICES else 9)
            if stand.notice in NOTICES
        ]
        if not rows:
            return [nodes.paragraph("", "No work of the bibliography carries a notice that we know of.")]
        return [table("Works with a notice", ("Work", "Notice", "What is known", "Last checked"), (3, 2, 6, 2), rows)]

    def _watched(self, found: list[Stand], root: Path) -> list[nodes.Node]:
        items = []
        for item in read_settings(root).watched:
            citing = [stand for stand in found if item["name"] in stand.cites]
            paragraph = nodes.paragraph("", "", nodes.strong("", item["name"]), nodes.Text(f", {item['title']}. "))
            if item.get("notice"):
                paragraph += [nodes.Text("Told by "), self._cite(item["notice"]), nodes.Text(". ")]
            read = sum(not stand.by.startswith("a page") and bool(stand.day) for stand in found)
            if citing:
                paragraph += nodes.Text("It is in the reference lists of ")
                for number, stand in enumerate(citing):
                    paragraph += [nodes.Text(", " if number else ""), self._cite(stand.key)]
                paragraph += nodes.Text(f" ({read} lists read).")
            else:
                said = f"Of {read} reference lists read, none names it." if read else "No reference list was read yet."
                paragraph += nodes.Text(said)
            items.append(nodes.list_item("", paragraph))
        return [nodes.bullet_list("", *items)] if items else [nodes.paragraph("", "No work is watched.")]

    def _works(self, found: list[Stand], root: Path) -> list[nodes.Node]:
        rows = [
            [[self._cite(s.key)], _text(s.day or "never"), _text(s.by or "nothing"), _text(s.notice), _text(s.free)]
            for s in found
        ]
        heads = ("Work", "Last checked", "Against", "Notice", "To read")
        return [table("All references", heads, (4, 2, 3, 2, 3), rows)]

    def _cite(self, key: str) -> nodes.Node:
        return cite(key, self.env.docname)


class WatchDirective(SphinxDirective):
    """``{watch}``: registered trials whose main outcome is not reported yet."""

    def run(self) -> list[nodes.Node]:
        rows = []
        for trial in to_watch(Path(self.env.app.srcdir), evidence(self.env.app)):
            link = nodes.reference("", trial.trial, refuri=trial.address)
            said = "; ".join(filter(None, (trial.status, trial.changed))) or "no record of the registry yet"
            cells = [[nodes.Text(f"{trial.name} ("), link, nodes.Text(")")], _text(trial.arms)]
            rows.append([*cells, _text(trial.day or "day not noted"), _text(said)])
        if not rows:
            return [nodes.paragraph("", "No trial is waited for.")]
        heads = ("Trial", "Compares", "Last read", "By the registry's record")
        return [table("Trials to watch", heads, (4, 5, 2, 3), rows)]


def _told(stand: Stand) -> Cell:
    """What a registry tells, or the page on which the notice was read."""
    if stand.told or not stand.address:
        return _text(stand.told or "no more is told")
    return [nodes.Text("told on "), nodes.reference("", "the page read", refuri=stand.address)]


def _text(words: str) -> Cell:
    return [nodes.Text(words)]


def table(title: str, heads: Sequence[str], widths: Sequence[int], rows: Iterable[Sequence[Cell]]) -> nodes.table:
    """A table with a title and a head."""
    group = nodes.tgroup("", *(nodes.colspec(colwidth=width) for width in widths), cols=len(widths))
    group += nodes.thead("", nodes.row("", *(_entry(_text(head)) for head in heads)))
    group += nodes.tbody("", *(nodes.row("", *map(_entry, cells)) for cells in rows))
    return nodes.table("", nodes.title("", title), group, classes=["standing"])


def _entry(cell: Cell) -> nodes.entry:
    return nodes.entry("", nodes.paragraph("", "", *cell))


def register(app: Sphinx) -> None:
    """Tell Sphinx of this module's parts."""
    app.add_directive("standing", StandingDirective)
    app.add_directive("watch", WatchDirective)
