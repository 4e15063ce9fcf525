"""Words that open on demand: the answer to an exercise, worked out by the cell that shows it."""

from __future__ import annotations

from dataclasses import dataclass

from kapbook.names import FOLDED


@dataclass(frozen=True)
class Folded:
    """Paragraphs under a line that opens them; without the book's pages they stand as plain text.

    Attributes
    ----------
    summary : the line that is seen
    lines : the paragraphs that open
    """

    summary: str
    lines: tuple[str, ...]

    def _repr_mimebundle_(self, include=None, exclude=None) -> dict[str, object]:
        return {
            FOLDED: {"summary": self.summary, "lines": list(self.lines)},
            "text/plain": "\n".join([self.summary, *self.lines]),
        }


def answer(number: int, *lines: str) -> Folded:
    """The answer to the exercise of that number.

    Raises
    ------
    ValueError : no line, or an empty one.
    """
    if not lines or not all(line.strip() for line in lines):
        raise ValueError(f"answer {number} says nothing; give it one sentence or more")
    return Folded(f"Answer to exercise {number}", lines)
