"""Words measured in the chart's own type, so that a line breaks where it must and a number never does."""

from __future__ import annotations

import re
from functools import lru_cache

from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from kapbook.charts.style import MARGIN, SIZE, WIDTH

ROOM = WIDTH - 2 * MARGIN
"""Width for words above the marks, in inches."""

KEEP = "\N{NO-BREAK SPACE}"


@lru_cache(maxsize=4096)
def width(text: str, bold: bool = False) -> float:
    """Width of one line of text in inches."""
    font = FontProperties(family="DejaVu Sans", size=SIZE, weight="bold" if bold else "normal")
    return float(text_to_path.get_text_width_height_descent(text, font, ismath=False)[0]) / 72


def wrap(text: str, room: float = ROOM, bold: bool = False) -> list[str]:
    """Lines no wider than `room` inches, broken at plain spaces; where a part is too long, at kept ones and hyphens."""
    parts = [part for word in text.split(" ") for part in ([word] if width(word, bold) <= room else word.split())]
    words = [
        piece for part in parts for piece in ([part] if width(part, bold) <= room else re.split(r"(?<=-)(?=\w)", part))
    ]
    lines: list[str] = []
    for word in words:
        if lines and width(f"{lines[-1]} {word}", bold) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def fill(text: str, room: float = ROOM) -> str:
    """Wrapped text in one string."""
    return "\n".join(wrap(text, room))


def bind(text: str) -> str:
    """Text in which a number stays with the word before it: a year with its author, a day with 'day'."""
    return re.sub(r" (?=\d)", KEEP, text)


def keep(text: str) -> str:
    """Text that is not broken over two lines."""
    return text.replace(" ", KEEP)
