"""The answers of a comparison: agrees, a note, differs; and the states of a work."""

from __future__ import annotations

from dataclasses import dataclass

AGREES = "agrees"
NOTE = "note"
DIFFERS = "differs"

VERIFIED = "verified"
NOT_FOUND = "not found"
RETRACTED = "retracted"
CONCERN = "concern"
CORRECTED = "corrected"
UNREACHABLE = "unreachable"
STATES = {
    VERIFIED: "a registry has this paper as we print it, and no notice",
    CORRECTED: "as we print it, and a correction was announced",
    CONCERN: "the journal has printed an expression of concern, or took a retraction back",
    RETRACTED: "the work is retracted, withdrawn or removed",
    DIFFERS: "the identifier leads to a paper that is not the one we print",
    NOT_FOUND: "no registry knows the identifier",
    UNREACHABLE: "no usable answer: nothing is known, and the work is asked for again",
}


@dataclass(frozen=True)
class Verdict:
    """What the comparison says of one field.

    Attributes
    ----------
    field : name of the field
    kind : agrees, note or differs
    ours, theirs : both texts
    words : what differs, for a reader
    source : registry that was compared
    """

    field: str
    kind: str
    ours: str
    theirs: str
    words: str = ""
    source: str = ""

    def sentence(self) -> str:
        return f"{self.field} '{self.ours}', {self.source or 'registry'} '{self.theirs}': {self.words or self.kind}"
