"""Read BibTeX with pybtex, keep the place of every entry and field, and go on after a broken entry."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pybtex import errors, textutils
from pybtex.database import BibliographyData, Entry, InvalidNameString
from pybtex.database.input.bibtex import LowLevelParser, Parser, SkipEntry, UndefinedMacro
from pybtex.scanner import PrematureEOF, PybtexSyntaxError

NEXT_ENTRY = re.compile(r"^[ \t]*@[A-Za-z]+\s*[{(]", re.M)
SWALLOWED = re.compile(r"\n\s*[A-Za-z]+\s*=\s*[{\"0-9]|\n\s*@[A-Za-z]+\s*\{")
OUTSIDE = "remove the brace that closes the entry above too early, or begin the line with %"
CLOSE = "close each brace and quote that is opened, in the field named"


@dataclass(frozen=True)
class Fault:
    """Why a part of the file cannot be read or is not published; line and column are counted from 1."""

    line: int
    column: int
    message: str
    remedy: str


@dataclass
class Places:
    """Where one entry of the file stands: its start, its end, and each of its fields in small letters."""

    key: str
    line: int
    column: int
    fields: list[tuple[str, int, int]] = field(default_factory=list)

    def of(self, name: str) -> tuple[int, int]:
        """Line and column of the first field with this name; those of the entry when it has none."""
        return next(((line, column) for known, line, column in self.fields if known == name), (self.line, self.column))

    @property
    def last(self) -> tuple[int, int]:
        return self.fields[-1][1:] if self.fields else (self.line, self.column)


@dataclass
class Bibliography:
    """What a BibTeX file holds.

    Attributes
    ----------
    entries : key to pybtex's entry; the first of two entries with one key
    places : place of every entry, in file order, repeated keys included
    faults : what cannot be read, in file order
    broken : keys of entries of which only a part was read
    """

    entries: dict[str, Entry] = field(default_factory=dict)
    places: list[Places] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)


def read_bibtex(text: str) -> Bibliography:
    """Entries, their places and all faults of a BibTeX text; nothing is raised."""
    parser = _Parser()
    parser.parse_stream(io.StringIO(text))
    parser.found.entries = dict(parser.data.entries.items())
    parser.found.faults.sort(key=lambda fault: (fault.line, fault.column))
    return parser.found


class _KeepFirst(BibliographyData):
    """Keeps the first of two entries with one key; the places tell of the second."""

    def add_entry(self, key: str, entry: Entry) -> None:
        if key not in self.entries:
            super().add_entry(key, entry)


class _Scanner(LowLevelParser):
    """Pybtex's scanner, which notes where it is and goes on with the next entry after a fault."""

    pos: int
    lineno: int

    def __init__(self, text: str, found: Bibliography, **options: Any):
        super().__init__(text, **options)
        self.found = found
        self.commented = False

    def place(self, offset: int) -> tuple[int, int]:
        start = self.text.rfind("\n", 0, offset) + 1
        return self.lineno, offset - start + 1

    def parse_bibliography(self) -> Iterator[Any]:
        while True:
            start, line = self.pos, self.lineno
            token = self.skip_to([self.AT])
            if not self.commented:
                self._stray(start, self.pos - 1 if token else self.end_pos, line)
            self.commented = False
            if not token:
                return
            self.command_start = self.pos - 1
            self.here = Places("", *self.place(self.pos - 1))
            try:
                result = tuple(self.parse_command())
            except PybtexSyntaxError as error:
                self.handle_error(error)
            except SkipEntry:
                self.commented = True
            else:
                if self.current_entry_key is not None:
                    self.here.key = self.current_entry_key
                    self.found.places.append(self.here)
                    yield result  # macros are kept by the scanner, and a broken entry without a key cannot be cited

    def _stray(self, start: int, end: int, line: int) -> None:
        """Tell of words that stand between two entries and are no comment."""
        for number, text in enumerate(self.text[start:end].splitlines(keepends=True), line):
            words = text.partition("%")[0].strip()
            if words:
                column = start + text.index(words) - self.text.rfind("\n", 0, start)
                message = f"'{words[:40]}' stands outside of every entry and is not published"
                self.found.faults.append(Fault(number, column, message, OUTSIDE))
                if self.found.places and number == line:
                    self.found.broken.add(self.found.places[-1].key)
                return
            start += len(text)

    def parse_field(self) -> None:
        self.eat_whitespace()
        place = self.place(self.pos)
        name = self.optional([self.NAME])
        if not name:
            return
        self.current_field_name = name.value
        self.here.fields.append((name.value.lower(), *place))
        self.required([self.EQUALS])
        self.parse_value()

    def handle_error(self, error: PybtexSyntaxError) -> None:
        """Note the fault with the remedy that fits, and go on at the next entry."""
        if self.current_entry_key:
            self.found.broken.add(self.current_entry_key)
        if isinstance(error, UndefinedMacro):
            name = str(error).rpartition(" ")[2]
            place = self.here.last if self.here.fields else (self.here.line, self.here.column)
            message = f"{self._who()}the word {name} is no macro: '{self.current_field_name}' would be empty"
            self.found.faults.append(Fault(*place, message, "put the value in braces, or define it with @string above"))
            return
        self.found.faults.append(self._fault(error))
        following = NEXT_ENTRY.search(self.text, (self.command_start or 0) + 1)
        self.pos = following.start() if following else self.end_pos
        self.lineno = self.text.count("\n", 0, self.pos) + 1
        self.commented = True  # what lies between belongs to the broken entry

    def _who(self) -> str:
        return f"{self.current_entry_key}: " if self.current_entry_key else ""

    def _fault(self, error: PybtexSyntaxError) -> Fault:
        who, name = self._who(), self.current_field_name
        for (field_name, line, column), (_, value) in zip(self.here.fields, self.current_fields or [], strict=False):
            if SWALLOWED.search("".join(value)):
                return Fault(line, column, f"{who}the braces of '{field_name}' are not balanced", CLOSE)
        if isinstance(error, PrematureEOF) and name and not name.startswith("@"):
            return Fault(*self.here.last, f"{who}the braces or quotes of '{name}' are not balanced", CLOSE)
        if isinstance(error, PrematureEOF) or (name or "").startswith("@") or self.text.startswith("@", self.pos):
            fields = [place for place in self.here.fields if not place[0].startswith("@")]
            place = fields[-1][1:] if fields else (self.here.line, self.here.column)
            return Fault(*place, f"{who}the entry is not closed", "add the brace '}' after its last field")
        if "unbalanced" in str(error):
            return Fault(*self.here.last, f"{who}the braces of '{name}' are not balanced", CLOSE)
        if not self.current_entry_key:
            return Fault(
                self.here.line,
                self.here.column,
                "an '@' begins no entry here",
                "write '@article{key,', or begin the line of a comment with % and leave out the '@'",
            )
        place = self.place(self.pos)
        reason = str(error).partition(": ")[2] or str(error)
        return Fault(*place, f"{who}{reason}", "put a comma after the field above, and braces round each value")


class _Parser(Parser):
    """Pybtex's parser over the scanner that notes places."""

    def __init__(self) -> None:
        super().__init__(encoding="utf-8")
        self.data = _KeepFirst()
        self.found = Bibliography()

    def parse_string(self, text: str) -> BibliographyData:
        for kind, body in _Scanner(text, self.found, macros=self.macros, filename=self.filename):
            self.process_entry(kind, *body)
        return self.data

    def process_entry(self, kind: str, key: str, fields: list[tuple[str, list[str]]]) -> None:
        """Hand pybtex the first of each field; tell of the others and of names that are no names."""
        places = self.found.places[-1]
        first: dict[str, list[str]] = {}
        for number, (name, value) in enumerate(fields):
            if name.lower() in first:
                line, column = places.fields[number][1:]
                message = f"{key}: the field '{name}' stands twice, the second is not published"
                self.found.faults.append(Fault(line, column, message, "remove one of the two"))
            first.setdefault(name.lower(), value)
        with errors.capture() as refused:
            super().process_entry(kind, key, list(first.items()))
        for error in refused:
            if isinstance(error, InvalidNameString):
                names = textutils.normalize_whitespace(str(error))
                self.found.faults.append(
                    Fault(
                        *places.of("author" if "author" in first else "editor"),
                        f"{key}: {names[:120]}",
                        "write 'Family, Given and Family, Given': 'and' between people, one comma in each",
                    )
                )
