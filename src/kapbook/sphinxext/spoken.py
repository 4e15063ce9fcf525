"""Tables that can be followed by ear and on a phone: a caption, a name for each row, a label for each cell."""

from __future__ import annotations

import re
from html import escape, unescape

PIECE = re.compile(r"<h[1-4][^>]*>(?P<heading>.*?)</h[1-4]>|<table(?P<table>[^>]*)>(?P<inside>.*?)</table>", re.S)
HEAD = re.compile(r"<th\b[^>]*>(.*?)</th>", re.S)
ROW = re.compile(r"<tr.*?</tr>", re.S)
CELL = re.compile(r"<(t[dh])\b([^>]*)>(.*?)</\1>", re.S)
STACKED = 3
"""From so many columns on a table becomes cards on a phone."""


def spoken(body: str) -> str:
    """The page body with row headers, captions and labels of cells where a table has none."""
    heading = ""

    def piece(found: re.Match[str]) -> str:
        nonlocal heading
        if found["heading"] is not None:
            heading = _words(found["heading"])
            return found[0]
        return _table(found["table"], found["inside"], heading)

    return PIECE.sub(piece, body)


def _words(html: str) -> str:
    text = re.sub(r'<a class="headerlink".*?</a>', "", html, flags=re.S)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", text)).split())


def _table(attributes: str, inside: str, heading: str) -> str:
    head, cut, rest = inside.partition("</thead>")
    if not cut:
        return f"<table{attributes}>{inside}</table>"
    labels = [_words(label) for label in HEAD.findall(head)]
    if "<caption" not in head and heading:
        head = f'\n<caption><span class="heard">{escape(heading)}</span></caption>{head}'
    if len(labels) >= STACKED:
        known = 'class="' in attributes
        attributes = attributes.replace('class="', 'class="stacks ', 1) if known else f'{attributes} class="stacks"'
    return f"<table{attributes}>{head}{cut}{ROW.sub(lambda row: _row(row[0], labels), rest)}</table>"


def _row(row: str, labels: list[str]) -> str:
    number = -1

    def cell(found: re.Match[str]) -> str:
        nonlocal number
        number += 1
        kind, attributes, content = found.groups()
        if number == 0:
            scope = "" if "scope=" in attributes else ' scope="row"'
            stub = attributes if "class=" in attributes else f'{attributes} class="stub"'
            return f"<th{scope}{stub}>{content}</th>"
        label = labels[number] if number < len(labels) else ""
        said = f' data-label="{escape(label)}"' if label and _words(content) else ""
        return f"<{kind}{said}{attributes}>{content}</{kind}>"

    return CELL.sub(cell, row)
