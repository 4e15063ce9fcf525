"""Tables of the book's own records: the parts that {ask}, {trials} and {grades} share."""

from __future__ import annotations

from docutils import nodes


def cell(*content: nodes.Node | str) -> nodes.entry:
    """A cell with one paragraph."""
    shown = [nodes.Text(part) if isinstance(part, str) else part for part in content]
    return nodes.entry("", nodes.paragraph("", "", *shown))


def table(
    caption: str, heads: list[tuple[str, int]], rows: list[tuple[str, list[nodes.entry]]], name: str
) -> nodes.table:
    """A table whose first column names its rows.

    Parameters
    ----------
    caption : words above it
    heads : word and width of each column
    rows : id (empty: none) and cells of each row
    name : class of the table
    """
    group = nodes.tgroup(cols=len(heads))
    group += [nodes.colspec(colwidth=width, **({} if n else {"stub": 1})) for n, (_, width) in enumerate(heads)]
    group += nodes.thead("", nodes.row("", *(cell(word) for word, _ in heads)))
    body = [nodes.row("", *cells, ids=[own] if own else []) for own, cells in rows]
    group += nodes.tbody("", *body)
    return nodes.table("", nodes.title("", caption), group, classes=[name, "cards"])
