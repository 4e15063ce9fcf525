"""The {stat} role: a number in prose that must agree with its row, and shows source and locator on demand."""

from __future__ import annotations

from html import escape
from pathlib import Path

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxRole

from kapbook.evidence import EvidenceError, Row
from kapbook.evidence.printed import agrees, spellings
from kapbook.prose.passages import split_target
from kapbook.sphinxext.editions import EDITIONS
from kapbook.sphinxext.links import link
from kapbook.sphinxext.sources import TRIALS, source_of, trial_of
from kapbook.sphinxext.tables import evidence


class bound_number(nodes.inline):
    """A number and the card with its source."""


class source_card(nodes.Inline, nodes.TextElement):
    """Source and locator of a number, shown on hover and focus; `card` holds it."""


class StatRole(SphinxRole):
    """``{stat}`69.3% <row-id>```, or ``<row-id.field>`` for another field of the row."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        shown, target = split_target(self.text)
        row_id, _, field = target.partition(".")
        try:
            row = evidence(self.env.app).row(row_id)
            if not agrees(shown, row, field or "value"):
                expected = spellings(row, field or "value")[0]
                raise EvidenceError(
                    f"'{shown}' is not the {field or 'value'} of '{row_id}'; write '{expected}' ({row.place})"
                )
        except EvidenceError as error:
            raise ExtensionError(f"{self.env.docname}, line {self.lineno}: {error}") from None
        reference = link(row_id, shown, self.env.docname)
        name = f"source-{self.env.new_serialno('stat')}"
        tables = evidence(self.env.app)
        lines = escape(card_text(tables.study(row.study), row))
        card = source_card("", card=f"{lines}{card_links(self.env, row)}", name=name)
        return [bound_number("", "", reference, card, classes=["stat"])], []


class UnboundRole(SphinxRole):
    """``{unbound}`1 in 10 <reason>```: a number that no table can hold, with the reason for readers."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        shown, reason = split_target(self.text)
        if not reason:
            raise ExtensionError(
                f"{self.env.docname}, line {self.lineno}: {{unbound}} needs '<reason>' after the number"
            )
        name = f"source-{self.env.new_serialno('stat')}"
        text = nodes.inline("", shown, tabindex="0", classes=["unbound"])
        return [bound_number("", "", text, source_card("", card=escape(reason), name=name), classes=["stat"])], []


def card_text(study: Row, row: Row) -> str:
    """Who found the number, where it stands, its arm and time, and whether others told it."""
    who = f"{study['first_author']} {study['year']}, {row['locator']}"
    what = [row.get(name) for name in ("arm", "contrast", "population", "timepoint") if row.get(name)]
    computed = ["computed from printed counts"] if row.get("basis") == "computed" else []
    second_hand = ["second-hand: read in another's words"] if row.get("second_hand") else []
    return ". ".join([who, *what[:3], *computed, *second_hand])


def card_links(env: BuildEnvironment, row: Row) -> str:
    """The work's own page first, then the trial that it reports; the number itself leads to its row."""
    tables = evidence(env.app)
    links = [source_of(tables, row)]
    trial = trial_of(tables, row.study)
    if trial and Path(env.srcdir, f"{TRIALS}.md").is_file():
        up = "../" * env.docname.count("/")
        links.append(("The trial: registered and published", f"{up}{TRIALS}.html#trial-{trial}"))
    shown = "".join(f'<a href="{escape(address)}">{escape(name)}</a>' for name, address in links if address)
    return f'<span class="card-links">{shown}</span>' if shown else ""


def _visit_number(self, node: bound_number) -> None:
    self.body.append(self.starttag(node, "span", ""))


def _depart_number(self, node: bound_number) -> None:
    self.body.append("</span>")


def _visit_card(self, node: source_card) -> None:
    if self.builder.name in EDITIONS:  # a card needs a pointer or a keyboard
        raise nodes.SkipNode
    self.body.append(f'<span class="stat-card" role="note" id="{node["name"]}">{node["card"]}</span>')
    raise nodes.SkipNode


def register(app: Sphinx) -> None:
    """Tell Sphinx of this module's parts."""
    app.add_role("stat", StatRole())
    app.add_role("unbound", UnboundRole())
    app.add_node(bound_number, html=(_visit_number, _depart_number))
    app.add_node(source_card, html=(_visit_card, None))
